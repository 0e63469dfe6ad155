"""data/processed: what is committed is what a rebuild gives, byte for byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import Data, RunError, audit, read_data
from analysis.build import build
from analysis.data.folder import REPOSITORY, processed_folder
from analysis.tolls.series import Tolls


def test_a_rebuild_gives_the_committed_bytes(data: Data, tmp_path: Path) -> None:
    for path in build(data, tmp_path / "processed"):
        assert path.read_bytes() == (REPOSITORY / "data" / "processed" / path.name).read_bytes(), (
            f"{path.name}: run `snhr build`"
        )


def test_the_manifest_names_every_raw_and_built_file(data: Data) -> None:
    manifest = json.loads((processed_folder(data.folder) / "manifest.json").read_text())
    assert set(manifest["raw"]) == {path.name for path in data.folder.iterdir()} - {"README.md"}
    for name, digest in manifest["built"].items():
        assert hashlib.sha256((processed_folder(data.folder) / name).read_bytes()).hexdigest() == digest


def test_tolls_hold_every_monitor_and_population(data: Data, tolls: Tolls) -> None:
    built = pd.read_csv(REPOSITORY / "data" / "processed" / "tolls.csv", dtype={"value": "Int64"})
    assert list(built.columns) == ["monitor", *Tolls.kinds]
    assert set(built["monitor"]) == set(data.monitors["monitor"]) - {"ohchr"}  # OHCHR prints windows, no months
    assert set(built["population"]) == {"civilians", "fighters", "persons"}
    snhr = built.query("monitor == 'snhr' and population == 'civilians'").reset_index(drop=True)
    pd.testing.assert_series_equal(snhr["value"], tolls.frame["value"])


def test_findings_and_verdicts_are_what_the_functions_say(data: Data) -> None:
    built = {
        name: pd.read_csv(REPOSITORY / "data" / "processed" / f"{name}.csv", dtype="str")
        for name in ("findings", "verdicts")
    }
    assert len(built["findings"]) == len(audit(data))
    assert list(built["verdicts"]["claim_id"]) == [*data.claims["claim_id"], *data.comparison_claims["claim_id"]]
    numbers = built["findings"][["printed", "computed", "difference"]].stack()
    assert numbers.str.fullmatch(r"-?\d+(\.[1-9])?").all()  # whole numbers as such, else one decimal


def test_built_files_never_go_where_raw_ones_are(folder: Path) -> None:
    data = read_data(folder, validate=True)
    before = (folder / "tolls.csv").read_bytes()
    with pytest.raises(RunError, match="raw and built files never share a folder"):
        build(data, folder)
    assert (folder / "tolls.csv").read_bytes() == before
    assert processed_folder(folder.with_name("processed")).name == "processed-processed"
    (folder.parent / "file").write_text("")
    with pytest.raises(RunError, match="cannot write into"):
        build(data, folder.parent / "file" / "out")


def test_build_of_another_folder_goes_beside_it(folder: Path) -> None:
    data = read_data(folder, validate=True)
    assert {path.parent for path in build(data, processed_folder(data.folder))} == {folder.parent / "processed"}
