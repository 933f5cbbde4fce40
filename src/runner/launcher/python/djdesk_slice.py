"""`djdesk_slice`: chosen rows of a project and what they need, as a fixture; without changing anything.

Facts that it tells, one a line: `P` what would be exported, `N` how many rows were written, `R` one row, `C` what a
fresh database made of it. The rows together are what `loaddata` reads.
"""

import difflib
import io
import json
import os
import subprocess
import sys
import types

from djdesk_anonymise import Anonymiser, NoPseudonym
from djdesk_closure import Closure, TooManyRows, concrete, generic_keys, in_chunks, in_order, is_natural, key_parts, keys_of, rows_of, sorted_keys

#: Rows between two reports of how far it is.
STEP = 200


def make_command(facts, pseudonyms):
    from django.core.management.base import BaseCommand

    class Command(BaseCommand):
        help = "Exports chosen rows and what they need as a fixture."
        requires_system_checks = []
        requires_migrations_checks = False

        def add_arguments(self, parser):
            parser.add_argument("--model", action="append", default=[])
            for name in ("pks", "filter", "reverse", "keep", "database"):
                parser.add_argument("--" + name, default="")
            parser.add_argument("--limit", type=int)
            parser.add_argument("--rows", type=int, default=10000)
            parser.add_argument("--megabytes", type=int, default=16)
            parser.add_argument("--plan", action="store_true")

        def handle(self, *args, **options):
            from django.core.management.base import CommandError

            try:
                export(options, facts, bytes.fromhex(pseudonyms))
            except TooManyRows:
                raise CommandError("More than {} rows belong together; choose fewer, or allow more rows.".format(options["rows"]))
            except NoPseudonym as error:
                raise CommandError("{} is unique and too short for invented values; keep it as it is, or leave the model out.".format(error))
            finally:
                facts.flush()

    return Command()


def listed(text):
    return [word for word in text.split(",") if word]


def refuse(sentence):
    from django.core.management.base import CommandError

    raise CommandError(sentence)


def find_model(label):
    from django.apps import apps

    known = {model._meta.label_lower: model for model in apps.get_models()}
    if label.lower() in known:
        return known[label.lower()]
    labels = [model._meta.label for model in known.values()]
    close = difflib.get_close_matches(label, labels, 3, 0.5)
    refuse("There is no model {}.{}".format(label, " Did you mean {}?".format(" or ".join(close)) if close else ""))


def read_filter(model, text):
    """`name=value` joined by `&`, with Django's own lookups; values may be written as in an address (%26)."""
    from urllib.parse import unquote

    words = {}
    for part in text.split("&"):
        name, equals, value = part.partition("=")
        if not equals or not name.replace("_", "a").isalnum():
            refuse("The filter `{}` is not `field=value`.".format(part))
        value = unquote(value)
        lookup = name.rpartition("__")[2]
        if lookup in ("in", "range"):
            value = value.split(",")
        elif lookup == "isnull" or value.lower() in ("true", "false") and is_yes_or_no(model, name):
            value = value.lower() == "true"
        words[name] = value
    return words


def is_yes_or_no(model, name):
    try:
        return model._meta.get_field(name).get_internal_type() in ("BooleanField", "NullBooleanField")
    except Exception:
        return False


def choose(model, options, using):
    """Primary keys of the rows that were asked for."""
    from django.core.exceptions import FieldError, ValidationError

    rows = rows_of(model, using)
    try:
        if options["pks"]:
            return choose_by_keys(model, rows, listed(options["pks"]))
        if options["filter"]:
            rows = rows.filter(**read_filter(model, options["filter"])).distinct()
        return keys_of(rows.order_by("pk")[: options["limit"] or options["rows"] + 1])
    except (FieldError, ValidationError, ValueError, TypeError) as error:
        refuse("{} cannot be chosen like this: {}".format(model._meta.label, " ".join(getattr(error, "messages", None) or [str(error)])))


def choose_by_keys(model, rows, words):
    if key_parts(model):
        refuse("{} has a primary key of several fields: choose its rows by a filter.".format(model._meta.label))
    primary = model._meta.pk
    while primary.remote_field is not None:
        primary = primary.target_field
    keys = [primary.to_python(word) for word in words]
    found = set(rows.filter(pk__in=keys).values_list("pk", flat=True))
    missing = [str(key) for key in keys if key not in found]
    if missing:
        refuse("There is no {} with the primary key {}.".format(model._meta.label, ", ".join(missing[:5])))
    return sorted_keys(found)


