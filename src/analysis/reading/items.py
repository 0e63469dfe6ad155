"""A text as items: counts with what they count, parties, events, months and the words between, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from analysis.reading.counts import count_at
from analysis.reading.dates import dated
from analysis.reading.item import Item
from analysis.reading.lexicon import Lexicon
from analysis.reading.numerals import digits, spelled_out
from analysis.reading.tokens import Token
from analysis.reading.verb_last import verb_first

_ENDS = {".", "!", "?", "\N{ARABIC QUESTION MARK}", "\N{HORIZONTAL ELLIPSIS}", "\N{LINE SEPARATOR}"}
_LONGEST = 400  # items of a sentence
_MARKS = 2  # digits of a number in front of a line of a list
_SHORT = 4  # letters of a month that is cut
_CAPITALS = ("en", "fr")  # languages that write names with a capital, and nouns without
_MANY = 10  # one in ten; no day or year


def sentences(text: Sequence[Token], lexicon: Lexicon) -> Iterator[list[Item]]:
    """The items of each sentence; one ends with its full stop or with its line, and is no longer than people write."""
    sentence: list[Item] = []
    for item in _items(text, lexicon):
        if len(sentence) == _LONGEST:
            yield _counted(sentence, lexicon)
            sentence = []
        if item.kind == "line" or (item.kind == "mark" and item.value == "end"):
            if sentence and item.kind == "mark":
                sentence.append(replace(item, kind="stop"))
            if sentence:
                yield _counted(sentence, lexicon)
            sentence = []
            if item.kind == "line":
                yield []
        else:
            sentence.append(item)
    if sentence:
        yield _counted(sentence, lexicon)


def _items(text: Sequence[Token], lexicon: Lexicon) -> Iterator[Item]:
    place = 0
    while place < len(text):
        token = text[place]
        length, item = 1, Item(token.kind, token.text, token.start, token.end, token.text, token.joined)
        if lexicon.language in _CAPITALS and token.written[:1].isupper():
            item = replace(item, is_name=True)
        if token.kind == "number":
            length, value = digits(text, place, lexicon)
            item = replace(item, kind="number", value=value, end=text[place + length - 1].end)
        elif token.kind == "mark":
            if token.text in _ENDS and _is_end(text, place, lexicon):
                item = replace(item, value="end")
            elif found := lexicon.at(text, place):
                length = found[0]
                item = replace(item, kind=found[1].kind, value=found[1].value, end=text[place + length - 1].end)
        elif token.kind == "word":
            spelled = spelled_out(text, place, lexicon)
            found = lexicon.at(text, place)
            is_marker = (
                place + 1 < len(text) and text[place + 1].text == ":" and (place == 0 or text[place - 1].kind == "line")
            )
            if spelled and not is_marker and (not found or spelled[0] >= found[0]):
                length = spelled[0]
                item = replace(item, kind="number", value=spelled[1], end=text[place + length - 1].end, text="word")
            elif found:
                length = found[0]
                item = replace(item, kind=found[1].kind, value=found[1].value, end=text[place + length - 1].end)
                if item.kind == "nouns" and item.value in ("deaths", "civilian_deaths"):
                    noun = "persons" if item.value == "deaths" else "civilians"
                    item = replace(item, value=noun, dead=True)
        yield item
        place += length


def _is_end(text: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Whether a full stop ends a sentence: not that of `U.S.`, of `Jan. 2016` or of an address."""
    if text[place].text == "\N{LINE SEPARATOR}":
        return True
    before = text[place - 1] if place else None
    after = text[place + 1] if place + 1 < len(text) else None
    if after is not None and after.kind != "line" and after.start == text[place].end and after.kind != "mark":
        return False
    if before is not None and before.kind == "number" and (place == 1 or text[place - 2].kind == "line"):
        return len(before.text) > _MARKS or after is None or after.kind == "line"  # 1. Government forces: 498
    if before is None or before.kind != "word" or text[place].text != ".":
        return True
    is_month = len(before.text) <= _SHORT and before.text in lexicon.words.get("months", {})
    return not (len(before.text) == 1 or (is_month and after is not None and after.kind == "number"))


