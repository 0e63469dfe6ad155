"""Engines that read a list of victims: seconds and memory, each in a process of its own, interleaved.

    python benchmarks/records.py --rounds 2

Needs duckdb and pyarrow (`pip install duckdb pyarrow`); the package needs duckdb for Parquet alone. Everything but the
reading is the same: the chunks go to `analysis.lists.counting`. `duckdb, SQL alone` only counts, finds no duplicates.
The ratios are to the first way of the same file, in the same run. Byte code is cached.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

if "--one" in sys.argv and not any("pyarrow" in word for word in sys.argv):
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # pandas takes it for its texts where it is installed

import pandas as pd

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
SIZES = (1_000_000, 4_000_000)
BLOCK = 50_000
MAPPING = {
    "kind": "victims",
    "population": "civilians",
    "child_under": 18,
    "columns": {"date": "date", "party": "party", "sex": "sex", "age": "age"},
    "unknown": ["unknown"],
    "identity": ["name"],
}
PARTIES = ("government", "Russia", "ISIS", "opposition", "unknown", "")


def make(path: Path, size: int) -> None:
    """Write made-up victims: no name of anybody."""
    draw = random.Random(1)
    days = [str(day.date()) for day in pd.date_range("2016-01-01", "2019-12-31")]
    syllables = ["ba", "du", "fi", "ko", "le", "mo", "na", "ri", "su", "té"]
    with path.open("w", encoding="utf-8") as file:
        file.write("id,name,date,party,sex,age,place\n")
        for number in range(size):
            name = " ".join("".join(draw.choices(syllables, k=4)) for _ in range(3))
            sex, age = draw.choice(("male", "female", "")), draw.choice(("", str(draw.randrange(90))))
            file.write(f"{number},{name},{draw.choice(days)},{draw.choice(PARTIES)},{sex},{age},somewhere\n")


def ours(path: Path, plan: Any, tally: Any) -> Iterator[pd.DataFrame]:
    """As `snhr tabulate` does it: the csv module, or duckdb."""
    from analysis.lists.chunks import chunks
    from analysis.lists.files import reading, sources

    with reading(path.name, path):
        for source in sources(path, plan.sheets):
            yield from chunks(source, plan, tally)


def pandas_csv(path: Path, plan: Any, _: Any) -> Iterator[pd.DataFrame]:
    """Chunks of pandas."""
    for chunk in pd.read_csv(path, dtype="object", keep_default_na=False, usecols=plan.needed([]), chunksize=BLOCK):
        yield chunk.set_axis(chunk.index + 2)


def pyarrow_csv(path: Path, plan: Any, _: Any) -> Iterator[pd.DataFrame]:
    """Batches of pyarrow."""
    import pyarrow as pa
    from pyarrow import csv

    columns = plan.needed([])
    options = csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), include_columns=columns)
    for batch in csv.open_csv(path, convert_options=options):
        yield batch.to_pandas()


def duckdb_csv(path: Path, plan: Any, _: Any) -> Iterator[pd.DataFrame]:
    """Chunks of duckdb."""
    columns = ", ".join(f'"{name}"' for name in plan.needed([]))
    yield from _duckdb(f"select {columns} from read_csv(?, all_varchar = true, header = true)", path)


def pyarrow_parquet(path: Path, plan: Any, _: Any) -> Iterator[pd.DataFrame]:
    """Batches of row groups of pyarrow."""
    from pyarrow import parquet

    for batch in parquet.ParquetFile(path).iter_batches(BLOCK, columns=plan.needed([])):
        yield batch.to_pandas()


def _duckdb(query: str, path: Path) -> Iterator[pd.DataFrame]:
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    connection.execute(query, [str(path)])
    while len(chunk := connection.fetch_df_chunk(25)):
        yield chunk


def duckdb_alone(path: Path) -> None:
    """Count in SQL: no rows, no problems, no duplicates."""
    import duckdb

    group = "left(date, 7), party, sex, case when age = '' then null else age::int < 18 end"
    query = f"select {group}, count(*) from read_csv(?, all_varchar = true, header = true) group by all"
    duckdb.connect(config={"threads": 2}).execute(query, [str(path)]).fetchall()


WAYS: dict[str, tuple[str, Callable[..., Any]]] = {
    "CSV: csv module": ("csv", ours),
    "CSV: pandas": ("csv", pandas_csv),
    "CSV: pyarrow": ("csv", pyarrow_csv),
    "CSV: duckdb": ("csv", duckdb_csv),
    "CSV: duckdb, SQL alone": ("csv", duckdb_alone),
    "Parquet: duckdb": ("parquet", ours),
    "Parquet: pyarrow": ("parquet", pyarrow_parquet),
}


def one(way: str, path: Path) -> dict[str, float]:
    """Go one way, in this process."""
    from analysis import read_data
    from analysis.lists.counting import Tally, add
    from analysis.lists.mapping import read_plan
    from analysis.lists.tolls import tolls_of

    plan = read_plan(MAPPING, read_data().parties)
    began = time.perf_counter()
    _, function = WAYS[way]
    if function is duckdb_alone:
        function(path)
    else:
        tally, row = Tally(path.name), 2
        for chunk in function(path, plan, tally):
            add(tally, chunk.set_axis(range(row, row + len(chunk))), plan)
            row += len(chunk)
        tolls_of([(tally, plan)])
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    """Measure every way for every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one[0], Path(asked.one[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        files: dict[tuple[str, int], Path] = {}
        for size in SIZES:
            files["csv", size] = Path(folder) / f"{size}.csv"
            files["parquet", size] = Path(folder) / f"{size}.parquet"
            make(files["csv", size], size)
            code = "import sys; from pyarrow import csv, parquet\n"
            code += "parquet.write_table(csv.read_csv(sys.argv[1]), sys.argv[2], row_group_size=100_000)"
            subprocess.run([sys.executable, "-c", code, files["csv", size], files["parquet", size]], check=True)
        found: dict[tuple[str, int], list[dict[str, float]]] = {}
        for _ in range(asked.rounds):
            for way, (kind, _function) in WAYS.items():
                for size in SIZES:
                    command = [sys.executable, __file__, "--one", way, str(files[kind, size])]
                    done = subprocess.run(command, check=True, capture_output=True, text=True)
                    found.setdefault((way, size), []).append(json.loads(done.stdout))
    rows = []
    for way, (kind, _function) in WAYS.items():
        row: dict[str, Any] = {"way": way}
        base = next(name for name, (other, _) in WAYS.items() if other == kind)
        for size in SIZES:
            mine, first = found[way, size], found[base, size]
            row[f"seconds, {size // 1_000_000} M"] = f"{statistics.median(run['seconds'] for run in mine):.1f}"
            ratios = [run["seconds"] / other["seconds"] for run, other in zip(mine, first, strict=True)]
            row[f"ratio, {size // 1_000_000} M"] = f"{statistics.median(ratios):.2f}"
            row[f"MB, {size // 1_000_000} M"] = f"{max(run['megabytes'] for run in mine):.0f}"
        rows.append(row)
    print(pd.DataFrame(rows).to_markdown(index=False))


if __name__ == "__main__":
    main()
