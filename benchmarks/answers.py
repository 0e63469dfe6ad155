"""How fast the questions are answered beside another commit: `python benchmarks/answers.py COMMIT [--rounds 5]`.

Both are run in turn, each in a process of its own, because machines drift by a third between minutes: processor time,
the best of the rounds, and how many DataFrames an answer makes. What a commit cannot run is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ASK = """
import json, sys, time
import pandas as pd
from analysis import audit, check_claims, compare, monthly_tolls, read_data, trend
from inspect import signature
data = read_data(sys.argv[1], validate=False)
tolls = monthly_tolls(data)
reports = [data.reports] if "reports" in signature(trend).parameters else []
asked = {
    "monthly_tolls": lambda: monthly_tolls(data),
    "compare": lambda: compare(tolls, "2016-01"),
    "trend": lambda: trend(tolls, *reports),
    "audit": lambda: audit(data),
    "check_claims": lambda: [check_claims(data, claims) for claims in (data.claims, data.comparison_claims)],
}
made, new = 0, pd.DataFrame.__init__
def counted(self, *args, **kwargs):
    global made
    made += 1
    new(self, *args, **kwargs)
answers = {}
for name, ask in asked.items():
    ask()
    before = time.process_time()
    ask()
    seconds, made, pd.DataFrame.__init__ = time.process_time() - before, 0, counted
    ask()
    pd.DataFrame.__init__ = new
    answers[name] = [seconds, made]
print(json.dumps(answers))
"""


def ask(tree: Path) -> dict[str, list[float]]:
    """Ask the package of a tree about the data of this one."""
    environment = {**os.environ, "PYTHONPATH": str(tree / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", ASK, str(ROOT / "data" / "raw")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=tree)
    answers: dict[str, list[float]] = json.loads(done.stdout)
    return answers


def main() -> None:
    """Compare with another commit, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "other")
        subprocess.run(["git", "worktree", "add", "--detach", str(other), asked.commit], cwd=ROOT, check=True)
        try:
            rounds: list[tuple[Any, Any]] = [(ask(other), ask(ROOT)) for _ in range(asked.rounds)]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(other)], cwd=ROOT, check=True)
    print(f"{'':14} {'before':>8} {'now':>8} {'times':>6}   DataFrames")
    for name in rounds[0][1]:
        before, now = (min(one[side][name][0] for one in rounds) for side in (0, 1))
        made = [rounds[0][side][name][1] for side in (0, 1)]
        print(f"{name:14} {before:7.3f}s {now:7.3f}s {before / now:6.1f}   {made[0]:,.0f} -> {made[1]:,.0f}")


if __name__ == "__main__":
    main()
