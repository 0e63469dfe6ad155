"""Claims and their verdicts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from analysis.data.tables import Data
from analysis.model.adding import TOTAL
from analysis.model.parties import Parties
from analysis.model.remarks import NotCounted, first
from analysis.questions.claims import amounts
from analysis.questions.claims import verdicts as kinds
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import address_of, reports_cited, source

VERDICTS = {
    "agrees": "agrees",
    "agrees_with_version": "agrees with another page",
    "differs": "differs",
    "not_printed": "nothing to compare with",
    "only_source": "published on the outlet's own page alone",
    "holds": "holds",
    "fails": "fails",
    "undecidable": "cannot be said",
}
_NAMED = 3  # so many claims a sentence names
_OPEN = {  # verdicts neither for nor against, after how many
    "only_source": "could not be checked independently",
    "not_printed": "could not be checked: no page gathered here publishes such a number",
    "undecidable": "cannot be decided by what is published",
}
_ADDED = {  # by basis: what the number of a verdict rests on
    "added": " (the numbers of these parties added up)",
    "period": " (a published total of the period)",
    "months": " (the numbers of its months added up)",
    "undecided": " (the pages do not agree)",
}
_MOST_SOURCES = 6  # so many a sentence cites
RELATIONS = {
    "gt": "more {0} were attributed to {2} than to {1}",
    "lt": "fewer {0} were attributed to {2} than to {1}",
    "highest_of": "of {2} and {1}, the most {0} were attributed to the first",
}


def claims_title(verdicts: Verdicts) -> str:
    """The title of claims."""
    months = [month for line in verdicts for month in (line.month, line.month_end) if month]
    about = f" about {dates.period_words(min(months), max(months))}" if months else ""
    return f"{'Claims' if len(verdicts) > 1 else 'A claim'}{about}, checked against the pages gathered here"


def claims_sentences(verdicts: Verdicts) -> list[str]:
    """What the verdicts say."""
    return [claims_sentence(verdicts)]


def claims_sources(verdicts: Verdicts) -> list[str]:
    """The pages that the verdicts rest on."""
    return reports_cited(verdicts.data, verdicts.lines)


def claims_sentence(verdicts: Verdicts) -> str:
    """Say beside the table of claims how many check out, which are wrong, and how many nothing decides."""
    if not verdicts.lines:
        return "There is no claim to check."
    counts = Counter(line.verdict for line in verdicts)
    good = sum(counts[verdict] for verdict in ("agrees", "agrees_with_version", "holds"))
    parts = [f"{good} check{'s' if good == 1 else ''} out"]
    against = [line for line in verdicts if line.verdict in ("differs", "fails")]
    if against:
        outlets: dict[str, list[str]] = {}
        for line in against:
            outlets.setdefault(claim_words(line, verdicts), []).append(claimant(line))
        named = [f"{words}, {labels.join(dict.fromkeys(who))}" for words, who in outlets.items()]
        more = f"; and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        parts.append(f"{len(against)} {'is' if len(against) == 1 else 'are'} wrong ({'; '.join(named[:_NAMED])}{more})")
    parts += [f"{counts[verdict]} {words}" for verdict, words in _OPEN.items() if verdict in counts]
    claims = "1 claim" if len(verdicts) == 1 else f"{len(verdicts)} claims"
    return f"Of {claims}, {', '.join(parts)}."


def claimant(line: Verdict) -> str:
    """Who makes a claim."""
    return line.claim_id if line.outlet is None else line.outlet


def claim_words(line: Verdict, verdicts: Verdicts) -> str:
    """Say what a claim claims."""
    label = labels.party_label(line.party, verdicts.parties)
    if line.is_comparison:
        who = labels.in_sentence_of(line.party, verdicts.parties)
        others = labels.join(labels.in_sentence_of(code, verdicts.parties) for code in line.right)
        text = RELATIONS[line.relation].format(numbers.MEASURES[line.measure], others, who)
        return text[:1].upper() + text[1:]
    when = f", {dates.period_words(line.month, line.month_end)}" if line.month_end else ""
    return f"{label}: {amounts.claimed(line)} {amounts.claimed_noun(line)}{when}"


def cause_words(line: Verdict, verdicts: Verdicts) -> str:
    """Say where a number that differs may come from; '' where nothing published explains it."""
    return "" if line.cause is None else CAUSES[type(line.cause)](line.cause, verdicts.parties)


def _of(what: str) -> str:
    return f"it is the number published for {what}"


_COUNTED = {"persons": "persons (civilians and fighters)"}
_SLIPS = {
    "dropped_digit": "a digit seems dropped",
    "added_digit": "a digit seems added",
    "swapped_digits": "two digits seem swapped",
    "rounded": "it is rounded",
    "rounded_up": "it is rounded up",
    "rounded_down": "it is rounded down",
}
CAUSES: dict[type[kinds.Cause], Callable[[Any, Parties], str]] = {
    kinds.OtherParties: lambda one, parties: _of(
        " or ".join(labels.in_sentence_of(code, parties) for code in one.parties)
    ),
    kinds.OtherMeasures: lambda one, _: _of(labels.join(amounts.MEASURES[measure] for measure in one.measures)),
    kinds.OtherPopulations: lambda one, _: _of(labels.join(_COUNTED.get(who, who) for who in one.populations)),
    kinds.OnlyPart: lambda one, _: _of(
        f"a part ({';'.join(': '.join(filter(None, pair)) for pair in one.covers).replace('_', ' ')})"
    ),
    kinds.OtherMonth: lambda one, _: _of(dates.month_name(one.month)),
    kinds.Miswritten: lambda one, _: _SLIPS[one.how],
}  # a sentence a kind


def others_words(line: Verdict) -> str:
    """Say of the most of several that it is; '' of another claim."""
    return "none of the others can have more" if len(line.right) > 1 and line.verdict == "holds" else ""


def tipping_words(line: Verdict) -> str:
    """Say briefly how often one side has the other, and when their order would reverse; '' without both numbers."""
    one, other, moved = line.documented, line.right_documented, line.attribution_tipping_point
    if one is None or other is None or moved is None:
        return ""
    higher, lower = max(one, other), min(one, other)
    times = f"{amounts.times_words(higher, lower)}; " if lower else ""
    rate = f"below about {amounts.rate_words(lower, higher)} documentation, or " if lower else ""
    text = f"{times}would reverse {rate}with {numbers.number(moved)} wrongly attributed"
    left = line.residual_tipping_point
    return (
        text if left is None else f"{text}, or with {numbers.number(left)} of the deaths attributed to no party named"
    )


def verdict_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Write the verdict on one claim: what it is, why, with which doubts, and the sources."""
    data, known = verdicts.data, set(verdicts.data.reports["report_id"])
    cited = [source(data, page) if page in known else page for page in line.report_ids[:_MOST_SOURCES]]
    more = [f"and {len(line.report_ids) - _MOST_SOURCES} more"] if len(line.report_ids) > _MOST_SOURCES else []
    several = "s" if len(line.report_ids) > 1 else ""
    sources = f"\nSource{several}: {'; '.join([*cited, *more])}" if cited else ""
    return f"{VERDICTS[line.verdict].capitalize()}: {verdict_text(line, verdicts)}{sources}"


