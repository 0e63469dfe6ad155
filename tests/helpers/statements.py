"""What generated sentences assert, read back: every number with whose it is, held against the truth of a world.

Tables of rules say what sentences mean: a pattern and what has to be true of it. A number that no pattern reads is an
error, so that no sentence can be reworded past its reader. Doubts say what pages publish, and are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any

import pandas as pd
from made_up import PARTIES
from truths import ACTORS, counted_in, judged, summed, true_line
from worlds import RESIDUAL, UNCLEAR, Said, World, codes_of, members

from analysis import exceeds, period, quote
from analysis.model.adding import TOTAL
from analysis.questions.audit.explanations import AtMost
from analysis.questions.audit.words import findings_sentence
from analysis.questions.claims.words import verdict_sentence
from analysis.questions.comparison.words import leader_sentence, states_sentence
from analysis.questions.shares.words import shares_sentences
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.tipping.words import tipping_sentences
from analysis.questions.trends.words import exceeds_sentences, period_sentence
from analysis.show.standing import completeness_sentence

if TYPE_CHECKING:
    from analysis.questions.comparison.numbers import Comparison
    from analysis.questions.trends.exceeds import Exceeding

N = "[0-9](?:[0-9,]*[0-9])?"
_ONE_END = f"(?:at least|at most|up to) {N}"
AMOUNT = f"(?:{_ONE_END}(?: \\({_ONE_END}\\))?|between {N} and {N}|{N} to {N}|{N}|none)"
PERCENT = r"(?:(?:at least|at most) )?[0-9.]+(?: ?%)?(?: to [0-9.]+)?(?: ?%)"
PARTY = "(?:North|South|Red|Blue|Bands|Unknown|unknown|All_Parties)"
PARTY_LIST = f"{PARTY}(?:(?:, | and |; and |; | or ){PARTY})*"
DEATHS = "(?:civilian deaths?|deaths? of (?:civilians and fighters|a civilian or fighter|a? ?(?:fighter|person)s?))"
WHO, AMOUNT_, N_ = f"(?P<who>{PARTY_LIST})", f"(?P<n>{AMOUNT})", f"(?P<n>{N})"
SAID = "(?:Watch|Echo) documented"
_NUMBER = "number (?:gathered here for a party for MONTH|published for a party)"
HIGHEST = f"The highest (?:{_NUMBER}|undisputed number for a party) is"
PART = "only deaths (?:by|in|due to) [^)]*"
FORMED = "(?: by (?:addition|subtraction)(?: and by subtraction)?)?"
USED = "(?P<used> that can be used)?"
UNCOUNTED = "deaths in no named party's number"
READ: Counter[str] = Counter()  # how many sentences of each kind were read


@dataclass
class About:
    """What a sentence is about."""

    world: World
    month: str
    population: str
    measure: str = "killed"
    comparison: Comparison | None = None
    who: str = ""  # the labels of the parties, joined by + or |

    def number(self, who: str, measure: str = "") -> int:
        """The true number of parties by their labels."""
        codes = "+".join(labels(who))
        return self.world.number(self.month, self.population, codes, measure or self.measure)

    @property
    def table(self) -> pd.DataFrame | None:
        """The month's comparison as it is published."""
        return None if self.comparison is None else self.comparison.frame

    @property
    def counted(self) -> int:
        """What the parties that count add up to in truth."""
        lines = [row for row in counted_in(self.table) if row.party != "unattributed"]
        return sum(true_line(self.world, self.month, self.population, row, self.table) for row in lines)

    @property
    def total(self) -> int:
        return self.world.number(self.month, self.population, TOTAL)

    @property
    def nobodys(self) -> int:
        return self.world.nobodys[self.month, self.population]["killed"]


Rule = tuple[str, Callable[[About, dict[str, str]], Any]]


def labels(text: str) -> list[str]:
    """The codes of the parties that a text names."""
    return [word.lower() for word in re.findall(PARTY, text)]


def ends(text: str) -> tuple[float, float]:
    """The least and the most that a text says: `at least 3`, `3 to 5`, `none`."""
    numbers = [int(n.replace(",", "")) for n in re.findall(N, text)]
    if "none" in text or not numbers:
        return 0, 0 if "none" in text else inf
    least = [int(n.replace(",", "")) for n in re.findall(f"at least ({N})", text)]
    most = [int(n.replace(",", "")) for n in re.findall(f"(?:at most|up to) ({N})", text)]
    if least or most:
        return max(least, default=0), min(most, default=inf)
    return numbers[0], numbers[-1]


