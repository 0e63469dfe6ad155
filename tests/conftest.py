from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import pytest
from folders import TESTS

from analysis import Data, monthly_tolls, read_data
from analysis.data.folder import ENVIRONMENT_VARIABLE, REPOSITORY
from analysis.tolls.series import Tolls

matplotlib.use("agg")
LONG = ("whole", "notebooks", "site", "golden", "kernels")  # folders whose files take minutes


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of what the committed figures say, which `make unit` leaves out; begin with what takes longest.

    Begun last, a long file would keep one worker busy while all others have nothing to do.
    """
    items.sort(key=lambda item: item.path.parent.name not in LONG)
    for item in items:
        if {"data", "tolls"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("figures")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without the environment variable, and drop what `snhr run --data` sets."""
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close the pictures that a test leaves open: of more than twenty in a process matplotlib warns."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(scope="session")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="session")
def tolls(data: Data) -> Tolls:
    return monthly_tolls(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small valid data folder: two months of SNHR, one of Airwars, under the repository's contract."""
    target = tmp_path / "raw"
    shutil.copytree(TESTS / "right" / "base", target)
    shutil.copy(REPOSITORY / "data" / "raw" / "datapackage.json", target)
    return target
