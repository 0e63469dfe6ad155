"""Run executed notebooks again and say which outputs no longer hold."""

from __future__ import annotations

import base64
import difflib
import io
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
from PIL import Image

from analysis.data.tables import Data
from analysis.errors import RunError
from analysis.notebooks.environment import versions_changed
from analysis.notebooks.files import TIMEOUT, Executed, canonical, foreign, unsound
from analysis.notebooks.pool import threads
from analysis.notebooks.runs import RECORD, STATES, Ground, misplaced, read_record, state

COLUMNS = ["month", "notebook", "status", "message"]
TOLERANCE = 2.0  # root mean square of the differences of colours, 0 to 255, where versions differ
_TILE = 32  # points; in a whole picture a digit that differs would not count
_PICTURE = "image/png"
_BYTES = re.compile(rf'("{_PICTURE}": )"[^"]*"')
_AROUND = 1  # lines shown before and after one that differs
_SAVED = (
    "the outputs are the same, but the file is not in the form in which a run writes it: saved anew, as by JupyterLab, "
    "or edited. Next: run it again with `snhr run --force`."
)


def verify(folder: Path, jobs: int, data: Data, *, cold: bool = False, trust: bool = False) -> pd.DataFrame:
    """Run every notebook of a batch again and compare its outputs, pictures too.

    Parameters
    ----------
    folder
        What `snhr run` wrote.
    jobs
        How many at a time.
    data
        What the notebooks are to be run on: the data of run.json.
    cold
        Start every kernel anew instead of forking it.
    trust
        Run notebooks too whose code is not this repository's. Their outputs are compared; where run.json has them, they
        must be as written. Without it they are refused and nothing of them is run.

    Returns
    -------
    DataFrame
        One row a notebook: month, notebook, status (holds, changed or refused) and what changed or why, cell by cell.
        A picture holds that is the same point by point; where versions are not those of its run, one whose colours are
        nowhere further apart than `TOLERANCE`.

    Raises
    ------
    RunError
        No notebooks there, or notebooks run on other data.
    """
    there, recorded = (
        {p for p in folder.rglob(name) if not any(part.startswith(".") for part in p.relative_to(folder).parts)}
        for name in ("*.ipynb", RECORD)
    )
    records = {path.parent: read_record(path.parent) for path in there | recorded}
    known = {at: [one for one in record.get("notebooks", {}) if "/" not in one] for at, record in records.items()}
    paths = sorted(there | {at / f"{name}.ipynb" for at, names in known.items() for name in names})
    if not paths:
        raise RunError(f"no executed notebooks in {folder}. Next: `snhr run --out {folder}`.")
    ground = Ground(data)
    other = {at.name for at, record in records.items() if ground.on_other_data(record)}
    if other:
        raise RunError(f"{', '.join(sorted(other))}: run on other data than {data.folder}. Name theirs with --data.")
    status, message, asked = dict.fromkeys(paths, "changed"), dict[Path, str](), dict[Path, str]()
    upgraded = {at: versions_changed(record) for at, record in records.items()}
    trusted = set()
    for path in paths:
        if not path.is_file():
            message[path] = "not a file" if path in there else STATES["missing"]  # a named pipe would be waited for
            continue
        try:
            text = path.read_bytes().decode()  # once: what is judged is what is run
            notebook = nbformat.reads(text, as_version=4)
        except (OSError, ValueError) as error:
            message[path] = f"not a readable notebook: {type(error).__name__}"
            continue
        strange = foreign(notebook)
        if strange and not trust:
            status[path] = "refused"
            message[path] = f"{strange}; nothing of it was run. Next: read its code; `snhr verify --trust` runs it."
            continue
        trusted |= {path} if strange else set()
        wrong = [_unlike_record(path, records[path.parent], needed=not strange), *unsound(notebook)]
        message[path] = "\n".join(filter(None, wrong))
        asked[path] = text
    with threads(jobs, cold) as (submit, completed):
        futures = {submit(text, {}, TIMEOUT): path for path, text in asked.items()}
        for future in completed(list(futures)):
            path = futures[future]
            versions, again = upgraded[path.parent], future.result()[0]
            changed = "\n".join(_differences(asked[path], again, TOLERANCE if versions else 0.0))
            if changed and versions:
                changed += f"\nOther versions than it was run with: {versions}."
            elif not changed and path not in trusted and _form(asked[path]) != _form(again.text):
                changed = _SAVED
            message[path] = "\n".join(filter(None, [message[path], changed]))
            status[path] = "changed" if message[path] else "holds"
    rows = [(path.parent.name, path.stem, status[path], message[path]) for path in paths]
    return pd.DataFrame(rows, columns=COLUMNS)


