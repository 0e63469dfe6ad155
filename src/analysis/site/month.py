"""A month's page: the finding and its picture first, what is wrong, then everything else to unfold and take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
from matplotlib.axes import Axes

from analysis import agreement, audit, check_claims, orderings, places, shares
from analysis.data.rows import Report, monitor_of
from analysis.language import in_language, language, say, sayable
from analysis.model.adding import is_combined
from analysis.questions.audit.words import audit_sentence, findings_sentence
from analysis.questions.claims.table import same_claims
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.questions.claims.words import claim_words, claimant, claims_sentence, verdict_label, verdict_text
from analysis.questions.comparison.leading import leader_sentence
from analysis.questions.comparison.quote import quote
from analysis.questions.comparison.words import comparison_title, states_sentence
from analysis.questions.monitors.picture import agreement_picture
from analysis.questions.monitors.words import agreement_headline, agreement_note
from analysis.questions.shares.words import shares_headline
from analysis.questions.tipping.numbers import tipping_points
from analysis.safe_text import is_address
from analysis.show import dates, labels, standing
from analysis.show.sources import as_of_sentence, report_words, source
from analysis.site.away import cited, dataset, write_data
from analysis.site.drawing import Drawing, card_picture, drawing
from analysis.site.render import Folded, Renderer, Section
from analysis.site.tables import table
from analysis.site.timeline import Month

LANGUAGES = {
    "ar": sayable("Arabic"),
    "de": sayable("German"),
    "en": sayable("English"),
    "es": sayable("Spanish"),
    "fa": sayable("Persian"),
    "fr": sayable("French"),
    "it": sayable("Italian"),
    "ja": sayable("Japanese"),
    "pt": sayable("Portuguese"),
    "ru": sayable("Russian"),
    "tr": sayable("Turkish"),
}
_READING = (
    sayable(
        "An empty cell means that no page gathered here publishes the number, never zero. Parties are ranked among "
        "those named; deaths attributed to other or unidentified parties may belong to any of them."
    ),
    sayable("Counts are by the month in which a death was documented."),
    sayable("A caution stands beside a number that something else published contradicts or limits."),
)
CLASSES = {
    "agency": sayable("news agency"),
    "outlet": sayable("news outlet"),
    "organisation": sayable("organisation"),
    "forum": sayable("forum or blog"),
}


class MonthPage:
    """What the template of a month wants, computed on the data that its notebooks were run on."""

    def __init__(self, month: Month, asked: Mapping[str, Any], prose: Callable[[str], str]):
        self.month, self.tolls, self.data = month, month.tolls, month.tolls.data
        self.name, self.as_of, self.prose = month.month, asked["as_of"] or None, prose
        self.monitors = [code.strip() for code in asked.get("monitors", "").split(",") if code.strip()] or None
        self.cited: dict[str, None] = {}
        self.drawings: dict[str, Drawing] = {}
        self.frames: dict[str, pd.DataFrame] = {}

    def sections(self, ran: Mapping[str, Any]) -> list[Section]:
        """The sections of the page, of the notebooks that ran, in a reader's order."""
        makers: list[tuple[str, Callable[[], Section]]] = [
            ("01_comparison", self._deaths),
            ("02_shares", self._shares),
            ("03_audit", self._press),
            ("03_audit", self._sums),
            ("05_monitors", self._monitors),
        ]
        return [make() for notebook, make in makers if notebook in ran]

    def quotes(self) -> list[dict[str, str]]:
        """A line to quote for the total and for each party with a number."""
        lines = [self.month.compared.total, *self.month.compared.lines]
        parties = dict.fromkeys(line.party for line in lines if line.is_printed and not is_combined(line.party))
        return [
            {
                "id": f"quote-{code}",
                "cell": f"{self.tolls.monitor}, {self.name}, {code}, {self.tolls.population}",
                "label": labels.party_label(code, self.tolls.parties),
                "text": quote(self.tolls, self.name, code),
            }
            for code in parties
            if code in self.tolls.parties
        ]

    def sources(self) -> list[dict[str, Any]]:
        """The pages of the month, by who published them: the monitor's own first."""

        def order(one: Report) -> tuple[bool, bool, str]:
            return one.monitor != self.tolls.monitor, one.kind != "primary", one.publisher

        return [self._source(one) for one in sorted(self._reports(), key=order)]

    def _reports(self) -> list[Report]:
        """The pages of the month, and those that something on its page cites."""
        used = set(self.tolls.reports(self.name)["report_id"]) | set(self.cited)
        return [report for code in sorted(used) if (report := self.data.report(code))]

    def _source(self, report: Report) -> dict[str, Any]:
        monitor = monitor_of(self.data, report.monitor).short_name
        kinds = [say("{monitor}'s own page", monitor=monitor)]
        if report.kind != "primary":
            kinds = [say("relays {monitor}", monitor=monitor)]
            kinds += [say(CLASSES[report.publisher_class])] if report.publisher_class in CLASSES else []
        written = say(LANGUAGES[report.language]) if report.language in LANGUAGES else report.language
        return {
            "id": report.report_id,
            "publisher": report.publisher,
            "about": labels.semicolons([*kinds, written, dates.date_words(report.published)]),
            "url": report.url if is_address(report.url) else "",
            "shown": _shown(report.url),
            "archived": report.archive_url if is_address(report.archive_url or "") else "",
            "retrieved": report.retrieved or "",
        }

    def _deaths(self) -> Section:
        compared, tolls = self.month.compared, self.tolls
        where = places(tolls, self.name)
        tipping = tipping_points(compared)
        said = self.prose(states_sentence(compared))
        numbers = self._table("deaths", compared.table)
        folded: list[Folded] = [(say("All numbers of the month, with their sources"), numbers, said)]
        if not where.table.empty:
            folded.append((say("Where"), self._table("places", where.table), self.prose(where.text)))
        folded.append((say("What would reverse the order"), None, self.prose(tipping.text)))
        return Section(
            id="deaths",
            title=self.month.finding,
            said=self.prose(f"{leader_sentence(compared)} {standing.completeness_sentence(tolls, self.name)}"),
            drawing=self._draw("deaths", compared.plot),
            folded=folded,
        )

    def _shares(self) -> Section:
        found = shares(self.tolls, self.name)
        folded = [(say("The counts, party by party"), self._table("shares", found.table), self.prose(found.text))]
        return Section(
            id="shares",
            title=shares_headline(found),
            drawing=self._draw("shares", found.plot),
            folded=folded,
        )

    def _press(self) -> Section:
        about = [
            frame[frame["about_monitor"] == self.tolls.monitor]
            for frame in (self.data.only(self.name).claims, self.data.only(self.name).comparison_claims)
        ]
        checked = [check_claims(self.data, frame, as_of=self.as_of) for frame in about if not frame.empty]
        written = {claim: url for frame in about for claim, url in zip(frame["claim_id"], frame["url"], strict=True)}
        pages = {claim: url for claim, url in written.items() if isinstance(url, str) and is_address(url)}
        wrong, folded = list[dict[str, Any]](), []
        for place, verdicts in enumerate(checked):
            wrong += _wrong(verdicts, pages)
            what = say("Every claim of a number, with its verdict")
            if verdicts.lines[0].is_comparison:
                what = say("Every claim of a comparison, with its verdict")
            rows = self._table(f"claims-{place + 1}", verdicts.table)
            for cells, lines in zip(rows["rows"], same_claims(verdicts).values(), strict=True):
                cells[rows["columns"].index(say("By"))]["links"] = _claimants(lines, pages)
            folded.append((what, rows, ""))
        said = " ".join(map(claims_sentence, checked)) or say(
            "No claim of the press about this month is recorded here."
        )
        return Section(
            id="press",
            title=say("Did the press get it right?"),
            said=self.prose(said),
            claims=wrong,
            folded=folded,
        )

    def _sums(self) -> Section:
        found = audit(self.data, self.name, monitor=self.tolls.monitor, as_of=self.as_of)
        folded = [(say("The table of contradictions"), self._table("findings", found.table), "")] if found.lines else []
        return Section(
            id="sums",
            title=say("Do the published numbers add up?"),
            said=self.prose(
                f"{audit_sentence(found)}\n\n{findings_sentence(found)}" if found.lines else findings_sentence(found)
            ),
            after=self.prose(standing.doubts_words(self.month.compared, self.tolls)),
            folded=folded,
        )

    def _monitors(self) -> Section:
        found = agreement(self.data, self.name, self.monitors, self.as_of)
        picture = partial(agreement_picture, found, population=self.tolls.population)
        support = orderings(found)
        note = self.prose(agreement_note()) if len(found.monitors) > 1 else ""
        folded: list[Folded] = [(say("Every number of every monitor"), self._table("monitors", found.table), note)]
        folded.append(
            (
                say("Which order of the parties they support"),
                None if support.table.empty else self._table("orderings", support.table),
                self.prose(support.text),
            )
        )
        return Section(
            id="monitors",
            title=say("What other monitors published"),
            said=self.prose(f"{agreement_headline(found.only(self.tolls.population))}."),
            drawing=self._draw("monitors", picture),
            folded=folded,
        )

    def _draw(self, name: str, draw: Callable[..., Axes]) -> Drawing | None:
        if (made := drawing(draw, name)) is not None:
            self.drawings[name] = made
        return made

    def _table(self, name: str, frame: pd.DataFrame) -> dict[str, Any]:
        self.frames[name] = frame
        if (report := say("Report")) in frame:
            self.cited |= dict.fromkeys(code for cell in frame[report] for code in str(cell).split(", ") if code)
        return table(frame, report_words(self.data), partial(source, self.data)) | {"name": name}

    def context(self, ran: Mapping[str, Any]) -> dict[str, Any]:
        """All that the template asks for."""
        sections = self.sections(ran)
        reading = [standing.population_note(self.tolls.population), labels.lower_bound(self.tolls), *map(say, _READING)]
        return {
            "title": comparison_title(self.month.compared),
            "about": leader_sentence(self.month.compared),
            "month": self.name,
            "name": self.month.title,
            "monitor": monitor_of(self.data, self.tolls.monitor).full_name,
            "sections": sections,
            "quotes": self.quotes(),
            "sources": self.sources(),
            "based_on": as_of_sentence(self.tolls, self.name),
            "other_monitors": any(row.monitor != self.tolls.monitor for row in self._reports()),
            "short": labels.monitor_label(self.tolls),
            "reading": reading,
            "card": "deaths" in self.drawings,
        }


