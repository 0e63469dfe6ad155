"""A monitor's report, or a relay of it, as rows of reports.csv and tolls.csv, held against itself and the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from analysis.data.change import change, changing, rows_of
from analysis.data.folder import refuse_installed
from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.errors import NotComparable, RunError
from analysis.model.adding import TOTAL
from analysis.model.cells import POPULATIONS
from analysis.model.names import find_monitor
from analysis.model.results import Result
from analysis.questions.audit.findings import Findings
from analysis.reading.dates import YEARS
from analysis.reading.files import Source
from analysis.reading.mentions import Mention, mentions
from analysis.reading.page_rows import CLOSES, PageRow, page_rows, why_not
from analysis.reading.page_verdicts import judged
from analysis.reading.tokens import tokens


@dataclass(frozen=True, eq=False, repr=False)
class Page(Result[PageRow]):
    """What a page states of one month, as rows for the tables.

    Attributes
    ----------
    data
        What it was held against.
    report
        Its row of reports.csv, by column; what the page does not say is None.
    known_as
        The report of the tables with the same address; None: there is none.
    audited
        The arithmetic of this page alone.
    unread
        The numbers in digits it holds beside these and its years: days, places, and what was not understood.
    left_out
        What it states and no row holds: other months, other monitors, comparisons, rounded numbers.
    lines
        One a row of tolls.csv.
    """

    data: Data
    report: dict[str, Any]
    known_as: str | None
    audited: Findings
    unread: tuple[str, ...]
    left_out: tuple[Mention, ...]
    lines: tuple[PageRow, ...]
    name: ClassVar[str] = "page"
    header: ClassVar[str] = (
        "report_id party population killed children women torture printed_share_pct scope killed_min killed_max words "
        "arithmetic checks table differs_from"
    )

    @cached_property
    def closes(self) -> bool:
        """Whether the parties make the total."""
        return any(line.arithmetic == CLOSES for line in self.lines)

    @property
    def why_left_out(self) -> list[tuple[Mention, str]]:
        """Each statement that no row holds, and why: comparison, monitor, period, share, group or rounded."""
        month, monitor = str(self.report["month"]), str(self.report["monitor"])
        return [(line, why_not(line, month, monitor)) for line in self.left_out]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows for tolls.csv: of a row with nothing but a number stated in two ways there is none."""
        columns = list(self.data.tolls.columns)
        rows = [{column: getattr(line, column) for column in columns} for line in self.lines]
        keys = ("report_id", "party", "population", "scope")
        return [row for row in rows if any(row[column] is not None for column in columns if column not in keys)]


def read_page(
    text: str | Source,
    data: Data,
    *,
    monitor: str | None = None,
    month: str | None = None,
    language: str | None = None,
    url: str | None = None,
) -> Page:
    """Read a monitor's report, or a page that relays it, as rows of reports.csv and tolls.csv.

    Nothing is written. Each row has the words it was read from, and is held against the arithmetic of the page itself
    (with the checks of `audit`) and against the pages that the data folder has of the month.

    Parameters
    ----------
    text
        Plain text, or what `analysis.reading.files.source_of` returns of a file.
    data
        What `read_data` returns.
    monitor
        Whose report it is; None: the one it names most often, else the first of monitors.csv.
    month
        YYYY-MM; None: the month that most of its numbers are of.
    language
        As for `mentions`.
    url
        Where it stands; None: what an HTML file says of itself.

    Returns
    -------
    Page
        `.lines` (and `.frame`) have one row a party and population, in the columns of tolls.csv.

    Raises
    ------
    NotComparable
        A page without a month, or of which nothing can be read; an unknown monitor or language.

    Examples
    --------
    >>> from analysis import read_data
    >>> page = read_page("In May 2014 ISIS killed 9 civilians, of whom 10 were women, SNHR said.", read_data())
    >>> [(line.party, line.killed, line.women, line.arithmetic, line.checks) for line in page]
    [('isis', 9, 10, 'flagged', ('subset_exceeds',))]
    """
    source = text if isinstance(text, Source) else Source(text)
    found = mentions(source.text, data, language=language, month=month)
    asked = find_monitor(data.monitors, monitor or _most(line.monitor for line in found))
    about = month or _most(line.month for line in found if not line.month_end)
    if not about:
        raise NotComparable("no month is named with a number of people killed. Next: say which with --month.")
    kept = [line for line in found if not why_not(line, about, asked)]
    if not kept:
        raise NotComparable(f"no number of people killed in {about} by a party, or in all, was read in it.")
    report = _report(source, data, asked, about, found.language, url)
    rows = page_rows(kept, str(report["report_id"]), data)
    report |= _stated_total(rows)
    audited, lines = judged(report, rows, data)
    is_same = (data.reports["url"] == report["url"]) | (data.reports["sha256"] == report["sha256"])
    there = data.reports[is_same]["report_id"]
    left = tuple(line for line in found if line not in kept)
    return Page(data, report, next(iter(there), None), audited, _unread(source.text, found), left, lines)


