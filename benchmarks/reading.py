"""How much of monitors' pages the reader reads, and how much of that is right.

    python benchmarks/reading.py FOLDER

FOLDER holds texts of pages as <report_id>.txt or .html, the codes of data/raw/reports.csv. Each number that is read for
the page's month is held against the rows of tolls.csv for that page. Recall is of the rows whose number stands in the
text, in digits: a text may be cut. No text of a page is kept with this project.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from analysis import Data, mentions, read_data
from analysis.reading.files import text_of
from analysis.reading.tokens import plain

MEASURES = ("killed", "children", "women", "torture")


def scores(folder: Path, data: Data) -> dict[tuple[str, str], Counter[str]]:
    """By language and measure: how many numbers were read right and wrong, and how many rows were missed."""
    reports = {row["report_id"]: row for row in data.reports.to_dict("records")}
    found: dict[tuple[str, str], Counter[str]] = {}
    pages = sorted([*folder.glob("*.txt"), *folder.glob("*.html")])
    unknown = [path.name for path in pages if path.stem not in reports] if pages else ["no page"]
    if unknown:
        raise SystemExit(f"{folder}: expected <report_id>.txt or .html; found {', '.join(unknown)}")
    for path in pages:
        report = reports[path.stem]
        text = text_of(str(path))
        digits = {int(re.sub(r"\D", "", number)) for number in re.findall(r"[0-9][0-9.,'\s]*", plain(text)[0])}
        rows = data.tolls[data.tolls["report_id"] == path.stem]
        published = {
            (row["party"], measure, int(row[measure]))
            for row in rows.to_dict("records")
            for measure in MEASURES
            if row[measure] == row[measure] and row[measure] is not None
        }
        read = {
            (line.party, line.measure, int(line.low))
            for line in mentions(text, data, month=report["month"])
            if line.unit == "deaths" and line.low is not None and line.low == line.high
            if (line.month, line.month_end) == (report["month"], None) and line.measure in MEASURES
        }
        for outcome, numbers in (
            ("right", read & published),
            ("wrong", read - published),
            ("missed", {one for one in published - read if one[2] in digits}),
        ):
            for _, measure, _ in numbers:
                found.setdefault((report["language"], measure), Counter())[outcome] += 1
    return found


def main() -> None:
    """Print a line a language and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    found = scores(parser.parse_args().folder, read_data())
    print("language measure  right wrong missed precision recall")
    for (language, measure), counts in sorted(found.items()):
        right, wrong, missed = (counts[outcome] for outcome in ("right", "wrong", "missed"))
        precision, recall = (right / max(right + other, 1) for other in (wrong, missed))
        print(f"{language:8} {measure:8} {right:5} {wrong:5} {missed:6} {precision:9.2f} {recall:6.2f}")


if __name__ == "__main__":
    main()
