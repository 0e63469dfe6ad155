"""The shares of children and women in words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.language import say, sayable
from analysis.model.adding import TOTAL
from analysis.model.remarks import OnlyCauses, ShareAtLeast
from analysis.questions.shares.numbers import Share, Shares
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words, reports_cited, source_line

_ALONE = ("children", "women")


def shares_title(shares: Shares) -> str:
    """The title of the shares."""
    return say(
        "Children and women among {deaths} {documented}, {when}",
        deaths=numbers.deaths(shares.tolls.population),
        documented=labels.documented(shares.tolls),
        when=dates.month_of(shares.month, shares.lines),
    )


def shares_headline(shares: Shares) -> str:
    """What the picture of the shares says first: how many of the month's victims were children and women."""
    tolls, by_party = shares.tolls, shares.by_party
    both = {party: table["children_and_women"] for party, table in by_party.items() if "children_and_women" in table}
    known = [party for party, line in both.items() if numbers.share_words(line)]
    own = [party for party in known if party in tolls.parties.actors]
    rest = [party for party in known if party in tolls.parties.residual]
    if TOTAL not in known and not own and not rest:
        return say(
            "No share of children and women together among {deaths} can be given for {when}",
            deaths=numbers.deaths(tolls.population),
            when=dates.month_name(shares.month),
        )
    party = (
        TOTAL if TOTAL in known else max(own or rest, key=lambda code: both[code].killed or both[code].killed_min or 0)
    )
    line = both[party]
    share, of = share_or_floor(line), numbers.range_words(line.killed, line.killed_min, line.killed_max)
    said = {"share": share, "deaths": numbers.some_deaths(of, tolls.population)}
    if party != TOTAL:
        said["party"] = labels.in_sentence_of(party, tolls.parties)
    disputed = share != numbers.share_words(line)
    if party in rest:
        said["without"] = say("a party named")
    elif party != TOTAL:
        said["without"] = _more_without_a_share(shares, party)
    if not said.get("without"):
        return labels.capitalized(say(_HEADLINES[disputed, party != TOTAL], **said))
    if disputed:
        return say(
            "No share can be given for {without}; pages disagree: {share} of the {deaths} attributed to {party} were "
            "of children and women",
            **said,
        )
    return say(
        "No share can be given for {without}; {share} of the {deaths} attributed to {party} were of children and women",
        **said,
    )


_HEADLINES = {  # whether pages disagree, and whether it is of a party
    (False, False): sayable("{share} of the {deaths} were of children and women"),
    (False, True): sayable("{share} of the {deaths} attributed to {party} were of children and women"),
    (True, False): sayable("Pages disagree: {share} of the {deaths} were of children and women"),
    (True, True): sayable("Pages disagree: {share} of the {deaths} attributed to {party} were of children and women"),
}


def share_or_floor(line: Share) -> str:
    """A share, and what another page makes it at the least: `24.6% or at least 29.7%`."""
    for one in line.remarks:
        if isinstance(one, ShareAtLeast):
            floor = numbers.percent(one.count, one.deaths)
            return say("{share} or at least {floor}", share=numbers.share_words(line), floor=floor)
    return numbers.share_words(line)


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
    number = numbers.range_words(line.killed, line.killed_min, line.killed_max)
    return say("{party} ({number})", party=label, number=number)


def shares_sources(shares: Shares) -> list[str]:
    """The pages of the shares."""
    return [source_line(shares.tolls, shares.month), *reports_cited(shares.tolls.data, shares.lines)]