def holds(text: str, true: float) -> bool:
    """Whether a number is what a text says it is."""
    low, high = ends(text)
    return low <= true <= high


def is_share(text: str, k: int, n: int) -> bool:
    """Whether k of n is the percentage that a text says, as rounded."""
    if not n:
        return False
    numbers, true = [float(number) for number in re.findall("[0-9]+(?:[.][0-9]+)?", text)], 100 * k / n
    near = 0.5 * 10.0 ** -max(len(number.partition(".")[2]) for number in re.findall("[0-9.]+[0-9]|[0-9]", text)) + 1e-9
    low = -inf if "at most" in text else numbers[0]
    high = inf if "at least" in text else numbers[-1]
    return low - near <= true <= high + near


def read(kind: str, text: str, about: About, rules: list[Rule]) -> None:
    """Read a sentence by its rules: each must hold, and no number may be left over."""
    READ[kind] += 1
    rest = re.sub("(?:Doubt|Caution): [^\n]*", "", text)
    rest = re.sub(
        r"\((?:Watch|Echo)[^()]*https?:[^()]*(?:\([^()]*\)[^()]*)*\)|\(?https?://\S+|\nSources?: [^\n]*", "", rest
    )
    rest = re.sub(r"(?:January|February|March) 2020(?: \(without the deaths in Alpha\))?", "MONTH", rest)
    for pattern, check in rules:
        for match in re.finditer(pattern, rest):
            told = f"{about.month} {about.population}: {match[0]!r} is false, in {text!r}"
            assert check(about, match.groupdict()), told
        rest = re.sub(pattern, "~", rest)
    left = re.search("[0-9]", rest)
    assert not left, f"{about.month} {about.population}: no rule reads {rest!r}, in {text!r}"


# ---------------------------------------------------------------------------------------------------------------------
# the months


def _own(about: About, who: str, exact: bool = False) -> bool:
    """Whether a page publishes a toll of a party's own, alone."""
    return any(
        members(row) == labels(who)
        and row["population"] == about.population
        and not {"item", "subset", "area", *UNCLEAR}.intersection(codes_of(row))
        and (not exact or not {"minimum", "maximum", "without"}.intersection(codes_of(row)))
        and _toll(row, exact)
        for row in about.world.published(about.month)
    )


def _no_total(about: About, _: dict[str, Any]) -> bool:
    """Whether no total is published, or an adjudication sets it aside."""
    settled = ((row["month"], row["population"], row["party"]) for row in about.world.settled if row["value"] == "")
    return not _own(about, "All_Parties") or (about.month, about.population, "all_parties") in settled


def _toll(row: dict[str, Any], exact: bool) -> bool:
    """Whether a row publishes deaths: a number, or an end that says anything; at least 0 says nothing."""
    low, high = (row.get(name, "") for name in ("killed_min", "killed_max"))
    least = not {"minimum", "without"}.isdisjoint(codes_of(row))
    if exact or row.get("killed", "") != "":
        return row.get("killed", "") != "" and not (least and row["killed"] == 0)
    return high != "" or (low != "" and low > 0)


def _is_most(about: About, found: dict[str, str]) -> bool:
    """Each of the parties has what is said, and none of the parties named has more."""
    first = [about.number(one) for one in re.findall(PARTY, found["who"])]
    named = [about.number(one.title()) for one in about.world.named(about.month)]
    return all(holds(found["n"], one) for one in first) and min(first) >= max(named)


def _is_next(about: About, found: dict[str, str]) -> bool:
    second = [about.number(one) for one in re.findall(PARTY, found["who"])]
    first = about.table.loc[about.table["rank"] == 1, "party"]
    others = [one for one in about.world.named(about.month) if one not in {*first, *labels(found["who"])}]
    return all(holds(found["n"], one) for one in second) and all(
        min(second) >= about.number(one.title()) for one in others
    )


def _of_whom(about: About, found: dict[str, str]) -> bool:
    """Deaths of the residual class, of the total and their share of it."""
    true = about.number(found["who"]) if found["who"] != "unknown" or about.table is None else _unknown(about)
    right = holds(found["n"], true)
    right &= not found.get("total") or holds(found["total"], about.total)
    return right and (not found.get("share") or is_share(found["share"], true, about.total))


