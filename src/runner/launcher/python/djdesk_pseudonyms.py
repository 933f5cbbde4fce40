"""Invented values in place of real ones: the same for the same value under the same key, and of the same shape."""

import hashlib
import hmac
import unicodedata

FIRST_NAMES = "Ada Bela Cleo Dora Edda Finn Gwen Hugo Iris Jonas Kira Liam Mara Nils Olga Piet Rosa Sven Tara Ugo Vera Wim Xenia Yara Zeno".split()
LAST_NAMES = "Ash Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Kelp Larch Maple Nettle Oak Pine Quince Rowan Sedge Thorn Ulmus Vetch Willow Yew".split()
PLACES = "Northport Eastmill Southwick Westbrook Oldbridge Newfield Highmoor Lowdale Longford Fairhaven Greywater Stonegate".split()
WORDS = "amber basin cloud drift ember field grain harbour inlet jetty kettle ladder meadow nickel orchard pebble quarry river saddle timber umbra valley willow yarrow".split()
TOKEN = "abcdefghijklmnopqrstuvwxyz234567"


class Stream(object):
    """Numbers that follow from a key, a kind and a value, and from nothing else."""

    def __init__(self, key, *parts):
        self.key = key
        self.seed = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        self.block, self.count = b"", 0

    def byte(self):
        if not self.block:
            self.block = hmac.new(self.key, self.seed + b"\x1f" + str(self.count).encode(), hashlib.sha256).digest()
            self.count += 1
        first, self.block = self.block[0], self.block[1:]
        return first

    def below(self, most):
        return ((self.byte() << 16) + (self.byte() << 8) + self.byte()) % most

    def one_of(self, values):
        return values[self.below(len(values))]

    def token(self, length=12):
        return "".join(self.one_of(TOKEN) for _ in range(length))


def scramble(stream, text):
    """Letters become letters of the same case, digits digits; the rest stays."""
    letters = "abcdefghijklmnopqrstuvwxyz"

    def other(character):
        group = unicodedata.category(character)
        if group == "Nd":
            return stream.one_of("0123456789")
        if group == "Lu":
            return stream.one_of(letters).upper()
        return stream.one_of(letters) if group[0] in "LM" else character

    return "".join(other(character) for character in text)


def words(stream, text):
    """About as long as the text, never longer."""
    made = []
    left = len(text)
    while left > 0:
        word = stream.one_of(WORDS)[:left]
        made.append(word)
        left -= len(word) + 1
    return " ".join(made)


def email(stream, text, room):
    domain = "@example.invalid" if room >= 30 else "@e.invalid"
    return "user-" [: max(0, min(5, room - len(domain) - 8))] + stream.token(min(12, max(1, room - len(domain) - 5))) + domain


def person(stream, text, name):
    if "first" in name or "given" in name or "middle" in name or "nick" in name:
        return stream.one_of(FIRST_NAMES)
    if "last" in name or "family" in name or "surname" in name or "maiden" in name:
        return stream.one_of(LAST_NAMES)
    if "user" in name or "login" in name:
        return "user_" + stream.token()
    return stream.one_of(FIRST_NAMES) + " " + stream.one_of(LAST_NAMES)


def address(stream, text, name):
    if "city" in name or "town" in name or "place" in name:
        return stream.one_of(PLACES)
    if not any(character.isspace() for character in text):
        return scramble(stream, text)
    return "{} {} Street".format(1 + stream.below(199), stream.one_of(LAST_NAMES))


def network_address(stream, text):
    if ":" in text:
        return "2001:db8::{:x}:{:x}".format(stream.below(65536), stream.below(65536))
    return "192.0.2.{}".format(1 + stream.below(254))


def file_name(stream, text):
    ending = text.rpartition(".")[2]
    return stream.token() + ("." + ending.lower() if "." in text and ending.isalnum() and len(ending) <= 5 else "")


def number(stream, value):
    """As many digits, another number."""
    digits = str(abs(value))
    made = stream.one_of("123456789") + "".join(stream.one_of("0123456789") for _ in digits[1:])
    return int(made) if value >= 0 else -int(made)
