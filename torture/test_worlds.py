"""The properties of tests/test_properties.py, over many more random conflicts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

from analysis.folders import REPOSITORY

WORLDS = int(os.environ.get("WORLDS", "100"))


def test_random_conflicts(tally: Callable[[str, str, int, str], None]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, REPOSITORY / "tests" / "test_properties.py"],
        env={**os.environ, "WORLDS": str(WORLDS)},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    properties = int(re.findall(r"(\d+) passed", done.stdout)[-1])
    tally("numbers", f"{properties} properties of random conflicts", properties * WORLDS, "all hold")