def _unknown(about: About) -> int:
    row = next(row for row in about.table.itertuples() if row.party == RESIDUAL)
    true = about.world.number(about.month, about.population, RESIDUAL)
    return summed(about.world, about.month, RESIDUAL) if row.basis == "summed" else true


def _rest(about: About, found: dict[str, str]) -> bool:
    """The deaths in no number; one of some causes may be of a party that the residual class holds."""
    nobodys = int(about.table["party"].eq("unattributed").any()) * about.nobodys
    held, lines = about.world.lumped[about.month, about.population], counted_in(about.table)
    twice = sum(
        true_line(about.world, about.month, about.population, row, about.table)
        for row in lines
        if row.basis == "items" and not held.keys().isdisjoint(row.party.split("+"))
    )
    twice *= any(RESIDUAL in row.party.split("+") and row.basis != "items" for row in lines)
    return holds(found["n"], about.total - about.counted - nobodys + twice)


def _nobody_above(about: About, _: dict[str, str]) -> bool:
    """Whether no party named has more than the one with the highest number."""
    top = about.comparison.highest
    named = [about.number(one.title()) for one in about.world.named(about.month, whole=False)]
    return about.number(top.party.title()) >= max(named)


def _among_residual(about: About, found: dict[str, str]) -> bool:
    """Whether rows of a page count the parties with the residual class."""
    rows = [row for row in about.world.published(about.month) if row["population"] == about.population]
    return set(labels(found["who"])) <= {party for row in rows if RESIDUAL in members(row) for party in members(row)}


LEADER: list[Rule] = [
    (f"more were attributed to {WHO} \\({AMOUNT_}{FORMED}(?: each)?\\) than to any other party named", _is_most),
    (f"of the parties named, the most were attributed to {WHO} \\({AMOUNT_}{FORMED}(?: each)?\\)", _is_most),
    (f"followed by {WHO} \\({AMOUNT_}{FORMED}(?: each)?\\)", _is_next),
    (
        f"Of the (?P<total>{N}) {DEATHS} {SAID} in MONTH, {AMOUNT_}{FORMED} (?:were|was) attributed to {WHO}(?:"
        f" \\((?P<share>{PERCENT}) of the total\\))?",
        _of_whom,
    ),
    (f"Of the {DEATHS} {SAID} in MONTH, {AMOUNT_}{FORMED} (?:were|was) attributed to {WHO}", _of_whom),
    (
        f"(?:A further|In addition,) {AMOUNT_}{FORMED} (?:were|was) attributed to {WHO}"
        f"(?: \\((?P<share>{PERCENT}) of the total\\))?",
        _of_whom,
    ),
    (f"One page counts the deaths attributed to {WHO} among these", _among_residual),
    (
        f"the most {DEATHS} in MONTH were attributed to {WHO}: {AMOUNT_}, {PART}\\.",
        lambda a, f: ends(f["n"])[0] <= a.number(f["who"]) and _nobody_above(a, f),
    ),
    (
        f"(?:The largest part published is|Watch published) {AMOUNT_} \\({PART}\\),? "
        f"(?:attributed to|for) {WHO}(?: together)?",
        lambda a, f: ends(f["n"])[0] <= a.number(f["who"]),
    ),
    (
        f"the largest {AMOUNT_} {DEATHS} (?:by|in|due to) [a-z ]+, attributed to {WHO}(?: together)?",
        lambda a, f: ends(f["n"])[0] <= a.number(f["who"]),
    ),
    (
        f"(?:by party, |; |, | and ){AMOUNT_} (?:attributed )?to {WHO}",
        lambda a, f: ends(f["n"])[0] <= a.number(f["who"]),
    ),
    (
        f"(?:Watch|Echo) published {AMOUNT_} {DEATHS} for MONTH and no toll by party{USED} in the pages gathered here",
        lambda a, f: holds(f["n"], a.total) and (f["used"] or not any(_own(a, one.title()) for one in ACTORS)),
    ),
    (f"(?:Watch|Echo) published {AMOUNT_} for {WHO} together", lambda a, f: holds(f["n"], a.number(f["who"]))),
    (f"{HIGHEST} {AMOUNT_}{FORMED}(?: {DEATHS})?, attributed to {WHO}", lambda a, f: holds(f["n"], a.number(f["who"]))),
    (
        f"the parties add up to {AMOUNT_}, more than the published total of (?P<total>{N}), so",
        lambda a, f: ends(f["n"])[0] > ends(f["total"])[1],
    ),
    (
        f"(?P<who>{PARTY}) \\((?P<n>{AMOUNT}(?:, {AMOUNT})?)(?:, no upper bound)?\\)",
        lambda a, f: holds(f["n"], a.number(f["who"])),
    ),
    ("No other party named can have more, but no exact full count of it is gathered here", _nobody_above),
    (f"(?P<n>up to {N}) deaths? (?:is|are) in none of the parties' numbers", _rest),
    (
        f"No page gathered here publishes a full count of {DEATHS} for a single party for MONTH{USED}",
        lambda a, f: f["used"] or not any(_own(a, party.title()) for party in ACTORS),
    ),
]


