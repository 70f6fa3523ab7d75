"""How two texts are held to be the same: one way of folding, used wherever words are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Soft hyphens, zero-width and direction signs. Source: Unicode, Default_Ignorable_Code_Point; and empty Braille."""
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe31\ufe32\ufe58\ufe63\uff0d]")


def visible(text: str) -> str:
    """The text as it is seen: composed (NFC), on one line, single plain spaces, no invisible signs."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return " ".join(text.split())


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The text as it is compared: as it is seen, but without case, with one kind of dash and plain letters.

    Letters and digits in other shapes (ﬁ, Ｎ) are plain ones; raised and circled digits stay what they are, so that
    «3¹» with a note is not 31. Folding twice changes nothing.
    """
    seen = visible(text)
    if seen.isascii():
        return seen.casefold()
    plain = "".join(map(_plain, DASHES.sub("-", seen)))
    folded = unicodedata.normalize("NFC", plain).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def slug(text: str) -> str:
    """The text as an address, a file or a folder is called: «Møre og Romsdal» → «more-og-romsdal»."""
    plain = unicodedata.normalize("NFKD", fold(text).translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _plain(sign: str) -> str:
    """A sign without its compatibility form, where that is letters, or one sign for one."""
    plain = unicodedata.normalize("NFKC", sign)
    kind = unicodedata.category(sign)[0]
    return plain if kind in "LM" or sign.isdecimal() or (kind in "ZP" and len(plain) == 1) else sign
