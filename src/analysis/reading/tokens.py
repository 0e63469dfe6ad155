"""A text as words, numbers and marks with their places: without case, accents, vowel signs, digits of any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_TATWEEL = "\N{ARABIC TATWEEL}"
_ALIKE = {
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{ARABIC PERCENT SIGN}": "%",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "\N{EM DASH}",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
}
_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,3}(?:[,.'\u066c][0-9]{3})+(?![0-9])|[0-9]+[.,][0-9]{1,2}(?![0-9])|[0-9]+)(?![a-z])"
    r"|(?P<mixed>[0-9]+[a-z][0-9a-z]*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<line>\n)"
    r"|(?P<leader>\.{3,}(?= *[0-9][0-9.,]* *(?:[(\n]|$)))"  # ISIS ...... 86 (children 12)
    r"|(?P<stop>\u2028)"  # ends a sentence within a line: an item of a list in a list
    r"|(?P<mark>[^\w\s])"
)
_QUOTES = '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}«»'  # no token
_ARTICLE = 4  # letters of an Arabic word, with its article, above which it may stand without
_SPACED = re.compile(r"(?<![0-9])([0-9]{1,3})((?:[ \u00a0\u202f][0-9]{3})+)(?![0-9])")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a mark or the end of a line: its plain text, and where it stands in the text as it was given.

    `forms` are what the word may be without what its language writes in front of it in one: `and`, `by`, `to`.
    `joined` says whether the first of these is an `and`.
    """

    text: str
    start: int
    end: int
    kind: str
    number: Decimal | None = None
    written: str = ""
    forms: tuple[str, ...] = ()
    joined: bool = False

    @property
    def is_possessive(self) -> bool:
        """Whether it ends as regime's does, or DEAŞ'ın."""
        return "'" in self.text and self.kind == "word"


def plain(text: str) -> tuple[str, list[int]]:
    """A text in plain form, and for each of its characters where it stands in the text.

    Examples
    --------
    >>> plain("Dàesh")[0], plain("٩٤ طفلاً")[0]
    ('daesh', '94 طفلا')
    """
    characters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign < "\x80":
            characters.append(sign.lower())
            places.append(place)
            continue
        if unicodedata.decomposition(sign).startswith("<super>"):
            continue  # the number of a footnote
        for part in unicodedata.normalize("NFKD", _ALIKE.get(sign, sign)):
            if part == _TATWEEL or unicodedata.category(part) in ("Mn", "Cf"):
                continue
            digit = unicodedata.decimal(part, None)
            part = str(digit) if digit is not None else _ALIKE.get(part, part).lower()
            characters += part
            places += [place] * len(part)
    places.append(len(text))
    return "".join(characters), places


def tokens(text: str, language: str = "en") -> list[Token]:
    """The tokens of a text.

    Examples
    --------
    >>> [(one.text, one.number) for one in tokens("1,382 civilians") if one.kind != "mark"]
    [('1,382', Decimal('1382')), ('civilians', None)]
    """
    found, places = plain(text)
    found = _SPACED.sub(lambda match: match[1] + re.sub(r"\s", ",", match[2]), found)
    return list(_tokens(found, places, text, language))


def _tokens(found: str, places: list[int], text: str, language: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(found):
        kind = str(match.lastgroup).replace("mixed", "mark").replace("stop", "mark")
        start, end = places[match.start()], places[match.end() - 1] + 1
        while end < len(text) and unicodedata.category(text[end]) == "Mn":
            end += 1  # vowel signs of its last letter
        said = match[0]
        if kind == "number":
            yield Token(said, start, end, kind, _number(said), text[start:end])
        elif kind == "word":
            stem = said.partition("'")[0] if language == "tr" else said.removesuffix("'s")
            forms, joined = _prefixed(said) if language == "ar" else ((said, stem), False)
            yield Token(said, start, end, kind, None, text[start:end], forms, joined)
        elif kind == "leader":
            yield Token(":", start, end, "mark", None, text[start:end])
        elif said not in _QUOTES:
            yield Token("\n" if kind == "line" else said, start, end, kind, None, text[start:end])


def _number(said: str) -> Decimal:
    """The number that digits say: groups of three are thousands, what is left after a mark is a fraction."""
    parts = re.split(r"[,.'\u066c]", said)
    if len(parts) == 2 and len(parts[1]) != 3:
        return Decimal(".".join(parts))
    return Decimal("".join(parts))


def _prefixed(word: str) -> tuple[tuple[str, ...], bool]:
    """What an Arabic word may be without the particles written in one with it."""
    forms, joined = [word], False
    if len(word) > 2 and word[0] in "وف":
        forms.append(word[1:])
        joined = True
    for form in tuple(forms):
        if form.startswith("لل") and len(form) > 3:
            forms.append("ال" + form[2:])
        elif form[0] in "بلك" and len(form) > 3:
            forms.append(form[1:])
    forms += [form[2:] for form in forms if form.startswith("ال") and len(form) > _ARTICLE]
    return tuple(forms), joined