def _adds_up(about: About, found: dict[str, str]) -> bool:
    return holds(found["n"], about.counted) and (not found.get("total") or holds(found["total"], about.total))


def _no_party(about: About, found: dict[str, str]) -> bool:
    none = found["used"] or not any(_own(about, one.title()) for one in PARTIES if one != TOTAL)
    return holds(found["n"], about.total) and none


COMPLETENESS: list[Rule] = [
    (f"add up to {AMOUNT_} of the (?:published|list.s) total of (?P<total>{AMOUNT}) {DEATHS}", _adds_up),
    (f"add up to {AMOUNT_} {DEATHS}", _adds_up),
    (f"{N_} (?:is|are) attributed to nobody", lambda a, f: holds(f["n"], a.nobodys)),
    (f"the other {N_} (?:is|are) in none of these numbers", _rest),
    (f"the (?:published|list.s) total is {AMOUNT_}", lambda a, f: holds(f["n"], a.total)),
    (
        f"{N_} more than the (?:published|list.s) total of (?P<total>{AMOUNT})",
        lambda a, f: holds(f["n"], a.counted - a.total) and holds(f["total"], a.total),
    ),
    (
        f"publish a total, {AMOUNT_} {DEATHS}, and no full count of {DEATHS} by party{USED}",
        _no_party,
    ),
    (f"Only one party has a number: {AMOUNT_} {DEATHS}", _adds_up),
    (f"By what else is published it is {AMOUNT_}", lambda a, f: holds(f["n"], a.total)),
    (", the (?:published|list.s) total(?: used here)?", lambda a, f: a.counted == a.total),
    (f"together the total of {AMOUNT_}", lambda a, f: holds(f["n"], a.total) and a.counted + a.nobodys == a.total),
    (f"no total of {DEATHS} that can be used is gathered here", _no_total),
    ("the total is undecided", lambda a, f: _own(a, "All_Parties")),
]

STATES: list[Rule] = [
    (
        f"There is only a range, or an end of one, for (?:(?P<alone>{PARTY_LIST}); and )?"
        f"(?P<who>{PARTY}(?: and {PARTY})+), together",
        lambda a, f: _own(a, f["who"]) and all(_own(a, one) for one in re.findall(PARTY, f["alone"] or "")),
    ),
    (
        f"There is only a range, or an end of one, for {WHO}",
        lambda a, f: all(_own(a, one) for one in re.findall(PARTY, f["who"])),
    ),
    (
        f"The other parties reach a number that includes them, so no deaths remain for {WHO}",
        lambda a, f: a.number(f["who"]) == 0,
    ),
    (
        f"No page gathered here publishes a full count of {DEATHS} for {WHO}(?: \\((?:each )?{AMOUNT_}\\))?",
        lambda a, f: all(
            not _own(a, one) and (not f["n"] or holds(f["n"], a.number(one))) for one in re.findall(PARTY, f["who"])
        ),
    ),
    (
        f"Pages disagree and nothing decides between them for {WHO}",
        lambda a, f: bool(a.world.misprints or a.world.settled or a.world.kind.ends),
    ),
    (
        f"No page gathered here gives a number by (?:Watch|Echo) for {WHO} in this month",
        lambda a, f: a.world.named(a.month).isdisjoint(labels(f["who"])),
    ),
    (
        "There is a number for every party that can appear in this month",
        lambda a, f: {row.party for row in a.table.itertuples() if row.state in ("reported", "range")}.issuperset(
            p for p in (*ACTORS, RESIDUAL) if a.world.can_appear(p, a.month)
        ),
    ),
]


