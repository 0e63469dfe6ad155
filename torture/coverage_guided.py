"""Fuzz one reader guided by the coverage of its code: python coverage_guided.py READER CORPUS -runs=N -seed=N.

Started by test_fuzzing.py in a process of its own, which libFuzzer ends.
"""

from __future__ import annotations

import sys
import warnings

import atheris

with atheris.instrument_imports(include=["analysis"]):
    import analysis.lists.put  # noqa: F401  (with all that it imports, before `fuzzing` does)

import fuzzing

from analysis.data.tables import TABLES

KINDS = ("victims", "incidents")


def one_input(raw: bytes) -> None:
    """One case: for the data its first byte says which table, for the records which kind."""
    if READER == "data":
        fuzzing.table(TABLES[raw[0] % len(TABLES)] if raw else TABLES[0], raw[1:])
    elif READER == "claims":
        fuzzing.claims(raw)
    else:
        fuzzing.records(raw[1:], KINDS[raw[0] % len(KINDS)] if raw else KINDS[0])


if __name__ == "__main__":
    READER = sys.argv.pop(1)
    warnings.simplefilter("ignore")
    fuzzing.small()
    with fuzzing.remembered_checks():
        atheris.Setup(sys.argv, one_input)
        atheris.Fuzz()
