"""Write what is generated from other files: environment.yml, docs/layers.md, docs/coverage.md, tables of other docs.

`python tools/generate.py pictures` also draws the README's picture, `python tools/generate.py notebooks` also executes
the committed notebooks.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
END = "<!-- end of the generated part -->"
MONTH = "2016-01"
PYTHON = "3.12"  # in environment.yml


def environment(pyproject: str) -> str:
    """Write environment.yml (conda-forge) from the direct dependencies of pyproject.toml, given as text."""
    project = tomllib.loads(pyproject)
    direct = sorted(project["project"]["dependencies"] + project["dependency-groups"]["dev"])
    direct = [f"python-{name}" if name.startswith("duckdb") else name for name in direct]  # conda-forge's name of it
    lines = [
        "# Generated from pyproject.toml by tools/generate.py",
        "name: snhr-analysis",
        "channels:",
        "  - conda-forge",
        "dependencies:",
    ]
    lines += [f"  - python={PYTHON} # Binder reads a version only from =", *(f"  - {name}" for name in direct)]
    return "\n".join([*lines, "  - pip", "  - pip:", '      - "-e ."']) + "\n"


def layers(pyproject: str) -> str:
    """Draw the rooms of the package as import-linter's contract orders them (pyproject.toml as text), and list each."""
    contract = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"][0]
    drawn = [layer.split(" : ") for layer in reversed(contract["layers"])]
    lines = [
        "<!-- Generated from pyproject.toml by tools/generate.py -->",
        "# Layers",
        "",
        "The way the data go, from top to bottom. A room imports only from those above it, by whatever detour; in a",
        "room of `questions` numbers come before words, words before tables and pictures. `make check` fails on any",
        "other import, and on a module without a place (import-linter, in pyproject.toml).",
        "",
        "```mermaid",
        "flowchart TB",
    ]
    lines += [f'  layer{place}["{", ".join(names)}"]' for place, names in enumerate(drawn)]
    lines += [f"  layer{place} --> layer{place + 1}" for place in range(len(drawn) - 1)]
    lines += ["```"]
    for name in (name for names in drawn for name in names):
        lines += ["", f"## {name}", "", purpose(f"analysis.{name}")]
        rooms = sorted({path.parent for path in ROOT.glob(f"src/analysis/{name}/**/*.py")})
        modules = [path for room in rooms for path in sorted(room.glob("*.py")) if path.stem != "__init__"]
        if modules:
            names_of = [".".join(path.relative_to(ROOT / "src").with_suffix("").parts) for path in modules]
            lines += ["", "| module | what it is |", "|---|---|"]
            lines += [f"| `{one.removeprefix(f'analysis.{name}.')}` | {purpose(one)} |" for one in names_of]
    return "\n".join(lines) + "\n"


def purpose(module: str) -> str:
    """Read the first line of the docstring of a module of the package."""
    path = ROOT.joinpath("src", *module.split("."))
    source = next(one for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists())
    return (ast.get_docstring(ast.parse(source.read_text("utf-8"))) or "").partition("\n")[0]


def codebook(text: str) -> str:
    """Put the column tables, as the contract has them, between the marks of the codebook, given as text."""
    from analysis.data.csv_reader import codebook_tables, read_tables

    tables = codebook_tables(read_tables(ROOT / "data" / "raw").schemas)
    return between("<!-- generated from datapackage.json -->", tables, text)


def readme(text: str) -> str:
    """Put the shares of January 2016, with reports and cautions, between the marks of the README, given as text."""
    from analysis import monthly_tolls, read_data, shares
    from analysis.questions.shares.table import shares_table
    from analysis.show.labels import party_label
    from analysis.show.remarks import doubt_words
    from analysis.show.sources import report_words

    data = read_data()
    found = shares(tolls := monthly_tolls(data), MONTH)
    table, named, address = shares_table(found), report_words(data), data.reports.set_index("report_id")["url"]
    pages = {cell: [f"[{named(code)}]({address[code]})" for code in cell.split(", ")] for cell in table["Report"]}
    main = table["Report"].mode()[0]
    others = [
        f"for {party} {' and '.join(pages[cell])}"
        for party, cell in zip(table["Party"], table["Report"], strict=True)
        if cell != main
    ]
    doubts = {
        party_label(party, tolls.parties): doubt_words(list(groups.values())[-1].remarks, report=named)
        for party, groups in found.by_party.items()
    }
    lines = [
        pipes(table.drop(columns=["Report", "Caution"])).rstrip(),
        *(f"Caution on {party}: {'; '.join(doubt)}." for party, doubt in doubts.items() if doubt),
        f"Published by {' and '.join(pages[main])}; {'; '.join(others)}.",
    ]
    return between("<!-- generated by tools/generate.py -->", "\n\n".join(lines) + "\n", text)