def close_over(options, using):
    closure = Closure(using, options["rows"], {find_model(label)._meta.label_lower for label in listed(options["reverse"])})
    for label in options["model"]:
        model = concrete(find_model(label))
        if is_natural(model):
            refuse("{} is not exported: migrate makes its rows in every database.".format(model._meta.label))
        if not model._meta.can_migrate(using_connection(using)):
            refuse("{} has no table in the database {}.".format(model._meta.label, using))
        closure.add(model, choose(model, options, using), "", True)
    closure.close()
    if closure.total == 0:
        refuse("No row of {} fits.".format(", ".join(options["model"])))
    return closure


def using_connection(using):
    from django.db import connections

    return connections[using]


def describe(closure, anonymiser, using):
    models = in_order([model for model, keys in closure.rows.items() if keys])
    for word in anonymiser.unknown_words(models):
        closure.note("`{}` was to be kept, and is neither a kind nor in the slice.".format(word))
    told = []
    for model in models:
        fields = [(field.name, anonymiser.kind_of(field)) for field in model._meta.local_fields if field.remote_field is None and not field.flatchoices]
        told.append(
            {
                "model": model._meta.label,
                "rows": len(closure.rows[model]),
                "via": [{"relation": via, "rows": rows} for via, rows in closure.via[model].items()],
                "managed": bool(model._meta.managed),
                "fields": [{"field": name, "kind": kind} for name, kind in fields if kind is not None],
            }
        )
    pointing = [
        {"model": source._meta.label, "field": field.name, "to": target._meta.label, "rows": rows}
        for (source, field, target), rows in closure.count_pointing().items()
        if rows > 0
    ]
    return models, {"database": using, "rows": closure.total, "models": told, "pointing": pointing, "notes": closure.notes}


def make_serializer(anonymiser, using):
    """Django's own serializer of rows, with what stands for a person replaced."""
    from django.core.serializers.python import Serializer

    named = {}

    def natural(field, key):
        model = concrete(field.remote_field.model)
        if (model, key) not in named:
            row = rows_of(model, using).filter(pk=key).first()
            named[model, key] = None if row is None else list(row.natural_key())
        return named[model, key]

    class RowSerializer(Serializer):
        links = {}

        def get_dump_object(self, row):
            record = super().get_dump_object(row)
            if record.get("pk") is not None:
                record["pk"] = self.replaced_key(row, record["pk"])
            return record

        def replaced_key(self, row, key):
            several = getattr(row._meta, "pk_fields", ())
            if len(several) > 1:
                return [anonymiser.replace(field, part) for field, part in zip(several, key)]
            return anonymiser.replace(row._meta.pk, key)

        def handle_field(self, row, field):
            super().handle_field(row, field)
            value = anonymiser.replace(field, self._current[field.name])
            generic = [each for each in generic_keys(type(row)) if each.fk_field == field.name]
            self._current[field.name] = self.replaced_object(row, generic[0]) if generic else value

        def replaced_object(self, row, generic):
            """A generic foreign key follows the key that it names."""
            value = getattr(row, generic.fk_field)
            kind = natural(row._meta.get_field(generic.ct_field), getattr(row, row._meta.get_field(generic.ct_field).attname))
            from django.apps import apps

            try:
                target = apps.get_model(*kind)._meta.pk
            except (LookupError, TypeError):
                return value
            replaced = anonymiser.replace(target, value)
            return replaced if replaced is None or isinstance(replaced, (str, int)) else str(replaced)

        def handle_fk_field(self, row, field):
            value = getattr(row, field.attname)
            if value is not None and is_natural(concrete(field.remote_field.model)):
                self._current[field.name] = natural(field, value)
                return
            super().handle_fk_field(row, field)
            self._current[field.name] = anonymiser.replace(field, self._current[field.name])

        def handle_m2m_field(self, row, field):
            if not field.remote_field.through._meta.auto_created:
                return
            keys = self.links.get(field, {}).get(row.pk, [])
            if is_natural(concrete(field.remote_field.model)):
                self._current[field.name] = [name for name in (natural(field, key) for key in keys) if name is not None]
            else:
                self._current[field.name] = [json_key(anonymiser.replace(field.target_field, key)) for key in keys]

    return RowSerializer