# ---------------------------------------------------------------------------------------------------------------------
# shares, quotes, verdicts


def _group(measure: str) -> Callable[[About, dict[str, str]], bool]:
    return lambda about, found: holds(found["n"], about.number(about.who, measure))


def _share_of(about: About, found: dict[str, str]) -> bool:
    who = about.who
    both = about.number(who, "children") + about.number(who, "women")
    right = holds(found["k"], both) and holds(found["n"], about.number(who, "killed"))
    return right and is_share(found["share"], both, about.number(who, "killed"))


def _share_alone(about: About, found: dict[str, str]) -> bool:
    true = about.number(about.who, "children" if found["what"].startswith("child") else "women")
    right = (
        holds(found["k"], true) and holds(found["n"], true) and holds(found["of"], about.number(about.who, "killed"))
    )
    return right and is_share(found["share"], true, about.number(about.who, "killed"))


AMONG: list[Rule] = [
    (
        f"{AMOUNT_} (?P<what>child|children|woman|women), (?P<share>{PERCENT}) "
        f"\\((?P<k>{AMOUNT}) of (?P<of>{AMOUNT})\\)",
        _share_alone,
    ),
    (f"Among the {AMOUNT_} {DEATHS} (?:attributed to {PARTY_LIST}|[a-z]+ in all)", _group("killed")),
    (f"together (?P<share>{PERCENT}) \\((?P<k>{AMOUNT}) of {AMOUNT_}\\)", _share_of),
    (f"{AMOUNT_} (?:children|child)", _group("children")),
    (f"{AMOUNT_} (?:women|woman)", _group("women")),
]


WITHOUT: list[Rule] = [
    (f"{WHO} \\({AMOUNT_}\\)", lambda a, f: holds(f["n"], a.number(f["who"]))),
    (f"all parties together \\({AMOUNT_}\\)", lambda a, f: holds(f["n"], a.total)),
]


def _nothing_own(about: About, found: dict[str, str]) -> bool:
    return not _own(about, about.who.title())


def _some_of(measure: str) -> Callable[[About, dict[str, str]], bool]:
    """Of some causes: no more than the party has."""
    return lambda about, found: ends(found["n"])[0] <= about.number(about.who, measure)


TOGETHER: list[Rule] = [
    (
        f"published together: {WHO}, {AMOUNT_} \\(only deaths by [^)]*\\)",
        lambda a, f: ends(f["n"])[0] <= a.number(f["who"]),
    ),
    (f"published together: {WHO}, {AMOUNT_}", lambda a, f: holds(f["n"], a.number(f["who"]))),
]
QUOTE: list[Rule] = [
    (f"documented {AMOUNT_} {DEATHS}(?: attributed to {PARTY_LIST})? in MONTH", _group("killed")),
    (f"{AMOUNT_} (?:children|child)", _group("children")),
    (f"{AMOUNT_} (?:women|woman)", _group("women")),
    (f"published that no {DEATHS}", lambda a, f: a.number(a.who) == 0),
    ("none, by subtraction from a number that includes them", lambda a, f: a.number(a.who) == 0),
    ("no full count gathered here", _nothing_own),
    (f"{AMOUNT_} by what else is published", _group("killed")),
    *TOGETHER,
    (
        "pages publish different numbers: [^.]*|"
        "[0-9, and]+ (?:is|are) (?:also published;|published, but not used:) [^.;]*",
        lambda a, f: True,
    ),
]


QUOTE_OF_CAUSES: list[Rule] = [
    (f"documented {AMOUNT_} {DEATHS} by [a-z ]+ attributed to {PARTY_LIST} in MONTH", _some_of("killed")),
    (f"{AMOUNT_} (?:children|child)", _some_of("children")),
    *TOGETHER,
]


def _comparison(about: About, found: dict[str, str]) -> bool:
    one, other = about.number(found["left"]), about.number(found["right"])
    return all(holds(said, true) or "unknown number" in said for said, true in ((found["a"], one), (found["b"], other)))


def _times(about: About, found: dict[str, str]) -> bool:
    high, low = sorted((about.number(one) for one in about.who.split("|")), reverse=True)
    first = about.number(found["who"]) == high
    return first and abs(float(found["n"]) - high / low) <= 0.005 + 1e-9