def _unlike_record(path: Path, record: Mapping[str, Any], needed: bool) -> str:
    """Whether a notebook is not what a run wrote for its month."""
    entry = record.get("notebooks", {}).get(path.stem)
    if entry is None:
        return "no record of its run in run.json" if needed else ""
    found = state(path.parent, path.stem, record)
    return "\n".join(filter(None, [misplaced(path.parent.name, record), STATES.get(found, "")]))


def _form(text: str) -> str:
    """The text of a notebook's file without its pictures, which are compared by what they show."""
    return _BYTES.sub(r"\1", text)


def _differences(text: str, again: Executed, tolerance: float) -> Iterator[str]:
    """What of a notebook another run of it does not give, cell by cell."""
    if again.message:
        yield again.message
    if not any(cell.get("execution_count") for cell in nbformat.reads(again.text, as_version=4).cells):
        return  # nothing of it was run
    before = [cell for cell in canonical(nbformat.reads(text, as_version=4)).cells if cell.cell_type == "code"]
    after = [cell for cell in nbformat.reads(again.text, as_version=4).cells if cell.cell_type == "code"]
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        was, is_ = _outputs(old), _outputs(new)
        for place in dict.fromkeys([*was, *is_]):
            if changed := _change(was.get(place, ""), is_.get(place, ""), place.endswith(_PICTURE), tolerance):
                line = (old.source.strip() or "(no code)").splitlines()[-1]
                yield f"cell {number}, {place}\n    {line}\n{changed}"


def _outputs(cell: Any) -> dict[str, str]:
    """What a cell put out, by place and kind."""
    found: dict[str, str] = {}
    for place, output in enumerate(cell.outputs, 1):
        kinds = output.get("data") or {output.get("name", output.output_type): output.get("text", str(output))}
        found |= {f"output {place}, {kind}": str(value) for kind, value in kinds.items()}
        found |= {f"output {place}, {kind}, metadata": str(value) for kind, value in output.get("metadata", {}).items()}
    return found


def _change(was: str, is_: str, picture: bool, tolerance: float) -> str:
    """How two outputs differ; '' where they do not."""
    if was == is_:
        return ""
    if picture and was and is_:
        try:
            apart = _distance(was, is_)
        except (ValueError, OSError, Image.DecompressionBombError):  # of base64, of PNG, of its size
            return "    no picture that can be read"
        if math.isinf(apart):
            return "    a picture of another size, or of several"
        largest = f"{apart:.1f} of 255 where they differ most"
        return "" if apart <= tolerance else f"    another picture (root mean square of the differences {largest})"
    if picture:
        return "    a picture is new" if is_ else "    a picture is gone"
    lines = difflib.unified_diff(was.splitlines(), is_.splitlines(), n=_AROUND, lineterm="")
    return "\n".join(f"    {line}" for line in lines if not line.startswith(("---", "+++", "@@")))


def _distance(was: str, is_: str) -> float:
    """How far two pictures are apart in that tile where it is most; without end where they differ in size or move."""
    pictures: list[Any] = [Image.open(io.BytesIO(base64.b64decode(png)), formats=["PNG"]) for png in (was, is_)]
    if len({one.size for one in pictures}) > 1 or any(one.n_frames > 1 for one in pictures):
        return math.inf
    first, second = (np.asarray(one.convert("RGBA"), dtype=float) for one in pictures)
    apart = _tiles((first - second) ** 2) / _tiles(np.ones_like(first))
    return float(np.sqrt(apart.max()))


def _tiles(points: Any) -> Any:
    """The sum of each tile of a picture."""
    for axis in (0, 1):
        points = np.add.reduceat(points, np.arange(0, points.shape[axis], _TILE), axis=axis)
    return points.sum(axis=2)
