"""The shares of children and women in words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.model.adding import TOTAL
from analysis.model.remarks import OnlyCauses, ShareAtLeast
from analysis.questions.shares.numbers import Share, Shares
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words, reports_cited, source_line

_ALONE = ("children", "women")


def shares_title(shares: Shares) -> str:
    """The title of the shares."""
    deaths, when = numbers.DEATHS[shares.tolls.population][1], dates.month_of(shares.month, shares.lines)
    return f"Children and women among {deaths} {labels.documented(shares.tolls)}, {when}"


def shares_headline(shares: Shares) -> str:
    """What the picture of the shares says first: how many of the month's victims were children and women."""
    tolls, by_party = shares.tolls, shares.by_party
    both = {party: table["children_and_women"] for party, table in by_party.items() if "children_and_women" in table}
    known = [party for party, line in both.items() if numbers.share_words(line)]
    own = [party for party in known if party in tolls.parties.actors]
    deaths, when = numbers.DEATHS[tolls.population][1], dates.month_name(shares.month)
    rest = [party for party in known if party in tolls.parties.residual]
    if TOTAL not in known and not own and not rest:
        return f"No share of children and women together among {deaths} can be given for {when}"
    party = (
        TOTAL if TOTAL in known else max(own or rest, key=lambda code: both[code].killed or both[code].killed_min or 0)
    )
    line, whose = both[party], f"attributed to {labels.in_sentence_of(party, tolls.parties)} "
    share, of = share_or_floor(line), numbers.range_words(line.killed, line.killed_min, line.killed_max)
    share = f"Pages disagree: {share}" if share != numbers.share_words(line) else share
    said = f"{share} of the {of} {deaths} {whose * (party != TOTAL)}were of children and women"
    if party in rest:
        return f"No share can be given for a party named; {said[:1].lower()}{said[1:]}"
    if party != TOTAL and (more := _more_without_a_share(shares, party)):
        return f"No share can be given for {more}; {said[:1].lower()}{said[1:]}"
    return labels.capitalized(said)


def share_or_floor(line: Share) -> str:
    """A share, and what another page makes it at the least: `24.6% or at least 29.7%`."""
    floors = [one for one in line.remarks if isinstance(one, ShareAtLeast)]
    return numbers.share_words(line) + "".join(
        f" or at least {numbers.percent(one.count, one.deaths)}" for one in floors[:1]
    )


def group_words(line: Share) -> str:
    """How many of the group there are, with its noun: `94 children`, `3 to 8 women`."""
    return numbers.group_words(line.group, line.count, line.count_min, line.count_max, line.remarks)


def _more_without_a_share(shares: Shares, party: str) -> str:
    """The party named to which most deaths are attributed, with its toll, where it has no share but more than another.

    A party without a full count is none.
    """
    actors = shares.tolls.parties.actors
    wholes = {code: table["children_and_women"] for code, table in shares.by_party.items() if code in actors}
    least = {code: line.killed or line.killed_min or 0 for code, line in wholes.items() if line.has_deaths}
    most = max(least, key=lambda code: least[code], default=party)
    if most == party or least[most] <= least.get(party, 0):
        return ""
    line, label = wholes[most], labels.in_sentence_of(most, shares.tolls.parties)
    return f"{label} ({numbers.range_words(line.killed, line.killed_min, line.killed_max)})"


def shares_sources(shares: Shares) -> list[str]:
    """The pages of the shares."""
    return [source_line(shares.tolls, shares.month), *reports_cited(shares.tolls.data, shares.lines)]


