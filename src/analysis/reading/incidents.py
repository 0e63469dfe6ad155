"""Which sentences tell of one attack, a day or some weeks: what they count is no toll of a month."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analysis.reading.tokens import Token


def is_incident(sentence: Sequence[Token], words: dict[str, Any], names_month: bool) -> bool:
    """Whether a sentence tells of one attack; or, where it names no month, of a day or of some days, weeks or months.

    The day on which something was said is none on which people were killed: the Observatory said on Monday.

    Examples
    --------
    >>> from analysis.reading.lexicon import words
    >>> from analysis.reading.tokens import tokens
    >>> texts = "A car bomb killed 20 people.", "Some 23 people died on Thursday.", "It said on Thursday that 23 died."
    >>> [is_incident(tokens(text), words("en"), False) for text in texts]
    [True, True, False]
    """
    if any(_is_in(token, words["incident"]) for token in sentence):
        return True
    numbers = words["numbers"]
    counted = (after for before, after in pairwise(sentence) if before.kind == "number" or before.text in numbers)
    if any(_is_in(token, words["short_spans"]) for token in counted):
        return True
    if names_month:
        return False
    is_part = any(_is_in(token, words.get("fractions", ())) for token in sentence)  # in the first half of the year
    if not is_part and any(_is_in(token, words["spans"]) for token in sentence):
        return True
    return any(
        _is_in(token, words["weekdays"]) and not _is_told(sentence, at, words) for at, token in enumerate(sentence)
    )


def names_day(sentence: Sequence[Token], words: dict[str, Any]) -> bool:
    """Whether a sentence names a day of the week: what it tells is of no month that was named before."""
    return any(_is_in(token, words["weekdays"]) for token in sentence)


def _is_in(token: Token, phrases: Sequence[str]) -> bool:
    return token.kind == "word" and not {token.text, *token.forms}.isdisjoint(phrases)


def _is_told(sentence: Sequence[Token], place: int, words: dict[str, Any]) -> bool:
    """Whether on this day something was said: such a verb stands before or after it, and no number between."""
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(sentence) and sentence[at].kind != "number" and not _is_in(sentence[at], words["numbers"]):
            if _is_in(sentence[at], words["told"]):
                return True
            at += step
    return False
