"""Bad input by the thousand: the targets of tests/helpers/fuzzing.py, drawn by hypothesis and guided by coverage."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fuzzing
import pytest
from hypothesis import given, seed, settings
from test_fuzz import FUZZED, SHORT, _prepared  # noqa: F401  (a fixture)

from analysis.data.tables import TABLES

CASES = int(os.environ.get("FUZZ_CASES", "2500"))  # of each; 100,000 take an hour or two on two cores
SLOW = {"contract": 20}  # how many times fewer cases: each checks ten tables anew
ROUND = 2500  # hypothesis remembers what it drew
MILLION = 10**6
Tally = Callable[[str, str, int, str], None]
PLACE = "an error with its place, or the right table"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("what", FUZZED)
def test_drawn(what: str, tally: Tally) -> None:
    drawn, target = FUZZED[what]
    cases, taken = CASES // SLOW.get(what, 1), 0

    def check(case: Any) -> None:
        nonlocal taken
        taken += target(case) in (True, 0) or what == "cli"

    for start in range(0, cases, ROUND):
        some = settings(SHORT, derandomize=False, max_examples=min(ROUND, cases - start))
        seed(start)(some(given(drawn)(check)))()
    assert taken
    tally("bad input", f"{what}: drawn by hypothesis", cases, PLACE if what != "cli" else "one message, or an answer")


@pytest.mark.parametrize("reader", ["data", "claims", "records"])
def test_guided_by_coverage(reader: str, tally: Tally, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="pip install atheris: the fuzzing that coverage guides")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, seed_of in seeds(reader).items():
        (corpus / name).write_bytes(seed_of)
    words = [f"-runs={CASES}", "-seed=1", "-len_control=0", "-max_len=4096", f"-timeout={fuzzing.SECONDS}"]
    fuzz = Path(__file__).with_name("coverage_guided.py")
    done = subprocess.run(
        [sys.executable, fuzz, reader, corpus, *words, f"-artifact_prefix={tmp_path}/"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert re.search(rf"#{CASES}\s+DONE +cov: ", done.stderr), "no case was guided by coverage"
    tally("bad input", f"{reader}: guided by coverage (atheris)", CASES, PLACE)


def seeds(reader: str) -> dict[str, bytes]:
    """Real files, cut small; the first byte is that of `coverage_guided.one_input`."""
    if reader == "claims":
        return {name: text.encode() for name, text in fuzzing.CLAIMS.items()}
    if reader == "records":
        return {kind: bytes([i]) + fuzzing.RECORDS[kind].encode() for i, kind in enumerate(fuzzing.RECORDS)}
    raw = fuzzing.home() / "raw"
    return {name: bytes([i]) + (raw / f"{name}.csv").read_bytes() for i, name in enumerate(TABLES)}


@pytest.mark.parametrize("more", [(), ("--format", "csv"), ("isis > Russia",)], ids=str)
def test_ten_thousand_years(more: tuple[str, ...], tally: Tally) -> None:
    assert fuzzing.snhr(["period", "0001-01:9999-12", *more]) == 0
    tally("bad input", f"period 0001-01:9999-12 {' '.join(more)}".strip(), 1, "an answer")


def test_a_million_rows(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and held against the file, cell by cell. The checks of the contract take most of the time."""
    monkeypatch.setattr(fuzzing, "SECONDS", 3600)
    head, row, _ = fuzzing.RECORDS["victims"].split("\n", 2)
    raw = "\n".join([head, *(row.replace("A", f"A{i}") for i in range(MILLION))])
    assert fuzzing.records(raw.encode())
    table = (fuzzing.home() / "raw" / "known_discrepancies.csv").read_text("utf-8")
    more = "\n".join(f"snhr,2016-01,isis,killed,{i},98,does_not_follow" for i in range(MILLION))
    assert fuzzing.table("known_discrepancies", f"{table}{more}\n".encode())
    tally("bad input", "a million rows of records, and of a table of the data", 2, "every one read")


def test_a_million_bad_rows(tally: Tally) -> None:
    """All of them are told, or counted."""
    head, row, _ = fuzzing.RECORDS["victims"].split("\n", 2)
    raw = "\n".join([head, *(row.replace("Russia", f"R?{i}") for i in range(MILLION))])
    assert not fuzzing.records(raw.encode())
    tally("bad input", "a million records of unknown parties", 1, "refused, each counted")
