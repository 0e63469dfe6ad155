"""A text as items: counts with what they count, parties, events, months and the words between, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from analysis.reading.dates import Item, dated
from analysis.reading.lexicon import Lexicon
from analysis.reading.tokens import Token

_ENDS = {".", "!", "?", "\N{ARABIC QUESTION MARK}", "\N{HORIZONTAL ELLIPSIS}"}
GROUPS = ("children", "women", "children_and_women")
_LONGEST = 400  # items of a sentence
_SKIPPED = 3  # words between a number and what it counts


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
        if token.kind == "number":
            length, value = _digits(text, place, lexicon)
            item = replace(item, kind="number", value=value, end=text[place + length - 1].end)
        elif token.kind == "mark":
            if token.text in _ENDS and _is_end(text, place):
                item = replace(item, value="end")
            elif found := lexicon.at(text, place):
                length = found[0]
                item = replace(item, kind=found[1].kind, value=found[1].value, end=text[place + length - 1].end)
        elif token.kind == "word":
            spelled = _spelled(text, place, lexicon)
            found = lexicon.at(text, place)
            if spelled and (not found or spelled[0] >= found[0]):
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


def _is_end(text: Sequence[Token], place: int) -> bool:
    """Whether a full stop ends a sentence: not that of `U.S.` or of an address."""
    before = text[place - 1] if place else None
    after = text[place + 1] if place + 1 < len(text) else None
    if after is not None and after.kind != "line" and after.start == text[place].end and after.kind != "mark":
        return False
    return not (before is not None and before.kind == "word" and len(before.text) == 1 and text[place].text == ".")


def _digits(text: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[int, Decimal]:
    number = text[place].number or Decimal(0)
    if place + 1 < len(text):
        for form in text[place + 1].forms or (text[place + 1].text,):
            if lexicon.words["numbers"].get(form, 0) >= 1000 and number < 1000:
                return 2, number * lexicon.words["numbers"][form]
    return 1, number


def _spelled(text: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[int, Decimal] | None:
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
    return (length, Decimal(total + current)) if length else None


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
        elif item.kind == "number":
            length, count = _count(items, place)
            if found and found[-1].kind == "limits":
                count = replace(count, limit=found.pop().value)
            elif len(found) > 1 and found[-2].kind == "limits" and _is_soft(found[-1], lexicon):
                found.pop()
                count = replace(count, limit=found.pop().value)
            if count.noun != "rate":
                found.append(count)
            place += length
            continue
        else:
            found.append(item)
        place += 1
    return found


def _is_soft(item: Item, lexicon: Lexicon) -> bool:
    """Whether it may stand between a limit and its number: about a quarter."""
    return item.kind == "skip" or item.text in lexicon.words["articles"]


def _enclosed(items: list[Item]) -> list[Item]:
    """A semicolon in brackets ends no clause, and a number in `attributed ... to` is by whom it is attributed to."""
    found, depth = [], 0
    given = any(item.kind == "attribute" or item.text == "attributed" for item in items)
    for item in items:
        depth += {"(": 1, ")": -1}.get(item.text, 0)
        if item.text == ";" and depth > 0:
            item = replace(item, value=",", text=",")
        elif item.kind == "to":
            item = replace(item, kind="by" if given else "function")
        found.append(item)
    return found


def _count(items: list[Item], place: int) -> tuple[int, Item]:
    item = items[place]
    low = high = item.value
    at = place + 1
    if at + 1 < len(items) and items[at].text in ("-", "to") and items[at + 1].kind == "number":
        if items[at + 1].value > low:
            high, at = items[at + 1].value, at + 2
    elif (
        place
        and items[place - 1].kind == "between"
        and at + 1 < len(items)
        and items[at].kind == "and"
        and items[at + 1].kind == "number"
        and items[at + 1].value > low
    ):
        high, at = items[at + 1].value, at + 2
    percent = at < len(items) and items[at].kind == "percent"
    at += percent
    limit = ""
    if at < len(items) and items[at].kind == "limits" and not percent and items[at].value == "at_least":
        limit, at = items[at].value, at + 1  # 94 at least
    noun, dead, among, after = None, False, False, at
    if at + 1 < len(items) and items[at].text == "more" and items[at + 1].kind in ("nouns", "skip"):
        after += 1  # four more civilians
    while after < len(items) and after - at <= _SKIPPED and items[after].kind in ("skip", "documents"):
        after += 1
    compound = [one.kind for one in items[at : at + 3]] == ["word", "mark", "word"] and items[at + 1].text == "-"
    if compound and items[at + 1].start == items[at].end:
        after = at + 3  # battle-related
    if after < len(items) and items[after].kind == "nouns":
        noun, at = items[after].value, after + 1
        dead = items[after].dead
        if noun == "civilians" and at < len(items) and items[at].kind == "nouns" and items[at].value == "persons":
            dead, at = items[at].dead, at + 1  # civilian deaths
    elif after < len(items) and items[after].kind == "things":
        noun, at = "things", after + 1
    elif at < len(items) and items[at].kind == "party":
        noun = "things"  # 302 rebels
    else:
        noun, among, at = _noun_after(items, at)
    if noun is None and place > 1 and items[place - 1].text == ":" and items[place - 2].kind == "nouns":
        noun = items[place - 2].value  # Civilians: 891
    if (at < len(items) and items[at].kind == "rates") or (place and items[place - 1].kind in ("rates", "ages")):
        noun = "rate"
    return at - place, replace(
        item,
        kind="count",
        among=among,
        low=low,
        high=high,
        noun=noun,
        limit=limit,
        percent=percent,
        end=items[at - 1].end,
        dead=dead,
    )


def _noun_after(items: list[Item], at: int) -> tuple[str | None, bool, int]:
    """What a number counts that stands further on, whether `of them` stands between, and where that ends."""
    after = at
    while after < len(items) and items[after].kind in ("skip", "function", "among") and after - at <= _SKIPPED:
        after += 1
    if after == len(items):
        return None, False, at
    found, among = items[after], any(one.kind == "among" for one in items[at:after])
    if found.kind == "nouns" and (found.value in GROUPS or (among and found.value != "fighters")):
        return str(found.value), among, after + 1  # 83 were children, 94 of them children
    if found.kind == "rates":
        return "rate", False, after + 1
    if found.kind == "party" and items[at].kind == "skip":
        return "things", False, after  # 214 of the rebels
    return None, False, at


def _single(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """`A child` is one child, in Arabic a noun alone; `half` of them a share."""
    found: list[Item] = []
    for place, item in enumerate(items):
        before, following = (items[n] if 0 <= n < len(items) else None for n in (place - 1, place + 1))
        is_article = item.text in lexicon.words["articles"] and following is not None and following.kind == "nouns"
        if is_article and following is not None and following.value in ("children", "women", "civilians", "persons"):
            found.append(replace(item, kind="number", value=Decimal(1)))
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