def shares_sentence(shares: Shares, party: str) -> str:
    """Say how many of a party's documented victims were children and women."""
    groups, tolls = shares.by_party[party], shares.tolls
    both = groups.get("children_and_women")
    whole = both or next(iter(groups.values()))
    label = "all parties together" if party == TOTAL else labels.in_sentence_of(party, tolls.parties)
    if not whole.has_deaths:
        return f"No page gathered here publishes a toll for {label}, so no share can be given."
    deaths = numbers.DEATHS[tolls.population][1]
    if whole.killed is None:
        n = f"the {numbers.range_words(None, whole.killed_min, whole.killed_max)} {deaths} "
    else:
        n = f"the {numbers.counted(whole.killed, 'killed', tolls.population)} "
    n += f"{labels.deaths_column(tolls).removeprefix('Deaths ')} in all" if party == TOTAL else f"attributed to {label}"
    counted = {group: found for group in _ALONE if (found := groups.get(group)) and found.has_count}
    known = [group_words(one) for one in counted.values()]
    if both is None or not both.has_count:
        said = [
            text + (f", {share} ({numbers.count_of(one)})" if (share := numbers.share_words(one)) else "")
            for text, one in zip(known, counted.values(), strict=True)
        ]
        printed = labels.join(said) or "no full count of children or women is gathered here"
        line = f"Among {n}: {printed}; the share of children and women together cannot be given."
        doubts = [
            doubt
            for one in counted.values()
            for doubt in remarks.doubt_words(one.remarks, report=report_words(tolls.data))
        ]
        return f"{line} Caution: {'; '.join(dict.fromkeys(doubts))}." if doubts else line
    if not numbers.share_words(whole):
        return f"Among {n} were {labels.join(known)}: too few for a percentage."
    line = f"Among {n} were {labels.join(known)}, together {numbers.share_words(whole)} ({numbers.count_of(whole)})."
    doubts = remarks.doubt_words(whole.remarks, report=report_words(tolls.data))
    return f"{line} Caution: {'; '.join(doubts)}." if doubts else line


def shares_sentences(shares: Shares) -> str:
    """Say the share of children and women of every party that has one, the total last (a Markdown list).

    Of a party for which only children, or only women, are published, it is their share.
    """
    there = {party: _has_share(groups) for party, groups in shares.by_party.items()}
    parties = [party for party, has in there.items() if any(has.values()) and party not in shares.tolls.parties.groups]
    lines = [f"- {shares_sentence(shares, party)}" for party in parties]
    if lines and (rest := _without(shares, parties)):
        lines.append(
            f"- No share is given for {labels.join(rest)}: too few deaths, or no full count of children and women."
        )
    if any(there[party]["children_and_women"] for party in parties):
        return "\n".join(lines)
    none = (
        f"No share of children and women together among {numbers.DEATHS[shares.tolls.population][1]} can be given for "
        "this month: no page gathered here publishes the exact numbers needed, or the tolls are below 10."
    )
    return "\n".join([none, "", *lines] if lines else [none])


def _without(shares: Shares, shown: list[str]) -> list[str]:
    """The parties with a toll of all causes of which no share is shown, each with it."""
    tolls = shares.tolls
    apart = tolls.parties.groups.union(tolls.of(shares.month).unnamed, shown)
    wholes = {party: next(iter(groups.values())) for party, groups in shares.by_party.items() if party not in apart}
    return [
        f"{'all parties together' if party == TOTAL else labels.in_sentence_of(party, tolls.parties)} "
        f"({numbers.range_words(one.killed, one.killed_min, one.killed_max)})"
        for party, one in wholes.items()
        if one.has_deaths and not any(isinstance(remark, OnlyCauses) for remark in one.remarks)
    ]


def _has_share(groups: Mapping[str, Share]) -> dict[str, bool]:
    """Of which of the groups of a party there is a share, or an end of one."""
    return {
        group: bool(group in groups and numbers.share_words(groups[group])) for group in ("children_and_women", *_ALONE)
    }


def interval_sentence() -> str:
    """Say what the interval covers."""
    return (
        f"Interval: {numbers.WILSON_LABEL}. It treats the documented victims as draws from an underlying process, "
        "one by one; deaths come in clusters, so it is too narrow, and it cannot cover deaths that nobody documented."
    )