def _rate(about: About, found: dict[str, str]) -> bool:
    one, other = sorted(about.number(one) for one in about.who.split("|"))
    return is_share(found["share"], one, other)


def _of_the_rest(about: About, found: dict[str, str]) -> bool:
    """So many deaths that nobody is named for reverse an order, and one fewer does not."""
    high, low = sorted((about.number(one) for one in about.who.split("|")), reverse=True)
    return low + ends(found["n"])[0] > high >= low + ends(found["n"])[0] - 1


def _moved(about: About, found: dict[str, str]) -> bool:
    high, low = sorted((about.number(one) for one in about.who.split("|")), reverse=True)
    moved = ends(found["n"])[0]
    return holds(found["of"], high) and high - moved < low + moved and high - moved + 1 >= low + moved - 1


END = f"(?:{AMOUNT}(?:, with no upper bound,)?(?: \\([^()]*\\))?|an unknown number)"
VERDICT: list[Rule] = [
    (
        f"(?P<a>{END}) (?:is|are) attributed to (?P<left>{PARTY_LIST}) and (?P<b>{END}) to (?P<right>{PARTY_LIST})",
        _comparison,
    ),
    (f"(?P<n>[0-9.]+) times as many for (?P<who>{PARTY})", _times),
    (f"documented at less than about (?P<share>{PERCENT}) of the rate", _rate),
    (f"if {N_} of the (?P<of>{N}) should have been attributed to {PARTY}", _moved),
    (f"if {N_} of the {UNCOUNTED} were caused by {PARTY}", _of_the_rest),
    (
        f"published two numbers of [^:]*: {N} for the month, and {N_} [^.;]*a part of it",
        lambda a, f: ends(f["n"])[0] <= a.number(a.who, a.measure),
    ),
    (f"so (?P<n>at least {N})", lambda a, f: holds(f["n"], a.number(a.who, a.measure))),
    (f"documented the deaths of {AMOUNT_} (?:children|child)", _group("children")),
    (f"documented the deaths of {AMOUNT_} (?:women|woman)", _group("women")),
    (f"documented {AMOUNT_} (?:deaths|death) by torture", _group("torture")),
    (f"documented {AMOUNT_} {DEATHS}", _group("killed")),
    (f"by what else is published it is {AMOUNT_}", lambda a, f: holds(f["n"], a.number(a.who, a.measure))),
    (
        f"by what else is published the number of [^.]*? is {AMOUNT_}",
        lambda a, f: holds(f["n"], a.number(a.who, a.measure)),
    ),
    (f"{N} is the number (?:published for|of) [^.;]*", lambda a, f: True),  # where it may come from
    (r"(?:, not|which is|rules out|that is) (?:[a-z]+ ){0,2}[0-9][0-9,.]*", lambda a, f: True),
    (r"(?:page|Published on the outlet's own page alone)(?: publishes)?:? [^.;]*", lambda a, f: True),
]


# ---------------------------------------------------------------------------------------------------------------------
# what would reverse an order


def _above(about: About, found: dict[str, str]) -> bool:
    return holds(found["a"], about.number(found["second"])) and holds(found["b"], about.number(found["first"]))


def _alike(about: About, found: dict[str, str]) -> bool:
    return about.number(found["first"]) == about.number(found["second"]) and _above(about, found)


def _pair(about: About) -> tuple[int, int, int]:
    row = tipping_points(about.comparison).frame.iloc[0]
    high, low = about.number(row["leader"].title()), about.number(row["party"].title())
    return high, low, 0 if pd.isna(row["residual"]) else int(row["residual"])


def _reverses(about: About, found: dict[str, str]) -> bool:
    """So many of a rest that nobody is named for, and one fewer does not."""
    high, low, _ = _pair(about)
    rest, enough = ends(found["rest"])[0], ends(found["n"])[0]
    right = low + enough > high >= low + enough - 1 and enough <= rest and rest >= about.number("Unknown")
    right &= _second(about, found["second"])
    if found.get("more"):
        right &= not _second(about, found["first"])
        more = ends(found["more"])[0]
        right &= low + more > high + rest - more and low + more - 1 <= high + rest - more + 1
    return bool(right)


def _second(about: About, who: str) -> bool:
    """Whether it is the party that would come to be ahead, not the leader."""
    row = tipping_points(about.comparison).frame.iloc[0]
    assert labels(who) in ([row["party"]], [row["leader"]])
    return labels(who) == [row["party"]]


