"""Claims and their verdicts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from analysis.model.remarks import Remark
from analysis.questions.claims import amounts
from analysis.questions.claims.sentences import comparison_sentence, said_in, value_sentence
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words, reports_cited, source

VERDICTS = {
    "agrees": "agrees",
    "agrees_with_version": "on another page only",
    "agrees_with_part": "true of a part of these deaths",
    "differs": "differs",
    "not_printed": "nothing to compare with",
    "only_source": "published on the outlet's own page alone",
    "holds": "holds",
    "fails": "fails",
    "undecidable": "cannot be said",
}
_NAMED = 3  # so many claims a sentence names
_WITHIN = "within the published range"
_DISPUTED = "pages disagree"
_OPEN = {  # labels neither for nor against, after how many: one, several
    VERDICTS["agrees_with_version"]: (
        "is on another page only, not used here",
        "are on another page only, not used here",
    ),
    VERDICTS["agrees_with_part"]: (
        "is true of a part of these deaths",
        "are true of a part of these deaths",
    ),
    _DISPUTED: ("is a number on which pages disagree", "are numbers on which pages disagree"),
    VERDICTS["only_source"]: ("could not be checked independently",) * 2,
    VERDICTS["not_printed"]: ("could not be checked: no page gathered here publishes such a number",) * 2,
    _WITHIN: ("is within a published range", "are within published ranges"),
    VERDICTS["undecidable"]: ("cannot be decided by what is published",) * 2,
}
_MOST_SOURCES = 6  # so many a sentence cites
RELATIONS = {
    "gt": "more {0} were attributed to {2} than to {1}",
    "lt": "fewer {0} were attributed to {2} than to {1}",
    "highest_of": "the most {0} were attributed to {2}, compared with {1}",
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
    counts = Counter(verdict_label(line) for line in verdicts)
    good = sum(counts[VERDICTS[verdict]] for verdict in ("agrees", "holds"))
    parts = [f"{good} check{'s' if good == 1 else ''} out"]
    against = [line for line in verdicts if line.verdict in ("differs", "fails")]
    if against:
        outlets: dict[str, list[str]] = {}
        for line in against:
            outlets.setdefault(claim_words(line, verdicts), []).append(claimant(line))
        named = [f"{words}, {labels.join(dict.fromkeys(who))}" for words, who in outlets.items()]
        more = f"; and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        parts.append(f"{len(against)} {'is' if len(against) == 1 else 'are'} wrong ({'; '.join(named[:_NAMED])}{more})")
    parts += [f"{counts[label]} {words[counts[label] > 1]}" for label, words in _OPEN.items() if label in counts]
    what = "comparison" if verdicts.lines[0].is_comparison else "claim"
    return f"Of {len(verdicts)} {what}{'s' * (len(verdicts) > 1)}, {', '.join(parts)}."


def verdict_label(line: Verdict) -> str:
    """The verdict on a claim in a few words."""
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
        text = RELATIONS[line.relation].format(numbers.MEASURES[line.measure], others, who)
        return labels.capitalized(text)
    when = f", {dates.period_words(line.month, line.month_end)}" if line.month_end else ""
    return f"{label}: {amounts.claimed(line)} {amounts.claimed_noun(line)}{when}"


def verdict_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Write the verdict on one claim: what it is, why, with which doubts, and the sources."""
    cited = [source(verdicts.data, page) for page in line.report_ids[:_MOST_SOURCES]]
    more = [f"and {len(line.report_ids) - _MOST_SOURCES} more"] if len(line.report_ids) > _MOST_SOURCES else []
    several = "s" if len(line.report_ids) > 1 else ""
    sources = f"\nSource{several}: {'; '.join([*cited, *more])}" if cited else ""
    return f"{verdict_label(line).capitalize()}: {verdict_text(line, verdicts)}{sources}"


def verdict_text(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict is what it is, with its doubts."""
    text = (comparison_sentence if line.is_comparison else value_sentence)(line, verdicts)
    doubts = caution_words(line, verdicts, report_words(verdicts.data, address=True), said_in(line))
    return f"{text}." + (f" Caution: {'; '.join(doubts)}." if doubts else "")


def caution_words(
    line: Verdict, verdicts: Verdicts, report: Callable[[str], str] = str, but: tuple[Remark, ...] = ()
) -> list[str]:
    """What limits or contradicts the numbers of a verdict; of a comparison whose it is."""
    named = partial(labels.in_sentence_of, parties=verdicts.parties)
    whose = line.whose or ("",) * len(line.remarks)
    found = [
        (f"for {named(code)}, " if code else "") + words
        for code, one in zip(whose, line.remarks, strict=True)
        if one not in but
        for words in remarks.doubt_words([one], report=report, party=named)
    ]
    return list(dict.fromkeys(found))