def verdict_text(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict is what it is, with its doubts."""
    text = (_comparison_verdict if line.is_comparison else _value_verdict)(line, verdicts)
    doubts = remarks.doubt_words(line.remarks, report=address_of(verdicts.data))
    return f"{text}." + (f" Caution: {'; '.join(doubts)}." if doubts else "")


def _value_verdict(line: Verdict, verdicts: Verdicts) -> str:
    where, said, noun = _where(line, verdicts), amounts.claimed(line), amounts.noun(line)
    if line.verdict == "not_printed":
        what = f"a number of {noun}" if line.unit == "deaths" else f"both numbers for a percentage of {noun}"
        page = "no page" if line.outlet is None else "no other page"
        known = amounts.bounds_words(line)
        known = f"; by what else is published it is {known}" if known else ""
        return f"{page} gathered here publishes {what} {where}{known}"
    if line.verdict == "only_source":
        return f"{said} {noun} {where} can be read on the outlet's own page alone, which is no evidence for itself"
    if line.verdict == "agrees_with_version":
        return _version_verdict(line, verdicts)
    if line.unit == "percent_of_total" and line.verdict == "undecidable" and first(line.remarks, NotCounted):
        return f"{said} of all {amounts.MEASURES[line.measure]} {where} can be no share of a total of all parties"
    if line.basis == "bounds":
        return f"by what else is published the number of {noun} {where} is {amounts.bounds_words(line)}, not {said}"
    text = _published(line, verdicts)
    if line.verdict == "agrees":
        return text if line.relation == "exactly" else f"{text}, which is {said}"
    if line.verdict == "undecidable":
        return f"{text}, which neither confirms nor rules out {said}"
    cause = cause_words(line, verdicts)
    return f"{text}, not {said}" + (f": {cause}" if cause else "")


def _version_verdict(line: Verdict, verdicts: Verdicts) -> str:
    where, said, noun = _where(line, verdicts), amounts.claimed(line), amounts.noun(line)
    known = "" if line.basis == "bounds" or line.documented is None else _published(line, verdicts)
    if line.unit != "deaths":
        return f"a page publishes {said} {noun} {where}; by the published counts, {known}"
    exactly = line.relation == "exactly"
    what = f"{said} {noun} {where}" if exactly else f"a number of {noun} {where} that is {said}"
    return f"another page publishes {what}{known and f'; used here: {known}'}"


def _where(line: Verdict, verdicts: Verdicts) -> str:
    """Whose deaths, and when."""
    when = dates.month_name(line.month)
    when = f"from {dates.period_words(line.month, line.month_end)}" if line.month_end else f"in {when}"
    return _by(line, verdicts) + when


def _by(line: Verdict, verdicts: Verdicts) -> str:
    """Whose deaths, with a blank behind; '' of all parties."""
    return "" if line.party == TOTAL else f"attributed to {labels.in_sentence_of(line.party, verdicts.parties)} "


class _Counting(NamedTuple):
    """Whose number a verdict is about, and who is counted."""

    data: Data
    monitor: str
    population: str


def _who(line: Verdict, verdicts: Verdicts) -> str:
    return labels.who_documented(_Counting(verdicts.data, line.monitor, line.population))


def _published(line: Verdict, verdicts: Verdicts) -> str:
    """What is published of a claim's number, in a sentence."""
    who, amount, added = _who(line, verdicts), amounts.documented(line), _ADDED.get(line.basis or "", "")
    if line.unit == "deaths":
        return f"{who} {amounts.counted(amount, line)} {_where(line, verdicts)}{added}"
    whole, share, when = amounts.right_documented(line), amounts.share_words(line), dates.month_name(line.month)
    if line.unit == "percent_of_party":
        deaths = numbers.DEATHS[line.population][whole != "1"]
        text = f"of the {whole} {deaths} {_by(line, verdicts)}that {who} in {when}, {amount} "
        return f"{text}{'was' if amount == '1' else 'were'} of {amounts.MEASURES[line.measure]}{share}{added}"
    text = f"of {'the ' * (line.measure == 'killed')}{amounts.counted(whole, line)} that {who} in {when}, "
    label = labels.in_sentence_of(line.party, verdicts.parties)
    return f"{text}{amount} {'is' if amount == '1' else 'are'} attributed to {label}{share}{added}"


def _comparison_verdict(line: Verdict, verdicts: Verdicts) -> str:
    left, rival = (labels.in_sentence_of(code, verdicts.parties) for code in (line.party, line.right[0]))
    one = amounts.side_words(line.documented, line.at_least, line.at_most, line.party)
    second = amounts.side_words(line.right_documented, line.right_at_least, line.right_at_most, line.right[0])
    noun = numbers.DEATHS[line.population][1] if line.measure == "killed" else numbers.MEASURES[line.measure]
    text = f"of the {noun} {_who(line, verdicts)} for {dates.month_name(line.month)}, "
    text += f"{one} {'is' if one == '1' else 'are'} attributed to {left} and {second} to {rival}"
    rest = f"; {others_words(line)}" if others_words(line) else ""
    if line.attribution_tipping_point is None:
        return text + rest
    tolls = {left: line.documented or 0, rival: line.right_documented or 0}
    (leader, higher), (other, lower) = sorted(tolls.items(), key=lambda item: -item[1])
    rate, few = "", line.residual_tipping_point
    if lower:
        text += f", {amounts.times_words(higher, lower)} as many for {leader}"
        rate = f"if deaths attributed to {other} were documented at less than about "
        rate += f"{amounts.rate_words(lower, higher)} of the rate of those attributed to {leader}, or "
    those = f"of the deaths that no number of a named party counts were those of {other}"
    left = "" if few is None else f", or if {numbers.number(few)} {those}"
    return (
        f"{text}{rest}. The order would reverse {rate}if {numbers.number(line.attribution_tipping_point)} of the "
        f"{numbers.number(higher)} should have been attributed to {other}{left}"
    )