def _wrongly(about: About, found: dict[str, str]) -> bool:
    high, low, _ = _pair(about)
    moved = ends(found["n"])[0]
    right = holds(found["of"], high) and high - moved < low + moved and high - moved + 1 >= low + moved - 1
    right &= _second(about, found["second"]) and not _second(about, found["first"])
    return bool(right) and (not found["share"] or is_share(found["share"], int(moved), high))


def _less_documented(about: About, found: dict[str, str]) -> bool:
    high, low, _ = _pair(about)
    right = _second(about, found["second"]) and not _second(about, found["first"])
    return right and is_share(found["share"], low, high)


def _too_few(about: About, found: dict[str, str]) -> bool:
    high, low, _ = _pair(about)
    return low + ends(found["n"])[1] <= high and ends(found["n"])[1] >= about.number("Unknown")


TIPPING: list[Rule] = [
    (f"order of (?P<first>{PARTY}) \\((?P<b>{N})\\) and (?P<second>{PARTY}) \\((?P<a>{N})\\) would reverse", _above),
    (
        f"same number of deaths, (?P<a>(?P<b>{N})), was attributed to (?P<first>{PARTY}) and to (?P<second>{PARTY})",
        _alike,
    ),
    (
        f"those caused by (?P<second>{PARTY}) were documented at less than about (?P<share>{PERCENT}) of the rate "
        f"of those caused by (?P<first>{PARTY})",
        _less_documented,
    ),
    (
        f"at least {N_} of the (?P<of>{N})(?: \\((?P<share>{PERCENT})\\))? attributed to (?P<first>{PARTY}) "
        f"should have been attributed to (?P<second>{PARTY})",
        _wrongly,
    ),
    (
        f"all (?P<n>(?P<rest>{N})) {UNCOUNTED} were caused by (?P<second>{PARTY})",
        _reverses,
    ),
    (
        f"at least {N_} of (?:the|up to) (?P<rest>{N}) {UNCOUNTED} were caused by "
        f"(?P<second>{PARTY}) and the rest by neither"
        f"(?: \\((?P<more>{N}) if all the rest were caused by (?P<first>{PARTY})\\))?",
        _reverses,
    ),
    (f"The {UNCOUNTED} \\(at most {N_}\\) are too few", _too_few),
]


# ---------------------------------------------------------------------------------------------------------------------
# several months


def _months_of(text: str) -> set[str]:
    found: set[str] = set()
    for first, last in re.findall(r"(\d{4}-\d{2})(?: to (\d{4}-\d{2}))?", text):
        found |= {str(month) for month in pd.period_range(first, last or first, freq="M")}
    return found


def _exceeds(said: Said, population: str, months: Exceeding, text: str) -> None:
    """The months in which one party has more than the others, those in which not, and how many are which."""
    READ["exceeds"] += 1
    left, measure = str(months.frame["left"].iloc[0]), str(months.frame["measure"].iloc[0])
    parts = re.split(r"than to |; in |, not more in |\. In ", text)
    told = f"{population} {measure}: {text}"
    for part, more in ((parts[1], True), (next((p for p in parts if f"not more in {p}" in text), ""), False)):
        inside = _months_of(part)
        count = re.match("(?:.* in )?([0-9]+)(?: of [0-9]+ months)?", part)
        assert not part or int(count[1]) == len(inside), told
        for month in inside:
            mine = said.world.number(month, population, left, measure)
            theirs = [said.world.number(month, population, one, measure) for one in months.rights]
            assert all(mine > one for one in theirs) == more, f"{told}\n{month}: {mine} and {theirs}"


def _whole(world: World, population: str) -> int:
    return sum(world.number(month, population, TOTAL) for month in world.months)


PERIOD: list[Rule] = [
    (f"^At least {N_} {DEATHS}", lambda a, f: ends(f["n"])[0] <= _whole(a.world, a.population)),
    (f"^{N_} {DEATHS}", lambda a, f: holds(f["n"], _whole(a.world, a.population))),
    (r"(?:total|totals|parties|;|in|exists?) (?:of |in |for )?[0-9]+ months?(?: of [0-9]+)?", lambda a, f: True),
    (f"they add up to (?:at least )?{N}|One month has a published total, (?:at least )?{N}", lambda a, f: True),
    (f"The number of MONTH \\({N}\\) covers only a part|(?:numbers of|In) {N} months", lambda a, f: True),
]