def write_month(out: Path, month: Month, page: Renderer, more: Mapping[str, Any]) -> None:
    """Write a month's page, and beside it its pictures and tables as files; in `data` all of it."""
    made = MonthPage(month, month.record["parameters"], page.prose)
    translated = language() != "en"
    context, folder = made.context(month.record["notebooks"]), (out / language() if translated else out) / month.month
    with in_language("en"):  # a citation names the page and the data as libraries do
        citation = cited(made.tolls, month.month, page.common)
    about = dataset(made, page.common, citation["citation"])
    dated = {"made": made.as_of or page.dated}
    page.write(folder, {**context, **citation, **dated, **more, "dataset": about}, "month.html.j2")
    for name, drawn in made.drawings.items():
        (folder / f"{name}.svg").write_bytes(drawn.svg)
        (folder / f"{name}.png").write_bytes(drawn.png)
    for name, frame in made.frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        frame.to_json(folder / f"{name}.json", orient="records", indent=1, force_ascii=False)
    if "deaths" in made.drawings:
        card_picture(month.compared.plot, folder / "card.png")
    if not translated:
        write_data(out / "data", made, citation["citation"])


def _wrong(verdicts: Verdicts, pages: Mapping[str, str]) -> list[dict[str, Any]]:
    """The claims that are wrong, each once with all who make it and the pages where they do."""
    found: dict[str, list[Verdict]] = {}
    for line in verdicts:
        if line.verdict in ("differs", "fails"):
            found.setdefault(claim_words(line, verdicts), []).append(line)
    return [
        {
            "id": f"claim-{lines[0].claim_id}",
            "who": [(name, page) for page, name in _claimants(lines, pages)],
            "claim": words,
            "verdict": labels.capitalized(verdict_label(lines[0])),
            "why": verdict_text(lines[0], verdicts),
        }
        for words, lines in found.items()
    ]


def _claimants(lines: Sequence[Verdict], pages: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who makes a claim, each once: the page where they do ('' where it is not recorded), and their name."""
    return list({claimant(line): (pages.get(line.claim_id, ""), claimant(line)) for line in lines}.values())


def _shown(address: str) -> str:
    """An address as people read it: decoded, without what every address begins with."""
    return unquote(address.partition("://")[2]).removeprefix("www.").rstrip("/")
