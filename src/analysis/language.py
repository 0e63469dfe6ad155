"""The language of what readers read: English, as the templates stand in the code, or that of a catalogue (gettext).

A sentence is a whole template with named fields, which a translation can put in another order. The catalogues stand in
`locale`, a folder a language; what has no translation is shown in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import NotComparable, nearest

LANGUAGES = ("en", "ar")
LOCALE = Path(__file__).parent / "locale"
_RIGHT_TO_LEFT = ("ar",)
ISOLATES = "\u2066\u2068\u2069"  # around what has a direction of its own; they turn nothing round
_in_use = ["en"]


def language() -> str:
    """The code of the language in use."""
    return _in_use[-1]


def use_language(code: str) -> None:
    """Write sentences, tables and pictures in a language from now on.

    Parameters
    ----------
    code
        `en` or `ar`.

    Returns
    -------
    None
        It holds for this process, until it is said again.

    Raises
    ------
    NotComparable
        Another code.

    Examples
    --------
    >>> from analysis import compare, monthly_tolls, read_data
    >>> use_language("ar")
    >>> compare(monthly_tolls(read_data()), "2016-01").table.columns[0]
    'الطرف'
    >>> use_language("en")
    """
    if code not in LANGUAGES:
        raise NotComparable(f"unknown language {code!r}: {nearest(code, LANGUAGES)}")
    _in_use[-1] = code


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in a language within a block. Raises NotComparable."""
    _in_use.append(language())
    try:
        use_language(code)
        yield
    finally:
        _in_use.pop()


def not_reviewed() -> list[str]:
    """What a page in a translation says of it; nothing of English."""
    if language() == "en":
        return []
    return [say("This translation has not yet been reviewed by a native speaker.")]


def direction(code: str | None = None) -> str:
    """The direction of a language's writing (that in use): `ltr` or `rtl`."""
    return "rtl" if (code or language()) in _RIGHT_TO_LEFT else "ltr"


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The sentences of a language."""
    return gettext.translation("analysis", LOCALE, [code])


def sayable(template: str) -> str:
    """Mark a template that stands in a table of templates, to be said later."""
    return template


def sayable_count(one: str, several: str) -> tuple[str, str]:
    """Mark the templates of a number, to be said later."""
    return one, several


def say(template: str, /, **fields: object) -> str:
    """Write a template in the language in use, with its fields.

    Examples
    --------
    >>> say("{count} of {total}", count="94", total="679")
    '94 of 679'
    """
    return _filled(template if language() == "en" else catalogue(language()).gettext(template), fields)


def say_as(context: str, template: str, /, **fields: object) -> str:
    """The same, where a translation needs to know more than the words say: how they stand in the sentence."""
    return _filled(template if language() == "en" else catalogue(language()).pgettext(context, template), fields)


def say_count(one: str, several: str, count: int, /, **fields: object) -> str:
    """The same in the form that a number takes, of which a translation may have others (Arabic has six).

    Examples
    --------
    >>> say_count("{number} month", "{number} months", 2, number="2")
    '2 months'
    """
    if language() == "en":
        return _filled(one if count == 1 else several, fields)
    return _filled(catalogue(language()).ngettext(one, several, count), fields)


def isolated(text: str) -> str:
    """Text whose direction is its own, whatever stands beside it; as it is in a language from left to right.

    Examples
    --------
    >>> isolated("24.6%")
    '24.6%'
    """
    return f"\u2066{text}\u2069" if text and direction() == "rtl" else text


def _filled(template: str, fields: dict[str, object]) -> str:
    """A template with its fields; without any it may be a word of the data, whose marks mean nothing."""
    return template.format(**{name: apart(value) for name, value in fields.items()}) if fields else template


def apart(value: Any) -> Any:
    """A text that begins in Latin letters, or is a month in digits, apart from letters that run the other way.

    Examples
    --------
    >>> apart("SNHR")
    'SNHR'
    """
    if direction() == "ltr" or not isinstance(value, str) or value[:1] in ISOLATES:
        return value
    first = next(filter(str.isalpha, value), "")
    if not first and "-" in value:  # of 2016-01 the parts would change places
        return isolated(value)
    return f"\u2068{value}\u2069" if first and first < "\u0590" else value
