"""Numbers in a text, in digits and in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from analysis.reading.lexicon import Lexicon
from analysis.reading.tokens import Token


def digits(text: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[int, Decimal]:
    """A number in digits that begins here: how many tokens it has, and which it is; `4 thousand` has two.

    So has Turkish `203'ü`, and `4 bin 759'u` has four.
    """
    number, length = text[place].number or Decimal(0), 1
    if place + 1 < len(text):
        for form in text[place + 1].forms or (text[place + 1].text,):
            if lexicon.words["numbers"].get(form, 0) >= 1000 and number < 1000:
                number, length = number * lexicon.words["numbers"][form], 2
                break
    return _mixed(text, place, length, number, lexicon)


def _mixed(text: Sequence[Token], place: int, length: int, number: Decimal, lexicon: Lexicon) -> tuple[int, Decimal]:
    """A number with the digits that follow its thousand, and with what Turkish hangs on it: bin 104'ü, 5 آلاف و208."""
    after = text[place + length] if place + length < len(text) else None
    is_thousand = text[place + length - 1].kind == "word" and number >= 1000
    if lexicon.language == "ar" and is_thousand and after is not None and after.text == "\N{ARABIC LETTER WAW}":
        rest = text[place + length + 1] if place + length + 1 < len(text) else None
        if rest is not None and rest.start == after.end and rest.number is not None and rest.number < 1000:
            return length + 2, number + rest.number  # 5 thousand and208
    if not lexicon.words.get("verb_last"):
        return length, number
    if is_thousand and after is not None and after.number is not None and after.number < 1000:
        number, length = number + after.number, length + 1
    ending = text[place + length : place + length + 2]
    if [one.kind for one in ending] == ["mark", "word"] and ending[0].text == "'":
        length += 2
    return length, number


def spelled_out(text: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[int, Decimal] | None:
    """A number in words that begins here: how many tokens it has, and which it is."""
    known, joiners = lexicon.words["numbers"], lexicon.words["joiners"]
    total, current, length, last = 0, 0, 0, 0
    at = place
    while at < len(text):
        token = text[at]
        step = 1
        if length and (token.text in joiners or (token.text == "-" and text[at - 1].end == token.start)):
            if at + 1 >= len(text):
                break
            step, token = 2, text[at + 1]
        value, joined = _value(token, known)
        if value is None or (length and joined and not token.joined):
            break
        is_joined = (joined and token.joined) or step == 2
        if length == 0:
            if joined and token.text not in known and at != place:
                break
            current = value
        elif value >= 1000 and current < 1000 and value != 2000:
            total, current = total + max(current, 1) * value, 0
        elif value == 100 and 0 < current < 10 and not is_joined:
            current *= 100
        elif _adds(current, value, last, is_joined, lexicon.language):
            current += value
        elif total and current == 0:
            current = value
        else:
            break
        last = value
        at += step
        length = at - place
    return _mixed(text, place, length, Decimal(total + current), lexicon) if length else None


def _value(token: Token, known: dict[str, int]) -> tuple[int | None, bool]:
    """What a word is worth as a number, and whether it was found without its `and`."""
    if token.kind != "word":
        return None, False
    if token.text in known:
        return known[token.text], False
    if token.joined and len(token.forms) > 1 and token.forms[1] in known:
        return known[token.forms[1]], True
    return None, False


def _adds(current: int, value: int, last: int, joined: bool, language: str) -> bool:
    """Whether a number word goes on with the number before it: ninety four, four-and-ninety, three ten."""
    if current == 0:
        return False
    if value < 10:
        return (current % 100 >= 20 and current % 10 == 0) or (current >= 100 and current % 100 == 0)
    if value < 100:
        if language == "ar" and 0 < current % 100 < 10:
            return joined or value == 10
        return current % 100 == 0
    return value < 1000 and current % 1000 == 0 and current >= 1000 and last >= 1000