def json_key(key):
    return key if isinstance(key, (str, int)) else str(key)


def links_of(model, keys, using):
    """Per many-to-many field: what each row names."""
    links = {}
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        if not through._meta.auto_created:
            continue
        own = through._meta.get_field(field.m2m_field_name()).attname
        other = through._meta.get_field(field.m2m_reverse_field_name()).attname
        found = links.setdefault(field, {})
        for key, target in rows_of(through, using).filter(**{field.m2m_field_name() + "__in": keys}).order_by("pk").values_list(own, other):
            found.setdefault(key, []).append(target)
    return links


def write_rows(models, closure, anonymiser, facts, copy, most):
    """One JSON object a line; the copy is what a fresh database is to load."""
    from django.core.serializers.json import DjangoJSONEncoder

    serializer_class = make_serializer(anonymiser, closure.using)
    count = size = 0
    copy.write("[")
    for model in models:
        for chunk in in_chunks(sorted_keys(closure.rows[model])):
            order = {key: at for at, key in enumerate(chunk)}
            rows = sorted(rows_of(model, closure.using).filter(pk__in=chunk), key=lambda row: order.get(row.pk, 0))
            serializer_class.links = links_of(model, chunk, closure.using)
            for record in serializer_class().serialize(rows):
                text = json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False)
                size += len(text.encode("utf-8", "surrogatepass")) + 2
                if size > most:
                    refuse("The fixture would be larger than {} MiB; choose fewer rows.".format(most >> 20))
                facts.tell_text("R", text)
                copy.write((",\n" if count else "\n") + text)
                count += 1
                if count % STEP == 0:
                    facts.tell("N", {"rows": count, "of": closure.total})
                    facts.flush()
    copy.write("\n]\n")
    facts.tell("N", {"rows": count, "of": closure.total})
    facts.flush()


def snapshot(using):
    """All reads see one state of the database, where the database can do that."""
    from django.db import connections, transaction

    connection = connections[using]
    block = transaction.atomic(using=using)
    block.__enter__()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    return types.SimpleNamespace(end=lambda: block.__exit__(None, None, None))


def export(options, facts, key):
    from django.db import DEFAULT_DB_ALIAS, Error, connections

    using = options["database"] or DEFAULT_DB_ALIAS
    if using not in connections.databases:
        refuse("There is no database {}; there are {}.".format(using, ", ".join(sorted(connections.databases))))
    anonymiser = Anonymiser(key, listed(options["keep"]))
    path = os.path.join(os.environ["HOME"], "fixture.json")
    try:
        connections[using].ensure_connection()
    except Error as error:
        refuse("The database {} cannot be reached: {}".format(using, str(error).strip()))
    try:
        reading = snapshot(using)
        closure = close_over(options, using)
        models, plan = describe(closure, anonymiser, using)
        facts.tell("P", plan)
        facts.flush()
        if options["plan"]:
            return
        with io.open(path, "w", encoding="utf-8", errors="surrogatepass") as copy:
            write_rows(models, closure, anonymiser, facts, copy, options["megabytes"] << 20)
        reading.end()
    except Error as error:
        refuse("The database {} did not answer: {} Are all migrations applied?".format(using, str(error).strip()))
    connections.close_all()
    load_elsewhere(path, using, facts)


def load_elsewhere(path, using, facts):
    """Loads the fixture into a fresh database, in a process of its own that knows no other."""
    sys.stderr.write("djdesk: {} loads the fixture into a scratch database\n".format(os.path.basename(sys.executable)))
    sys.stderr.flush()
    launcher = os.path.join(os.path.dirname(os.path.abspath(__file__)), "launcher.py")
    entry = "manage.py" if os.path.isfile(os.path.join(os.getcwd(), "manage.py")) else "settings"
    argv = [sys.executable, "-B", launcher, entry, os.getcwd(), "djdesk_load", "--fixture=" + path, "--database=" + using]
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, close_fds=True)
    told = [line.decode("utf-8", "replace") for line in process.stdout]
    process.wait()
    facts_of_check = [line[2:].strip() for line in told if line.startswith("C ")]
    if facts_of_check:
        facts.tell_text("C", facts_of_check[-1])
    else:
        message = "The check ended with exit code {} before it had an answer.".format(process.returncode)
        facts.tell("C", {"status": "failed", "made_by": None, "message": message, "models": []})
