"""Claims and their verdicts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from analysis.language import say, say_as, say_count, sayable, sayable_count
from analysis.model.remarks import Remark
from analysis.questions.claims import amounts
from analysis.questions.claims.sentences import comparison_sentence, said_in, value_sentence
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words, reports_cited, source

VERDICTS = {
    "agrees": sayable("agrees"),
    "agrees_with_version": sayable("on another page only"),
    "agrees_with_part": sayable("true of a part of these deaths"),
    "differs": sayable("differs"),
    "not_printed": sayable("nothing to compare with"),
    "only_source": sayable("published on the outlet's own page alone"),
    "holds": sayable("holds"),
    "fails": sayable("fails"),
    "undecidable": sayable("cannot be said"),
}
_NAMED = 3  # so many claims a sentence names
_WITHIN = sayable("within the published range")
_DISPUTED = sayable("pages disagree")
_OPEN = {  # labels neither for nor against, with how many
    VERDICTS["agrees_with_version"]: sayable_count(
        "{number} is on another page only, not used here", "{number} are on another page only, not used here"
    ),
    VERDICTS["agrees_with_part"]: sayable_count(
        "{number} is true of a part of these deaths", "{number} are true of a part of these deaths"
    ),
    _DISPUTED: sayable_count(
        "{number} is a number on which pages disagree", "{number} are numbers on which pages disagree"
    ),
    VERDICTS["only_source"]: sayable_count(
        "{number} could not be checked independently", "{number} could not be checked independently"
    ),
    VERDICTS["not_printed"]: sayable_count(
        "{number} could not be checked: no page gathered here publishes such a number",
        "{number} could not be checked: no page gathered here publishes such a number",
    ),
    _WITHIN: sayable_count("{number} is within a published range", "{number} are within published ranges"),
    VERDICTS["undecidable"]: sayable_count(
        "{number} cannot be decided by what is published", "{number} cannot be decided by what is published"
    ),
}
_MOST_SOURCES = 6  # so many a sentence cites
RELATIONS = {
    "gt": sayable("more {measure} were attributed to {party} than to {others}"),
    "lt": sayable("fewer {measure} were attributed to {party} than to {others}"),
    "highest_of": sayable("the most {measure} were attributed to {party}, compared with {others}"),
}


def claims_title(verdicts: Verdicts) -> str:
    """The title of claims."""
    months = [month for line in verdicts for month in (line.month, line.month_end) if month]
    many = max(len(verdicts), 1)
    if not months:
        return say_count(
            "A claim, checked against the pages gathered here",
            "Claims, checked against the pages gathered here",
            many,
        )
    return say_count(
        "A claim about {period}, checked against the pages gathered here",
        "Claims about {period}, checked against the pages gathered here",
        many,
        period=dates.period_words(min(months), max(months)),
    )


def claims_sentences(verdicts: Verdicts) -> list[str]:
    """What the verdicts say."""
    return [claims_sentence(verdicts)]


def claims_sources(verdicts: Verdicts) -> list[str]:
    """The pages that the verdicts rest on."""
    return reports_cited(verdicts.data, verdicts.lines)


def claims_sentence(verdicts: Verdicts) -> str:
    """Say beside the table of claims how many check out, which are wrong, and how many nothing decides."""
    if not verdicts.lines:
        return say("There is no claim to check.")
    counts = Counter(_verdict(line) for line in verdicts)
    good = sum(counts[VERDICTS[verdict]] for verdict in ("agrees", "holds"))
    parts = [say_count("{number} checks out", "{number} check out", good, number=good)]
    against = [line for line in verdicts if line.verdict in ("differs", "fails")]
    if against:
        outlets: dict[str, list[str]] = {}
        for line in against:
            outlets.setdefault(claim_words(line, verdicts), []).append(claimant(line))
        named = [
            say("{claim}, {outlets}", claim=words, outlets=labels.join(dict.fromkeys(who)))
            for words, who in outlets.items()
        ]
        claims = labels.semicolons(named[:_NAMED])
        if len(named) > _NAMED:
            claims = say("{claims}; and {number} more", claims=claims, number=len(named) - _NAMED)
        wrong = len(against)
        parts.append(
            say_count(
                "{number} is wrong ({claims})", "{number} are wrong ({claims})", wrong, number=wrong, claims=claims
            )
        )
    parts += [
        say_count(*words, counts[label], number=counts[label]) for label, words in _OPEN.items() if label in counts
    ]
    many = len(verdicts)
    said = {"number": many, "verdicts": say_as("list", ", ").join(parts)}
    if verdicts.lines[0].is_comparison:
        return say_count("Of {number} comparison, {verdicts}.", "Of {number} comparisons, {verdicts}.", many, **said)
    return say_count("Of {number} claim, {verdicts}.", "Of {number} claims, {verdicts}.", many, **said)


def verdict_label(line: Verdict) -> str:
    """The verdict on a claim in a few words."""
    return say(_verdict(line))


def _verdict(line: Verdict) -> str:
    if line.dispute and line.verdict == "agrees_with_version":
        return _DISPUTED
    low, high = line.at_least, line.at_most
    is_of_range = line.basis == "part" and line.verdict == "undecidable" and line.relation == "exactly"
    if is_of_range and low is not None and high is not None and low <= (line.value or 0) <= high:
        return _WITHIN
    return VERDICTS[line.verdict]


def claimant(line: Verdict) -> str:
    """Who makes a claim."""
    return line.claim_id if line.outlet is None else line.outlet


def claim_words(line: Verdict, verdicts: Verdicts) -> str:
    """Say what a claim claims."""
    label = labels.party_label(line.party, verdicts.parties)
    if line.is_comparison:
        who = labels.in_sentence_of(line.party, verdicts.parties)
        others = labels.join(labels.in_sentence_of(code, verdicts.parties) for code in line.right)
        measure = numbers.measure_name(line.measure)
        return labels.capitalized(say(RELATIONS[line.relation], measure=measure, party=who, others=others))
    said = {"party": label, "number": amounts.claimed(line), "noun": amounts.claimed_noun(line)}
    if line.month_end:
        period = dates.period_words(line.month, line.month_end)
        return say("{party}: {number} {noun}, {period}", **said, period=period)
    return say("{party}: {number} {noun}", **said)


def verdict_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Write the verdict on one claim: what it is, why, with which doubts, and the sources."""
    cited = [source(verdicts.data, page) for page in line.report_ids[:_MOST_SOURCES]]
    if len(line.report_ids) > _MOST_SOURCES:
        cited.append(say("and {number} more", number=len(line.report_ids) - _MOST_SOURCES))
    text = say("{verdict}: {why}", verdict=labels.capitalized(verdict_label(line)), why=verdict_text(line, verdicts))
    if not cited:
        return text
    sources = labels.semicolons(cited)
    named = say_count("Source: {sources}", "Sources: {sources}", len(line.report_ids), sources=sources)
    return f"{text}\n{named}"


def verdict_text(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict is what it is, with its doubts."""
    text = (comparison_sentence if line.is_comparison else value_sentence)(line, verdicts)
    doubts = caution_words(line, verdicts, report_words(verdicts.data, address=True), said_in(line))
    caution = [say("Caution: {doubts}.", doubts=labels.semicolons(doubts))] if doubts else []
    return " ".join([f"{text}.", *caution])


def caution_words(
    line: Verdict, verdicts: Verdicts, report: Callable[[str], str] = str, but: tuple[Remark, ...] = ()
) -> list[str]:
    """What limits or contradicts the numbers of a verdict; of a comparison whose it is."""
    named = partial(labels.in_sentence_of, parties=verdicts.parties)
    whose = line.whose or ("",) * len(line.remarks)
    found = [
        say("for {party}, {doubt}", party=named(code), doubt=words) if code else words
        for code, one in zip(whose, line.remarks, strict=True)
        if one not in but
        for words in remarks.doubt_words([one], report=report, party=named)
    ]
    return list(dict.fromkeys(found))