def shares_sentence(shares: Shares, party: str) -> str:
    """Say how many of a party's documented victims were children and women."""
    groups, tolls = shares.by_party[party], shares.tolls
    both = groups.get("children_and_women")
    whole = both or next(iter(groups.values()))
    label = _label(shares, party)
    if not whole.has_deaths:
        return say("No page gathered here publishes a toll for {party}, so no share can be given.", party=label)
    if whole.killed is None:
        deaths = numbers.range_words(None, whole.killed_min, whole.killed_max)
        deaths = numbers.some_deaths(deaths, tolls.population)
    else:
        deaths = numbers.counted(whole.killed, "killed", tolls.population)
    if party != TOTAL:
        of = say("the {deaths} attributed to {party}", deaths=deaths, party=label)
    elif labels.is_alleged(tolls):
        of = say("the {deaths} alleged in all", deaths=deaths)
    else:
        of = say("the {deaths} documented in all", deaths=deaths)
    counted = {group: found for group in _ALONE if (found := groups.get(group)) and found.has_count}
    known = [group_words(one) for one in counted.values()]
    if both is None or not both.has_count:
        shown = [
            say("{number}, {share} ({count})", number=text, share=share, count=numbers.count_of(one))
            if (share := numbers.share_words(one))
            else text
            for text, one in zip(known, counted.values(), strict=True)
        ]
        line = say(
            "Among {deaths}: {groups}; the share of children and women together cannot be given.",
            deaths=of,
            groups=labels.join(shown) or say("no full count of children or women is gathered here"),
        )
        doubtful = list(counted.values())
    elif not numbers.share_words(whole):
        return say("Among {deaths} were {groups}: too few for a percentage.", deaths=of, groups=labels.join(known))
    else:
        line = say(
            "Among {deaths} were {groups}, together {share} ({count}).",
            deaths=of,
            groups=labels.join(known),
            share=numbers.share_words(whole),
            count=numbers.count_of(whole),
        )
        doubtful = [whole]
    write = report_words(tolls.data)
    doubts = dict.fromkeys(doubt for one in doubtful for doubt in remarks.doubt_words(one.remarks, report=write))
    said = [line, *([say("Caution: {doubts}.", doubts=labels.semicolons(doubts))] if doubts else [])]
    return " ".join(said)


def _label(shares: Shares, party: str) -> str:
    """Whose deaths they are, within a sentence."""
    return say("all parties together") if party == TOTAL else labels.in_sentence_of(party, shares.tolls.parties)


def shares_sentences(shares: Shares) -> str:
    """Say the share of children and women of every party that has one, the total last (a Markdown list).

    Of a party for which only children, or only women, are published, it is their share.
    """
    there = {party: _has_share(groups) for party, groups in shares.by_party.items()}
    parties = [party for party, has in there.items() if any(has.values()) and party not in shares.tolls.parties.groups]
    lines = [f"- {shares_sentence(shares, party)}" for party in parties]
    if lines and (rest := _without(shares, parties)):
        none = say(
            "No share is given for {parties}: too few deaths, or no full count of children and women.",
            parties=labels.join(rest),
        )
        lines.append(f"- {none}")
    if any(there[party]["children_and_women"] for party in parties):
        return "\n".join(lines)
    none = say(
        "No share of children and women together among {deaths} can be given for this month: no page gathered here "
        "publishes the exact numbers needed, or the tolls are below 10.",
        deaths=numbers.deaths(shares.tolls.population),
    )
    return "\n".join([none, "", *lines] if lines else [none])


def _without(shares: Shares, shown: list[str]) -> list[str]:
    """The parties with a toll of all causes of which no share is shown, each with it."""
    tolls = shares.tolls
    apart = tolls.parties.groups.union(tolls.of(shares.month).unnamed, shown)
    wholes = {party: next(iter(groups.values())) for party, groups in shares.by_party.items() if party not in apart}
    return [
        say(
            "{party} ({number})",
            party=_label(shares, party),
            number=numbers.range_words(one.killed, one.killed_min, one.killed_max),
        )
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
    return say(
        "Interval: {interval}. It treats the documented victims as draws from an underlying process, one by one; "
        "deaths come in clusters, so it is too narrow, and it cannot cover deaths that nobody documented.",
        interval=say(numbers.WILSON_LABEL),
    )