def _counted(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Make counts of numbers: with their limit, their unit, the other end of a range and what they count."""
    items = _single(dated(_enclosed(items), lexicon.words), lexicon)
    found: list[Item] = []
    place = 0
    while place < len(items):
        item = items[place]
        if item.kind == "duals":
            noun, number = item.value
            found.append(replace(item, kind="count", low=Decimal(number), high=Decimal(number), noun=noun))
        elif item.kind == "number" and place and items[place - 1].kind == "duals" and item.value == found[-1].low:
            pass  # two children, two of them, as Arabic says
        elif item.kind == "number":
            length, count = count_at(items, place)
            if found and found[-1].kind == "limits":
                count = replace(count, limit=found.pop().value)
            elif len(found) > 1 and found[-2].kind == "limits" and _is_soft(found[-1], lexicon):
                found.pop()
                count = replace(count, limit=found.pop().value)
            is_base = len(found) > 1 and found[-1].kind == "skip" and _before_skips(found) is not None
            if count.noun != "rate" and not is_base:
                found.append(count)
            elif is_base and (first := _before_skips(found)) is not None:  # half of the 1,382 civilians
                found[first] = replace(
                    found[first], noun=found[first].noun or count.noun, end=count.end, is_of_them=True
                )
            place += length
            continue
        else:
            if _is_attack_by(items, place, lexicon):
                found.append(Item("by", None, item.start, item.start))
            found.append(item)
        place += 1
    return verb_first(found) if lexicon.words.get("verb_last") else found


def _is_attack_by(items: Sequence[Item], place: int, lexicon: Lexicon) -> bool:
    """Whether a party is named by its attacks in which people were killed, as Arabic does: in one word with `by`."""
    item, before = items[place], items[place - 1] if place else None
    attack = next((one for one in lexicon.words["parties"]["weapons"] if item.text.endswith(one)), "")
    if item.kind != "party" or not attack or lexicon.language != "ar":
        return False
    return item.text.startswith("\N{ARABIC LETTER BEH}") or (before is not None and before.kind == "function")


def _before_skips(found: Sequence[Item]) -> int | None:
    """Where a count stands of which the next number is the whole: 94 of the 679, half of the 1,382."""
    at = len(found) - 1
    while at >= 0 and (found[at].kind == "skip" or found[at].text in ("(", ")") or _is_enclosed(found, at)):
        at -= 1
    return at if at >= 0 and found[at].kind == "count" and len(found) - 1 - at > 1 else None


def _is_enclosed(found: Sequence[Item], at: int) -> bool:
    """Whether it is a percentage in brackets: 679 (49 per cent) of the 1,382."""
    return found[at].percent and at > 0 and found[at - 1].text == "("


def _is_soft(item: Item, lexicon: Lexicon) -> bool:
    """Whether it may stand between a limit and its number: about a quarter."""
    return item.kind == "skip" or item.text in lexicon.words["articles"]


def _enclosed(items: list[Item]) -> list[Item]:
    """A semicolon in brackets ends no clause, and a number in `attributed ... to` is by whom it is attributed to."""
    found: list[Item] = []
    depth = 0
    given = any(item.kind == "attribute" or item.text == "attributed" for item in items)
    for place, item in enumerate(items):
        depth += {"(": 1, ")": -1}.get(item.text, 0)
        after = items[place + 1] if place + 1 < len(items) else None
        is_number = [one.kind for one in found[-1:]] == ["number"] and [one.text for one in found[-2:-1]] == ["("]
        if item.text == ")" and is_number and after is not None and after.kind in ("nouns", "things", "skip", "by"):
            found[-2:] = [found[-1]]  # (248) children
            continue
        if item.text == ";" and depth > 0:
            item = replace(item, value=",", text=",")
        elif item.kind == "to":
            item = replace(item, kind="by" if given else "function")
        found.append(item)
    return found


def _single(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """`A child` is one child, in Arabic a noun alone; `half` of them a share."""
    found: list[Item] = []
    is_skipped, is_share = -1, False
    for place, item in enumerate(items):
        if is_share and place <= is_skipped:
            continue  # in four
        if share := _one_in(items, place):
            found += [
                replace(item, kind="number", value=share),
                Item("percent", None, items[place + 2].end, items[place + 2].end),
            ]
            is_skipped, is_share = place + 2, True
            continue
        before, following = (items[n] if 0 <= n < len(items) else None for n in (place - 1, place + 1))
        is_article = item.text in lexicon.words["articles"] and following is not None and following.kind == "nouns"
        is_of_one = is_article and len(found) > 0 and found[-1].kind in ("number", "among")
        if is_of_one and any(one.kind == "number" for one in found[-2:]):
            found.append(replace(item, kind="skip"))  # one of them a woman, one a child
        elif is_article and is_share:
            continue  # one in four was a child
        elif is_article and following is not None and following.value in ("children", "women", "civilians", "persons"):
            found.append(replace(item, kind="number", value=Decimal(1)))
        elif item.kind == "fractions" and following is not None and following.text == ":":
            found.append(replace(item, kind="word"))  # third: the armed opposition
        elif item.kind == "fractions" and (whole := _thousands(items, place)):
            found.append(replace(item, kind="number", value=round(whole * item.value[0] / item.value[1])))
            is_skipped = place + 1
        elif place == is_skipped and item.text in ("of", *lexicon.words["articles"]):
            is_skipped += 1  # of a
        elif place == is_skipped:
            is_skipped = -1  # million
        elif item.kind == "fractions":
            share = Decimal(100 * item.value[0]) / item.value[1]
            found.append(replace(item, kind="number", value=round(share, 1) if share % 1 else share))
            found.append(Item("percent", None, item.end, item.end))
        elif item.kind == "single" and (
            (before is not None and before.kind == "among") or (item.joined and found and found[-1].kind == "duals")
        ):
            found.append(replace(item, kind="duals", value=(item.value, 1)))
        elif item.kind == "single":
            found.append(replace(item, kind="nouns"))
        else:
            found.append(item)
    return found


def _one_in(items: Sequence[Item], place: int) -> Decimal | None:
    """The percentage that begins here as one in four."""
    three = items[place : place + 3]
    if [one.kind for one in three] != ["number", "function", "number"] or three[1].text != "in":
        return None
    few, many = three[0].value, three[2].value
    share = 100 * Decimal(few) / Decimal(many) if 0 < few < many <= _MANY else Decimal(0)
    return (round(share, 1) if share % 1 else share) or None


def _thousands(items: list[Item], place: int) -> int:
    """The thousand or million that a fraction is of: a quarter of a million; 0: of none."""
    following = [item for item in items[place + 1 : place + 4] if item.kind != "skip"][:2]
    at = next((item for item in following if item.kind == "number"), None)
    return int(at.value) if at is not None and at.text == "word" and at.value in (1000, 1_000_000) else 0
