"""A new data folder for exactly one list of victims or incidents."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from analysis.data.starter import example_table, init
from analysis.lists.sketch import Sketch, sketch_of
from analysis.model.adding import TOTAL

_COLORS = (  # distinguishable with colour blindness: Paul Tol's bright and muted sets
    *("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377"),
    *("#332288", "#ddcc77", "#117733", "#88ccee", "#882255", "#44aa99"),
)


def begin(folder: Path, path: Path) -> tuple[list[Path], Sketch]:
    """Make a data folder whose parties are those that a list names, and a mapping of it to be completed.

    Returns
    -------
    tuple
        The files written, mapping.toml among them, and what is in this.

    Raises
    ------
    DataError, RunError
        A file that cannot be read, or a folder that holds files or cannot be written; nothing is made then.
    """
    code = re.sub("[^a-z0-9]+", "_", path.name.partition(".")[0].casefold()).strip("_") or "list"
    code = code if code[0].isalpha() else f"list_{code}"
    examples = example_table("parties")
    others = next(row["party"] for row in examples if row["residual"] == "true")
    sketch = sketch_of(path, None, code, others)
    first = sketch.period[0] if sketch.period else "1900-01"
    monitor = {"monitor": code, "name": code, "short_label": code}
    monitors = [example_table("monitors")[0] | monitor]
    of_all = [{**row, "valid_from": first} for row in examples]
    parties = [
        {**of_all[0], "party": party, "label": label, "short_label": label, "aliases": "", "color": color}
        for (party, label), color in zip(sketch.parties, _COLORS, strict=False)
    ]
    parties += [row for row in of_all if row["party"] in (others, TOTAL)]
    parties = [{**row, "order": str(order)} for order, row in enumerate(parties, start=1)]
    tables = {"monitors": monitors, "parties": parties, "reports": [], "tolls": []}
    texts = {f"{name}.csv": _csv(name, rows) for name, rows in tables.items()}
    return init(folder, {**texts, "mapping.toml": sketch.text}), sketch


def _csv(name: str, rows: list[dict[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, [*example_table(name)[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