def _unread(text: str, found: Iterable[Mention]) -> tuple[str, ...]:
    """The numbers in digits of a text, years aside, that stand in no statement."""
    within = {place for line in found for place in range(line.start, line.end)}
    numbers = (token for token in tokens(text) if token.number is not None and token.number not in YEARS)
    return tuple(token.written for token in numbers if token.start not in within)


def put_page(page: Page, folder: Path) -> None:
    """Add the rows of a page to the reports.csv and tolls.csv of a data folder, which is validated first.

    Raises
    ------
    RunError
        A page that is there already, or has no address; a file that cannot be written.
    DataError
        What the folder would break of its contract. In every case nothing is changed.
    """
    refuse_installed(folder)
    if not page.rows:
        raise RunError("no row was read of which all is certain. Nothing was changed.")
    if page.known_as:
        raise RunError(f"{folder} has this page already, as {page.known_as}. Nothing was changed.")
    if not page.report["url"]:
        raise RunError("a row needs the address of its page. Next: say it with --url. Nothing was changed.")
    with changing(folder):
        tables, rows = rows_of(folder, "reports", "tolls")
        for name, new in (("reports", [page.report]), ("tolls", page.rows)):
            rows[name] += [{column: _written(value) for column, value in row.items()} for row in new]
        change(folder, tables, rows, "the page's rows")


def _written(value: Any) -> str:
    """A cell as CSV has it."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float | Decimal) else str(value)


def _most(values: Iterable[str | None]) -> str | None:
    """What stands most often; the first of several."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: counts[value]) if counts else None


def _report(source: Source, data: Data, monitor: str, month: str, language: str, url: str | None) -> dict[str, Any]:
    """The page's row of reports.csv; its own page is one on the monitor's site."""
    url = url or source.url
    try:
        own, there = (urlsplit(address or "").hostname or "" for address in (monitor_of(data, monitor).url, url))
    except ValueError as error:
        raise NotComparable(f"{url!r} is no address: {error}. Next: say it with --url.") from error
    is_own = bool(there) and f".{there}".endswith(f".{own.removeprefix('www.')}")
    taken = set(data.reports["report_id"])
    stem = f"{(monitor if is_own or not there else there.removeprefix('www.')).replace('.', '-').replace('_', '-')}"
    names = (f"{stem}-{month}-{language}{f'-{number}' if number > 1 else ''}" for number in range(1, len(taken) + 2))
    row = dict.fromkeys(data.reports.columns)
    row |= {
        "report_id": next(name for name in names if name not in taken),
        "monitor": monitor,
        "month": month,
        "published": source.published,
        "language": language,
        "kind": "primary" if is_own else "relay",
        "publisher": monitor_of(data, monitor).short_label if is_own else there.removeprefix("www.") or None,
        "publisher_class": "monitor" if is_own else None,
        "url": url,
        "sha256": source.sha256,
    }
    return row


def _stated_total(rows: Sequence[PageRow]) -> dict[str, Any]:
    """The headline of the page: civilians where it has both."""
    totals = {row.population: row.killed for row in rows if row.party == TOTAL and row.killed is not None}
    population = next((one for one in POPULATIONS if one in totals and one != "fighters"), None)
    return {"stated_total": totals[population], "total_population": population} if population else {}
