"""A new data folder, for another monitor or another conflict: contract, codebook, tables, and one made-up month."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from analysis.data.csv_reader import codebook_tables, read_tables
from analysis.data.folder import REPOSITORY, real_path
from analysis.errors import RunError

_EXAMPLE = Path(__file__).parent / "starter"
_OURS = ("name", "version", "title", "description", "licenses", "keywords", "sources", "contributors")


def example_table(name: str) -> list[dict[str, str]]:
    """The rows of a made-up table."""
    with (_EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def init(folder: Path, texts: Mapping[str, str] | None = None) -> list[Path]:
    """Make a data folder that validates, with one example month to be replaced.

    The contract is that of this repository's data; tables without an example have their header alone.

    Parameters
    ----------
    folder
        New or empty; it is there whole or not at all.
    texts
        Files by name, in the place of those of the example.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    RunError
        A folder that holds files, or cannot be written.
    """
    folder = real_path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RunError(f"{folder} holds files already. Next: name a new or empty folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
            part = Path(scratch, "part")
            shutil.copytree(_EXAMPLE, part)
            ours = REPOSITORY / "data" / "raw"
            package = json.loads((ours / "datapackage.json").read_text("utf-8"))
            about = {"name": "monthly-tolls", "title": "Monthly death tolls (name the conflict and the years)"}
            about["description"] = package["description"]
            package = {**about, **{key: value for key, value in package.items() if key not in _OURS}}
            text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
            (part / "datapackage.json").write_text(text, "utf-8", newline="\n")
            for name, written in (texts or {}).items():
                (part / name).write_text(written, "utf-8", newline="\n")
            for resource in package["resources"]:
                path = part / f"{resource['name']}.csv"
                if not path.exists():
                    columns = [field["name"] for field in resource["schema"]["fields"]]
                    path.write_text(",".join(columns) + "\n", "utf-8", newline="\n")
            codebook = (part / "README.md").read_text("utf-8")
            scopes = _section((ours / "README.md").read_text("utf-8"), "## Scope codes")
            columns_ = f"## Column tables\n\n{codebook_tables(read_tables(part).schemas)}"
            (part / "README.md").write_text("\n".join([codebook, scopes, columns_]), "utf-8", newline="\n")
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
    except OSError as error:
        raise RunError(f"cannot write {folder}: {error.strerror}. Name another folder.") from error
    return sorted(folder.iterdir())


def _section(text: str, heading: str) -> str:
    """One section of the codebook, up to the next heading."""
    start = text.index(heading)
    end = text.find("\n## ", start)
    return text[start : end + 1]
