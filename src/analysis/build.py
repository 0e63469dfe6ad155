"""Build data/processed from data/raw: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data.folder import refuse_raw
from analysis.data.tables import Data
from analysis.errors import RunError
from analysis.model.results import Result
from analysis.questions.audit.findings import audit
from analysis.questions.claims.claims import check_claims
from analysis.tolls.completeness import completeness
from analysis.tolls.monthly import tolls_by_population

_MIXED = ("printed", "computed", "difference", "value")


def build(data: Data, out: Path) -> list[Path]:
    """Write tolls.csv (all monitors and populations), completeness.csv, findings.csv, verdicts.csv and manifest.json.

    The manifest, written last, holds the SHA-256 of every raw file, which says that they were validated, and of every
    built one.

    Parameters
    ----------
    data
        What `read_data(validate=True)` returns.
    out
        A folder of its own; raw and built files never share one.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    RunError
        A folder that holds raw data, or cannot be written.
    """
    refuse_raw(out)
    contents = {name: csv_text(table).encode() for name, table in built_tables(data).items()}
    built = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = json.dumps({"raw": data.hashes, "built": built}, indent=2, sort_keys=True) + "\n"
    contents["manifest.json"] = manifest.encode()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            part = out / f".{name}.part"
            part.write_bytes(content)
            os.replace(part, out / name)
    except OSError as error:
        raise RunError(f"cannot write into {out}: {error.strerror}. Name another folder with --out.") from error
    return [out / name for name in contents]


def built_tables(data: Data) -> dict[str, pd.DataFrame]:
    """Make the tables that `build` writes, by the names of their files."""
    monitors = sorted(data.monitors["monitor"])
    every = [tolls for monitor in monitors for tolls in tolls_by_population(data, monitor).values()]
    return {
        "tolls.csv": _one_table(every),
        "completeness.csv": _one_table(map(completeness, every)).sort_values(["monitor", "month", "population"]),
        "findings.csv": audit(data).frame,
        "verdicts.csv": _one_table(check_claims(data, claims) for claims in (data.claims, data.comparison_claims)),
    }


def _one_table(results: Iterable[Result[Any]]) -> pd.DataFrame:
    """The tables of several results, one below the other."""
    tables = [result.frame for result in results]
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)


def csv_text(table: pd.DataFrame) -> str:
    """Write a table as CSV: whole numbers as such, blank where there is no value, full precision."""
    return str(whole_numbers(table).to_csv(index=False, lineterminator="\n"))


def whole_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Turn whole numbers of audits and claims into integers: they hold deaths and percentages; 94 is no 94.0."""
    numbers = [column for column in _MIXED if column in table.columns]
    written = {c: [_whole(value) for value in table[c].astype("object")] for c in numbers}
    return table.assign(**{c: pd.Series(values, table.index, dtype="object") for c, values in written.items()})


def _whole(value: Any) -> Any:
    return value if pd.isna(value) or not float(value).is_integer() else int(value)
