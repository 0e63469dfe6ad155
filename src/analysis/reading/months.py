"""Months as people type them."""

from __future__ import annotations

import re

from analysis.errors import is_month
from analysis.reading.lexicon import LANGUAGES, words
from analysis.reading.tokens import plain, tokens

_NUMBERS = re.compile(r"(?P<year>20[0-9]{2})[-/.](?P<month>[0-9]{1,2})|(?P<first>[0-9]{1,2})[-/.](?P<then>20[0-9]{2})")
_YEAR = re.compile("20[0-9]{2}")


def typed_month(text: str) -> str:
    """A month as YYYY-MM, where that is how it can be read; any other text as it is.

    Examples
    --------
    >>> [typed_month(text) for text in ("2016-1", "Jan 2016", "01/2016", "كانون الثاني 2016", "2016-13", "all")]
    ['2016-01', '2016-01', '2016-01', '2016-01', '2016-13', 'all']
    """
    if is_month(text):
        return text
    if found := _NUMBERS.fullmatch(plain(text)[0]):
        year, month = found["year"] or found["then"], int(found["month"] or found["first"])
        return f"{year}-{month:02d}" if is_month(f"{year}-{month:02d}") else text
    said = [token.text for token in tokens(text) if token.text not in (",", "/")]
    years = [one for one in said if _YEAR.fullmatch(one)]
    name = " ".join(one for one in said if one not in years)
    if len(years) == 1:
        for language in LANGUAGES:
            for phrase, number in words(language)["months"].items():
                if plain(phrase)[0] == name:
                    return f"{years[0]}-{number:02d}"
    return text
