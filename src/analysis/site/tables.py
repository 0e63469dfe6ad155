"""Tables of results as a page shows them: each published number with its source, each report a link to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from analysis.language import ISOLATES, language, say
from analysis.safe_text import is_address
from analysis.show import labels

_AS_PUBLISHED = ("the whole toll", *(labels.BASIS[basis] for basis in ("adjudicated", "primary", "relay")))
_COUNTS = ("Deaths", "Deaths documented", "Deaths alleged")
_NUMBER = re.compile(r"(?:at (?:least|most) )?([0-9][0-9,.]*)( of )?")
_SHARE = re.compile(r".*[(]((?:at least |up to )?[0-9][0-9,]*) of ")


def table(frame: pd.DataFrame, named: Callable[[str], str], cited: Callable[[str], str]) -> dict[str, Any]:
    """The columns and rows of a reader's table.

    Parameters
    ----------
    frame
        What the `.table` of a result is: texts. Its column `Report` holds codes, joined by commas.
    named, cited
        What writes a report in a few words, and with its address.

    Returns
    -------
    dict
        `columns`, and `rows` of cells: the text, what is seen on hover, whether it is a number, links to reports.
    """
    report_, texts = say("Report"), {say(name) for name in ("Report", "Claim", "Notes", "Caution")}
    groups = {labels.capitalized(say(name)) for name in ("children", "women", "women (adult)")}
    counts = groups | {say(name) for name in _COUNTS}
    as_published = {"", *(say(name) for name in _AS_PUBLISHED)}
    rows = []
    for values in frame.astype(str).to_numpy().tolist():
        row = dict(zip(frame.columns, values, strict=True))
        reports = [code for code in row.get(report_, "").split(", ") if code]
        source = unquote("; ".join(map(cited, reports)))
        kinds = [row[name] for name in (say("Basis"), say("What it is")) if row.get(name, "") not in as_published]
        for kind in reversed(kinds):
            source = say("{kind}, from {source}", kind=kind, source=source)
        cells = []
        for column, text in row.items():
            links = [_link(code, named) for code in reports] if column == report_ else []
            about = _about(text, source) if column in counts and reports else ""
            number = bool(_NUMBER.match(text.lstrip(ISOLATES))) and column not in texts
            cells.append({"text": text, "about": about, "number": number, "links": links})
        rows.append(cells)
    columns = [say("Source") if column == report_ else column for column in frame.columns]
    return {"columns": columns, "rows": rows}


def _link(code: str, named: Callable[[str], str]) -> tuple[str, str]:
    """Where a report stands on the page, and its name; a page of totals of a period has its address alone."""
    return (code, urlsplit(code).netloc) if is_address(code) else (f"#r-{code}", named(code))


def _about(text: str, source: str) -> str:
    """Where a number is from; a percentage is computed, and of `94 of 679` the other number is that of another cell."""
    if language() != "en":
        if "%" in text:
            return say("the percentage computed, from {source}", source=source)
        return source if any(map(str.isdigit, text)) else ""
    if not (found := _NUMBER.match(text)):
        return ""
    if share := _SHARE.match(text):
        return f"{share[1]}, the percentage computed: {source}"
    return f"{found[1]}: {source}" if found[2] else source
