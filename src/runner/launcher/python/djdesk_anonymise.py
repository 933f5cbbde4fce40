"""Which fields of a project hold something of a person, and what stands in its place in an exported slice.

Every text is replaced unless it is one of the field's choices: by kind where the name or the class of the field tells
the kind, otherwise by letters and digits of the same shape. Numbers, dates and keys without text stay. Values that
were unique stay unique, equal values stay equal, and a foreign key is replaced as what it refers to is.
"""

import datetime
import json
import re

import djdesk_pseudonyms as pseudonyms

KINDS = ("names", "emails", "phones", "addresses", "text", "tokens", "passwords", "births", "links", "codes")
#: Of names of fields, split into words; the first that fits.
BY_WORD = (
    ("emails", r"e?mails?"),
    ("passwords", r"passwords?|passwd|pwd|passphrase|pin"),
    ("phones", r"phones?|mobile|fax|tel|telephone|cell|cellphone|whatsapp|msisdn"),
    ("addresses", r"address(es)?|addr|street|city|town|zip|zipcode|postcode|postal|county|province|region|district"),
    ("births", r"birth|birthday|birthdate|dob|born"),
    ("tokens", r"tokens?|secrets?|key|apikey|hash|signature|session|otp|ssn|iban|bic|card|passport|tax|vat|account|licen[cs]e"),
    ("names", r"names?|surname|nickname|username|firstname|lastname|fullname|login|author|contact|person|signatory"),
)
BIG_TEXT = ("TextField", "CITextField")
JSON_TEXT = ("ArrayField", "HStoreField")
TRIES = 1000


class NoPseudonym(Exception):
    """A unique field has no room for another value."""


def word_kind(name):
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
    parts = re.split(r"[^a-z0-9]+", split)
    for kind, pattern in BY_WORD:
        if any(re.match(r"(?:{})\Z".format(pattern), part) for part in parts):
            return kind
    return None


def is_unique(field):
    meta = field.model._meta
    together = [tuple(names) for names in meta.unique_together]
    together += [tuple(getattr(each, "fields", ())) for each in getattr(meta, "constraints", ()) if type(each).__name__ == "UniqueConstraint"]
    dated = any(getattr(field, "unique_for_" + span, None) for span in ("date", "month", "year"))
    return field.unique or dated or any(field.name in names for names in together)


def terminal(field):
    """The field whose values a foreign key holds."""
    seen = set()
    while field.remote_field is not None and field not in seen:
        seen.add(field)
        field = field.target_field
    return field


