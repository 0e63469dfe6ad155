"""Write what is generated from other files: environment.yml, the codebook's column tables, the committed notebooks.

`python tools/generate.py` writes the first two; `python tools/generate.py notebooks` also executes the notebooks.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- generated from datapackage.json -->", "<!-- end of the generated part -->"


def environment(pyproject: str) -> str:
    """Write environment.yml (conda-forge) from the direct dependencies of pyproject.toml, given as text."""
    project = tomllib.loads(pyproject)
    direct = sorted(project["project"]["dependencies"] + project["dependency-groups"]["dev"])
    lines = [
        "# Generated from pyproject.toml by tools/generate.py",
        "name: snhr-analysis",
        "channels:",
        "  - conda-forge",
        "dependencies:",
    ]
    lines += [f"  - python{project['project']['requires-python']}", *(f"  - {name}" for name in direct)]
    return "\n".join([*lines, "  - pip", "  - pip:", '      - "-e ."']) + "\n"


def codebook(text: str) -> str:
    """Put the column tables, as the contract has them, between the marks of the codebook, given as text."""
    from analysis.contract import codebook_tables, read_tables

    tables = codebook_tables(read_tables(ROOT / "data" / "raw").schemas)
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n\n{tables}\n{END}", text)


def main(arguments: list[str]) -> int:
    """Write the generated files; the exit status counts the notebooks that failed."""
    (ROOT / "environment.yml").write_text(environment((ROOT / "pyproject.toml").read_text("utf-8")), "utf-8")
    readme = ROOT / "data" / "raw" / "README.md"
    readme.write_text(codebook(readme.read_text("utf-8")), "utf-8")
    failed = 0
    if "notebooks" in arguments:
        from analysis.batch.runner import refresh

        for name, message in refresh():
            print(name, message or "done")
            failed += bool(message)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
