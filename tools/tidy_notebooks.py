"""Write notebooks in their canonical form, outputs and all, and say what is wrong with them; a hook before a commit."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from analysis.data.folder import replace_file
from analysis.notebooks.files import canonical, unsound


def tidy(path: Path) -> list[str]:
    """Write the notebook anew where it is not canonical; what was done, and what only running it again can mend."""
    text = path.read_text("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    said = [f"{problem}: run it again (tools/generate.py notebooks)" for problem in unsound(notebook)]
    if (tidied := nbformat.writes(canonical(notebook)) + "\n") != text:
        replace_file(path, tidied)
        said.append("times, ids or metadata taken out; outputs stay. Add it again")
    return said


def main(paths: list[str]) -> int:
    """Tidy the notebooks; the exit status is 1 where there was anything to say."""
    said = [f"{path}: {line}" for path in paths for line in tidy(Path(path))]
    print("\n".join(said))
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