class Anonymiser(object):
    def __init__(self, key, keep):
        self.key = key
        self.keep = {word.lower() for word in keep}
        self.known = {}

    def unknown_words(self, models):
        """Words of `keep` that name nothing of these models."""
        known = {"everything"} | set(KINDS)
        for model in models:
            known.add(model._meta.label_lower)
            known.update(model._meta.label_lower + "." + field.name.lower() for field in model._meta.local_fields)
        return sorted(self.keep - known)

    def is_kept(self, field, kind):
        label = field.model._meta.label_lower
        return bool({"everything", kind, label, label + "." + field.name.lower()} & self.keep)

    def kind_of(self, field):
        """What is replaced in a field, None when it stays as it is."""
        found = self.guess(field)
        return None if found is None or self.is_kept(field, found) else found

    def guess(self, field):
        classes = {each.__name__ for each in type(field).__mro__}
        named = word_kind(field.name)
        if "EmailField" in classes:
            return "emails"
        if classes & {"BooleanField", "UUIDField", "DurationField", "TimeField", "DecimalField", "FloatField"}:
            return None
        if "DateField" in classes:
            return "births" if named == "births" else None
        if "IntegerField" in classes:
            return named if named in ("phones", "tokens") and field.remote_field is None and not field.primary_key else None
        if classes & {"URLField", "FileField", "FilePathField"}:
            return "links"
        if classes & {"GenericIPAddressField", "IPAddressField"}:
            return "addresses"
        if named is not None and named != "births":
            return named
        return "text" if classes & set(BIG_TEXT) else "codes"

    def replace(self, field, value):
        field = terminal(field)
        kind = None if value is None else self.kind_of(field)
        if kind is None or value == "" or isinstance(value, bool):
            return value
        if field.flatchoices and value in [each for each, _ in field.flatchoices]:
            return value
        if type(field).__name__ in JSON_TEXT and isinstance(value, str):
            return json.dumps(self.inside(field, kind, json.loads(value)))
        if not isinstance(value, (str, int, datetime.date)):
            return self.inside(field, kind, value)
        return self.remembered(field, kind, value)

    def inside(self, field, kind, value, name=None):
        """Of lists and objects the texts are replaced, and the numbers under the name of a telephone or the like."""
        name = field.name if name is None else name
        if isinstance(value, dict):
            return {self.member(field, each): self.inside(field, word_kind(each) or kind, part, each) for each, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.inside(field, kind, part, name) for part in value]
        if isinstance(value, str) and value != "":
            return self.make(kind, name.lower(), value, 10000, "", field)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return pseudonyms.number(self.stream(kind, str(value)), value) if is_number and word_kind(name) in ("phones", "tokens") else value

    def member(self, field, name):
        """Names of members are part of the program, unless they look like data."""
        return name if re.match(r"[A-Za-z_][A-Za-z0-9_-]{0,40}\Z", name) else pseudonyms.scramble(self.stream("codes", name), name)

    def stream(self, *parts):
        return pseudonyms.Stream(self.key, *parts)

    def remembered(self, field, kind, value):
        made, used = self.known.setdefault(field, ({}, set()))
        if value in made:
            return made[value]
        unique = is_unique(field)
        for attempt in range(TRIES):
            again = "" if attempt == 0 else str(attempt)
            candidate = self.make_fitting(field, kind, value, again, unique)
            is_free = not unique or candidate not in used
            if is_free and (candidate != value or not isinstance(value, str) or not value.strip(" .-_/")):
                break
        else:
            raise NoPseudonym("{}.{}".format(field.model._meta.label, field.name))
        used.add(candidate)
        if unique:
            made[value] = candidate
        return candidate

    def make_fitting(self, field, kind, value, again, unique):
        if isinstance(value, datetime.date):
            return value.replace(month=1, day=1)
        if isinstance(value, int):
            return pseudonyms.number(self.stream(kind, str(value), again), value)
        room = field.max_length or 10000
        made = self.make(kind, field.name.lower(), value, room, again, field)
        if unique and kind == "names" and "user_" not in made:
            made = made + " " + self.stream(kind, value, again, "unique").token(6)
        if unique and kind in ("addresses", "text") and made != value and "GenericIPAddressField" not in [each.__name__ for each in type(field).__mro__]:
            made = (made + " " if room - len(made) > 9 else made[: max(0, room - 9)]) + self.stream(kind, value, again, "unique").token(8)
        return made[:room] if kind != "names" or not unique else made[-room:]

    def make(self, kind, name, value, room, again, field):
        stream = self.stream(kind, name if kind in ("names", "addresses") else "", value, again)
        classes = {each.__name__ for each in type(field).__mro__}
        if classes & {"GenericIPAddressField", "IPAddressField"}:
            return pseudonyms.network_address(stream, value)
        if "BinaryField" in classes:
            return self.binary(stream, value)
        if kind == "emails":
            return pseudonyms.email(stream, value, room)
        if kind == "names":
            return pseudonyms.person(stream, value, name)
        if kind == "addresses":
            return pseudonyms.address(stream, value, name)
        if kind == "text":
            return pseudonyms.words(stream, value)
        if kind == "passwords":
            return "!" + stream.token(40)
        if kind == "links":
            return pseudonyms.file_name(stream, value) if "FileField" in classes else "https://example.invalid/" + stream.token()
        return pseudonyms.scramble(stream, value)

    def binary(self, stream, value):
        """Base64 of as many bytes, at most 4,096."""
        import base64

        size = min(4096, len(base64.b64decode(value)))
        return base64.b64encode(bytes(stream.byte() for _ in range(size))).decode("ascii")
