"""What is run again when the data change: what read what changed, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from edits import edit, run_again

from analysis import Data, read_data
from analysis.data import parts
from analysis.notebooks import runner
from analysis.tolls.monthly import monthly_tolls

MONTHS, NAMES = ["2016-01", "2016-02"], ["01_comparison", "03_audit"]
ALL = {f"{month}/{name}" for month in MONTHS for name in NAMES}
JANUARY = {"2016-01/01_comparison", "2016-01/03_audit"}


@pytest.fixture(scope="module")
def batch(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data, and a batch that was run on it."""
    folder = tmp_path_factory.mktemp("incremental")
    shutil.copytree(data.folder, folder / "raw")
    runner.run(MONTHS, NAMES, folder / "out", read_data(folder / "raw"), {}, jobs=2)
    return folder


@pytest.mark.parametrize(
    ("edits", "again"),
    [
        ([("tolls", {"report_id": "snhr-2016-01-de", "party": "isis"}, "killed", "97")], JANUARY),
        ([("reports", {"report_id": "snhr-2016-01-en"}, "published", "2016-01-31")], JANUARY),
        ([("governorates", {"report_id": "snhr-2016-01-en-cns"}, "killed", "211")], {"2016-01/01_comparison"}),
        ([("claims", {"claim_id": "blick-2016-01-government-killed"}, "value", "517")], {"2016-01/03_audit"}),
        ([("comparison_claims", {"month": "2016-01"}, "relation", "lt")], {"2016-01/03_audit"}),
        ([("known_discrepancies", {"month": "2016-01"}, "reason", "massacre_report")], JANUARY),
        (
            [
                ("tolls", {"report_id": "media-snhr-2018-03-ar", "party": "isis"}, "killed", "29"),
                ("adjudications", {"month": "2013-11"}, "reason", "unresolved: two relays"),
                ("period_totals", {"period_end": "2016-06-30"}, "killed", "3472"),
            ],
            set(),
        ),
        ([("definitions", {"monitor": "snhr", "aspect": "standard"}, "summary", "Said otherwise.")], ALL),
        ([("parties", {"party": "isis"}, "short_label", "Daesh")], ALL),
        ([("monitors", {"monitor": "snhr"}, "short_label", "The Network")], ALL),
    ],
    ids=lambda one: one[0][0] if isinstance(one, list) else "",
)
def test_what_read_it_is_run_again_and_nothing_else(
    batch: Path, tmp_path: Path, edits: list[tuple[str, dict[str, str], str, str]], again: set[str]
) -> None:
    for name in ("raw", "out"):
        shutil.copytree(batch / name, tmp_path / name)
    for one in edits:
        edit(tmp_path / "raw", *one)
    assert run_again(tmp_path / "raw", tmp_path / "out", MONTHS, NAMES, tmp_path / "anew") == again


def test_what_is_read_is_noted(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "READ", set())
    monthly_tolls(data, month="2016-01")
    tables = ("tolls", "reports", "adjudications", "known_discrepancies")
    whole = {(name, "") for name in ("monitors", "parties", "definitions")}
    assert {(name, "2016-01") for name in tables} | whole == parts.READ
    len(data.only("2016-01", "2016-02").claims)
    assert {("claims", "2016-01"), ("claims", "2016-02")} <= parts.READ
    data.report("snhr-2016-02-en")
    assert ("reports", "2016-02") in parts.READ
    assert ("tolls", "") not in parts.READ
    assert (parts.ALL, "") not in parts.READ
    assert data.folder.is_dir()
    assert (parts.ALL, "") in parts.READ
    monthly_tolls(data)
    assert ("tolls", "") in parts.READ


def test_a_months_rows_are_those_of_the_whole(data: Data) -> None:
    for name in ("reports", "tolls", "governorates", "adjudications", "claims", "known_discrepancies"):
        months = set(getattr(data, name)["month"] if "month" in getattr(data, name) else data.reports["month"])
        assert sum(len(getattr(data.only(month), name)) for month in months) == len(getattr(data, name))
    one = data.only("2016-01").having(tolls=data.tolls.iloc[:0])
    assert (len(one.tolls), set(one.reports["month"])) == (0, {"2016-01"})
    digests = data.digests
    other = data.having(tolls=data.tolls.assign(killed=data.tolls["killed"] + 1)).digests
    assert {part for part in digests if digests[part] != other[part]} == {
        part for part in digests if part[0] == "tolls"
    }