def covered() -> str:
    """Write what the series of the default monitor has, and what it lacks."""
    from analysis import read_data
    from analysis.questions.trends.coverage import coverage

    heading, _, rest = coverage(read_data()).text.partition("\n")
    return f"<!-- Generated from data/raw by tools/generate.py -->\n{heading}\n{rest}"


def running(text: str) -> str:
    """Put what the benchmark measured between the marks of docs/running.md, given as text."""
    return between("<!-- generated from benchmarks/results.csv -->", measured(), text)


def measured() -> str:
    """What the benchmark measured, on what machine."""
    import pandas as pd

    results = pd.read_csv(ROOT / "benchmarks" / "results.csv")
    timed = results[results["part"].isin(["speed", "each", "nbval"])]
    table = pd.DataFrame(
        {
            "way": [way.partition(" ")[2] for way in timed["way"]],
            "notebooks": timed["notebooks"].astype(str),
            "seconds a notebook": [f"{seconds:.2f}" for seconds in timed["seconds_a_notebook"]],
            "times `snhr run`": [
                f"{ratio:.1f}" if part != "nbval" else ""
                for part, ratio in zip(timed["part"], timed["ratio"], strict=True)
            ],
        }
    )
    grown = results[results["part"] == "growth"]
    each = ", ".join(
        f"{row['notebooks']:,} notebooks {row['seconds_a_notebook']:.2f} s each "
        f"({row['megabytes']:.0f} MB in the runner)"
        for row in grown.to_dict("records")
    )
    peaks = results[results["part"] == "memory"]
    peak = ", ".join(f"{row['way'].partition(' ')[2]} {row['megabytes']:.0f} MB" for row in peaks.to_dict("records"))
    about = timed.iloc[0]
    lines = [
        f"{_rounds(int(about['rounds']))}. `snhr run` of {each}. Most memory, all processes: {peak}.",
        f"{about['machine']}; {about['versions']}.",
    ]
    return "\n\n".join([pipes(table).rstrip(), *lines]) + "\n"


def _rounds(number: int) -> str:
    return "One round" if number == 1 else f"Medians of {number} rounds"


def pipes(table: Any) -> str:
    """Write a table of texts in Markdown."""
    rows = [list(table.columns), ["---"] * len(table.columns), *table.values.tolist()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows) + "\n"


def between(begin: str, content: str, text: str) -> str:
    """Replace what stands in `text` between a mark and the end mark."""
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{begin}\n\n{content}\n{END}", text)


def picture(path: Path) -> None:
    """Draw the comparison of January 2016."""
    import matplotlib.pyplot as plt

    from analysis import compare, monthly_tolls, read_data

    compare(monthly_tolls(read_data()), MONTH).plot()
    plt.savefig(path, dpi=100)


def main(arguments: list[str]) -> int:
    """Write the generated files; the exit status counts the notebooks that failed."""
    for name, generate in (("data/raw/README.md", codebook), ("README.md", readme), ("docs/running.md", running)):
        (ROOT / name).write_text(generate((ROOT / name).read_text("utf-8")), "utf-8")
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    (ROOT / "environment.yml").write_text(environment(pyproject), "utf-8")
    (ROOT / "docs" / "layers.md").write_text(layers(pyproject), "utf-8")
    (ROOT / "docs" / "coverage.md").write_text(covered(), "utf-8")
    if "pictures" in arguments:
        picture(ROOT / "docs" / f"comparison-{MONTH}.png")
    failed = 0
    if "notebooks" in arguments:
        from analysis.notebooks.files import refresh

        for name, message in refresh():
            print(name, message or "done")
            failed += bool(message)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
