"""What pandas uses where it finds it (pyarrow, numexpr, bottleneck) changes no byte and makes no kernel start cold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SNHR = Path(sys.executable).parent / "snhr"
COMPANIONS = ("pyarrow", "numexpr", "bottleneck")
MAPPING = """
kind = "victims"
monitor = "example"
population = "civilians"
child_under = 18
unknown = ["?"]
period = ["2024-02", "2024-03"]
[columns]
date = "day"
party = "by"
sex = "sex"
age = "age"
[sex]
female = ["F"]
male = ["M"]
[report]
publisher = "Watch"
url = "https://watch.example/list"
language = "en"
"""
RECORDS = (
    "day,by,sex,age\n2024-02-05,First forces,F,7\n2024-02-06,First forces,M,41\n"
    "2024-03-01,Second party,F,?\n2024-02-06,?,M,3\n"
)
ANSWERS = (
    "compare 2016-01",
    "compare 2018-03 --format json",
    "shares 2016-01 --format csv",
    "audit all --format csv",
    "claims --format json",
    "period 2015-11:2016-02",
    "period 2015-11:2016-02 russian_forces>government --format csv",
    "monitors 2016-01",
    "quote 2016-01 government",
    "check 2016-01 Russia>government",
    "build --out {folder}/built",
    "init {folder}/mine",
    "tabulate {folder}/list.csv --map {folder}/map.toml --data {folder}/mine --format csv",
    "tabulate {folder}/list.csv --map {folder}/map.toml --data {folder}/mine --into",
    "compare 2024-02 --data {folder}/mine",
)
WHAT_IS_USED = """
import sys, pandas, pandas.core.nanops
from pandas.core.computation.check import NUMEXPR_INSTALLED
assert NUMEXPR_INSTALLED and pandas.core.nanops._BOTTLENECK_INSTALLED
import pyarrow, numexpr, bottleneck
assert pandas.Series(["a"]).dtype.storage == "pyarrow"
from jupyter_client.manager import start_new_kernel
from analysis.kernels import provisioner
with provisioner.default(warm=True):
    manager, client = start_new_kernel()
assert provisioner.last_mode() == "warm", provisioner.last_mode()
said = []
client.execute_interactive("import sys; print('pyarrow' in sys.modules)", timeout=60, output_hook=said.append)
assert [one["content"]["text"] for one in said if one["msg_type"] == "stream"] == ["True\\n"], said
client.stop_channels()
manager.shutdown_kernel(now=True)
"""
Tally = Callable[[str, str, int, str], None]


@pytest.fixture(scope="module")
def companions(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path on which pandas finds them."""
    folder = tmp_path_factory.mktemp("companions")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--target", folder]
    done = subprocess.run([*pip, *COMPANIONS], capture_output=True, text=True, timeout=600)
    if done.returncode:
        pytest.skip(f"pip installs none of {', '.join(COMPANIONS)} here: {done.stderr.strip()[-300:]}")
    found = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    used = subprocess.run(
        [sys.executable, "-c", WHAT_IS_USED], env={**os.environ, "PYTHONPATH": found}, capture_output=True, text=True
    )
    assert used.returncode == 0, used.stderr
    return found


def answers(folder: Path, path: str | None) -> dict[str, tuple[int, bytes, bytes]]:
    """What each command says, and every file that they write."""
    folder.mkdir()
    (folder / "map.toml").write_text(MAPPING)
    (folder / "list.csv").write_text(RECORDS)
    found = {}
    for line in ANSWERS:
        done = snhr(line.format(folder=folder), path)
        out, error = (text.replace(bytes(folder), b"FOLDER") for text in (done.stdout, done.stderr))
        found[line] = (done.returncode, out, error)
    return found | {
        str(file.relative_to(folder)): (0, file.read_bytes(), b"") for file in folder.rglob("*") if file.is_file()
    }


def snhr(line: str, path: str | None) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | ({"PYTHONPATH": path} if path else {})
    return subprocess.run([SNHR, *line.split(" ")], env=environment, capture_output=True, timeout=600)


def test_every_answer_has_the_same_bytes(companions: str, tmp_path: Path, tally: Tally) -> None:
    without, found = answers(tmp_path / "without", None), answers(tmp_path / "with", companions)
    assert [line for line in ANSWERS if without[line][0] not in (0, 1)] == []
    assert without.keys() == found.keys()
    assert [name for name in without if without[name] != found[name]] == []
    tally("companions", "commands beside pyarrow, numexpr and bottleneck", len(ANSWERS), "the same bytes")


def test_a_batch_has_the_same_bytes_and_every_kernel_is_warm(companions: str, tmp_path: Path, tally: Tally) -> None:
    pages: list[dict[str, bytes]] = []
    for name, path in (("without", None), ("with", companions)):
        done = snhr(f"run 2016-01 --out {tmp_path / name}", path)
        assert done.returncode == 0, done.stderr
        month = tmp_path / name / "2016-01"
        record = json.loads((month / "run.json").read_text("utf-8"))
        assert {one["kernel"] for one in record["notebooks"].values()} == {"warm"}
        pages.append({file.name: file.read_bytes() for file in month.glob("*.ipynb")})
    assert pages[0]
    assert pages[0] == pages[1]
    tally("companions", "notebooks beside pyarrow, numexpr and bottleneck", len(pages[0]), "warm; the same bytes")