# ---------------------------------------------------------------------------------------------------------------------
# each kind of sentence of a world


def months_in_words(said: Said) -> None:
    """Leaders, completeness and states."""
    for (month, population), comparison in said.comparisons.items():
        about, tolls = About(said.world, month, population, comparison=comparison), said.tolls[population]
        read("leader", leader_sentence(comparison), about, LEADER)
        read("completeness", completeness_sentence(tolls, month), about, COMPLETENESS)
        read("states", states_sentence(comparison), about, STATES)


def shares_in_words(said: Said) -> None:
    for (month, population), found in said.shares.items():
        for line in shares_sentences(found).split("\n"):
            if line.startswith("No share"):
                continue
            if line.startswith("- No share"):
                read("without a share", line, About(said.world, month, population), WITHOUT)
                continue
            who = re.search(f"attributed to ({PARTY_LIST})", line)
            about = About(said.world, month, population, who=who[1] if who else "All_Parties")
            if "only deaths " not in line:
                read("shares", line, about, AMONG)


def quotes(said: Said) -> None:
    for month, population in said.comparisons:
        cells = said.tolls[population].frame.query(f"month == '{month}' and measure == 'killed'")
        for row in cells.itertuples():
            if population == "persons" and RESIDUAL in row.party:
                continue
            rules = QUOTE_OF_CAUSES if row.basis == "items" else QUOTE
            about = About(said.world, month, population, who=row.party.title())
            read("quote", quote(said.tolls[population], month, row.party), about, rules)


def verdicts_in_words(said: Said) -> None:
    for kind in ("true", "false", "comparisons"):
        for place, (_, row, verdicts) in enumerate(judged(said, kind)):
            if "items_only" in str(row.doubt) or isinstance(row.month_end, str) or str(row.unit).startswith("percent"):
                continue
            who = row.party if not isinstance(row.right, str) else f"{row.party}|{row.right.split('|')[0]}"
            about = About(said.world, row.month, row.population, row.measure, who=who.title())
            read("verdict", verdict_sentence(verdicts.lines[place], verdicts), about, VERDICT)


def tipping_in_words(said: Said) -> None:
    for (month, population), comparison in said.comparisons.items():
        text = tipping_sentences(tipping_points(comparison))
        read("tipping", text, About(said.world, month, population, comparison=comparison), TIPPING)


def periods_in_words(said: Said) -> None:
    first, last = said.world.months[0], said.world.months[-1]
    for population, tolls in said.tolls.items():
        if not tolls.lines:
            continue
        text = period_sentence(period(tolls, first, last))
        read("period", text, About(said.world, first, population), PERIOD)
        for left, right in (("north", "south"), ("red", "blue"), ("blue", "unknown")):
            months = exceeds(tolls, first, last, left, right)
            _exceeds(said, population, months, exceeds_sentences(months))


def findings_in_words(said: Said) -> None:
    """The most that a question leaves for parties together, of a month."""
    if said.world.misprints or said.world.revised:
        return
    for row, finding in zip(said.audit.frame.itertuples(), said.audit.lines, strict=True):
        READ["finding"] += 1
        if "months: " in row.explanation:
            continue
        line = findings_sentence(replace(said.audit, lines=(finding,)))
        measure = row.check.partition(":")[2] or "killed"
        alone, most = (
            re.findall(f"({N}){words} could be those of parties without a figure", line)
            for words in (r"(?: deaths?)? (?:is|are) in no party's number and", "")
        )
        for n in alone or most:
            who = next(one.parties for one in finding.explanation if isinstance(one, AtMost))
            true = said.world.together(row.month, row.population, list(who), measure)
            assert true <= ends(n)[0], f"{row.month} {row.population}: {true} in truth, in {line!r}"
        for n in re.findall(f"with the ({N}) that are attributed to nobody", line):
            true = said.world.nobodys[row.month, row.population].get(measure, 0)
            assert ends(n)[0] == true, f"{row.month} {row.population}: {true} in truth, in {line!r}"


SENTENCES = (
    months_in_words,
    shares_in_words,
    quotes,
    verdicts_in_words,
    tipping_in_words,
    periods_in_words,
    findings_in_words,
)
