"""Build data/processed from data/raw: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pandas as pd

from analysis.cells import POPULATIONS
from analysis.comparison import completeness
from analysis.data import Data
from analysis.errors import RunError
from analysis.reconcile import monthly_tolls


def build(data: Data, out: Path) -> list[Path]:
    """Write tolls.csv (all monitors and populations), completeness.csv and, last, manifest.json into `out`.

    The manifest holds the SHA-256 of every raw file, which says that they were validated, and of every built one.

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
    monitors = sorted(data.monitors["monitor"])
    every = [monthly_tolls(data, monitor, population) for monitor in monitors for population in POPULATIONS]
    attrs = next(tolls.attrs for tolls in every)
    tolls = pd.concat([tolls for tolls in every if len(tolls)], ignore_index=True)
    tolls.attrs = attrs
    tables = {"tolls.csv": tolls, "completeness.csv": completeness(tolls, data.reports)}
    contents = {name: table.to_csv(index=False, lineterminator="\n").encode() for name, table in tables.items()}
    built = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = json.dumps({"raw": data.hashes, "built": built}, indent=2, sort_keys=True) + "\n"
    contents["manifest.json"] = manifest.encode()
    if out.resolve() == data.folder or (out / "datapackage.json").exists():
        raise RunError(f"{out} holds raw data: raw and built files never share a folder. Name another with --out.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            part = out / f".{name}.part"
            part.write_bytes(content)
            os.replace(part, out / name)
    except OSError as error:
        raise RunError(f"cannot write into {out}: {error.strerror}. Name another folder with --out.") from error
    return [out / name for name in contents]
