"""Notebooks as files: executed with papermill, canonical, and guarded where nbval is blind.

nbformat is imported where it is used: importing it takes longer than finding out that nothing is to be done.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis.data.folder import REPOSITORY, refuse_installed, replace_file
from analysis.errors import RunError, nearest

NOTEBOOKS = REPOSITORY / "notebooks"
TIMEOUT = 600  # seconds a cell may take; the slowest here takes 5
_ON_TEXT = (
    "is on a text, not on months. Next: `snhr check FILE --format html`, or `papermill notebooks/{0}.ipynb out.ipynb "
    "-p text TEXT`."
)
_WIDGET = "application/vnd.jupyter.widget-view+json"


class Executed(NamedTuple):
    """An executed notebook as it is to be written, what went wrong (empty: nothing), and how its kernel started.

    `reads` is what it read, as `analysis.data.parts.as_read` says it.
    """

    text: str
    message: str
    kernel: str
    reads: tuple[str, ...] = ()


def all_names() -> list[str]:
    """All notebooks there are."""
    return sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb"))


def notebook_names(wanted: Iterable[str] = ()) -> list[str]:
    """The notebooks of a batch over months, all of them unless named. Raises RunError for any other.

    One that takes a text is none of them: it would show the same for every month.
    """
    sources = {name: (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") for name in all_names()}
    on_text = [name for name in sources if "text" in parameter_names(sources[name])]
    known = [name for name in sources if name not in on_text]
    names = [name.removesuffix(".ipynb") for name in wanted] or known
    wrong = [f"unknown notebook {name!r}: {nearest(name, known)}" for name in names if name not in sources]
    wrong += [f"{name}: {_ON_TEXT.format(name)}" for name in names if name in on_text]
    if wrong:
        raise RunError("\n".join(wrong))
    return names


def parameter_names(source: str) -> list[str]:
    """The names that the parameters cell of a notebook, given as the text of its file, assigns."""
    for cell in json.loads(source)["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            named = [node for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, ast.Name)]
            return [node.id for node in named if isinstance(node.ctx, ast.Store)]
    return []


def declared(source: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """Those of the parameters that a notebook, given as the text of its file, takes."""
    names = parameter_names(source)
    return {name: value for name, value in parameters.items() if name in names}


def execute(source: str, parameters: Mapping[str, object], timeout: int = TIMEOUT) -> Executed:
    """Execute a notebook, given as the text of its file. What fails is in the message; the notebook is there even so.

    The working directory is that of this process. Each call has a kernel of its own; threads may call at once. A cell
    that takes longer than `timeout` seconds fails, and so does a notebook that floods its outputs.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from analysis.kernels import provisioner
    from analysis.notebooks import engine

    message = ""
    with tempfile.TemporaryDirectory() as scratch:
        given, done = Path(scratch, "given.ipynb"), Path(scratch, "done.ipynb")
        given.write_text(cleared(source), encoding="utf-8")
        try:
            papermill.execute_notebook(
                str(given),
                str(done),
                dict(parameters),
                engine_name=engine.NAME,
                progress_bar=False,
                request_save_on_cell_execute=False,  # saved once, at the end
                execution_timeout=timeout,
                # the kernel's own chatter is none of the reader's; what lies in the folder is not to be imported
                extra_arguments=["--log-level=50", "--InteractiveShellApp.ignore_cwd=True"],
            )
        except PapermillExecutionError as error:
            message = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
        except RunError as error:
            message = str(error)
        except Exception as error:  # a kernel that died, a disk that is full: this notebook's failure, not the run's
            message = f"{type(error).__name__}: {error}"
        notebook = nbformat.read(done if done.exists() else given, as_version=4)
        reads = tuple(notebook.metadata.get(engine.READS, ()))
    text = nbformat.writes(canonical(notebook)) + "\n"
    return Executed(text, message or "; ".join(unsound(notebook)), provisioner.last_mode(), reads)


def cleared(source: str) -> str:
    """A notebook, given as the text of its file, without outputs: what fails must not show those of another month."""
    notebook = json.loads(source)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def timed(source: str, parameters: Mapping[str, object], timeout: int) -> tuple[Executed, float]:
    """Execute a notebook, and say how many seconds it took."""
    began = time.monotonic()
    return execute(source, parameters, timeout), round(time.monotonic() - began, 2)


def canonical(notebook: Any) -> Any:
    """Leave in an executed notebook only what the same inputs make again: no times, paths, versions or random ids."""
    import nbformat

    kernel = notebook.metadata.get("kernelspec", {})
    name = kernel.get("name", "python3")
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": name},
            "language_info": {"name": "python"},
        }
    )
    for place, cell in enumerate(notebook.cells):
        cell.id = f"{place:02d}-{hashlib.sha256(cell.source.encode()).hexdigest()[:8]}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            output.get("data", {}).pop(_WIDGET, None)  # of a kernel that is gone; what it shows instead stays
    return notebook


def unsound(notebook: Any) -> list[str]:
    """Say what nbval would not see: cells that were not run in order, pictures without a PNG, errors and warnings.

    nbval compares nothing in a cell whose execution_count is null, and ignores images.
    """
    problems = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        problems.append("cells were not all run, in order")
    for cell in code:
        kinds = {output.output_type for output in cell.outputs}
        data = [output.data for output in cell.outputs if "data" in output]
        if "error" in kinds:
            problems.append("holds an error")
        warned = [output.text.strip() for output in cell.outputs if output.get("name") == "stderr"]
        problems += ["holds a warning: " + text.partition("\n")[0] for text in warned]
        shown = ("image/png", "text/markdown")  # a picture, or that there is nothing to draw
        if "show_picture(" in cell.source and not any(kind in found for found in data for kind in shown):
            problems.append("a picture has no PNG")
    return list(dict.fromkeys(problems))


def foreign(notebook: Any) -> str:
    """Say where an executed notebook is not made of the cells of one in this repository."""
    import nbformat

    injected = [cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    if len(injected) > 1 or any(not _assigns_texts(cell.source) for cell in injected):
        return "its injected parameters are not texts alone"
    cells = [cell for cell in notebook.cells if cell not in injected]
    for path in NOTEBOOKS.glob("[0-9]*.ipynb"):
        if _code(cells) == _code(nbformat.read(path, as_version=4).cells):
            return ""
    return "its cells are not those of a notebook of this repository"


def _assigns_texts(source: str) -> bool:
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        return False
    return all(
        isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
        for line in lines
    )


def _code(cells: list[Any]) -> list[tuple[str, str, list[str]]]:
    return [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in cells]


def refresh(names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Execute the committed notebooks in place with their own defaults: name and message of each."""
    for name in list(names) or all_names():
        path = NOTEBOOKS / f"{name}.ipynb"
        done = execute(path.read_text("utf-8"), {})
        replace_file(path, done.text)
        yield name, done.message


def copy_out(folder: Path) -> list[Path]:
    """Copy the notebooks into a folder. Raises RunError, with nothing copied, where one of them is there already."""
    refuse_installed(folder, "name a folder of your own.")
    copies = {folder / f"{name}.ipynb": NOTEBOOKS / f"{name}.ipynb" for name in all_names()}
    there = ", ".join(path.name for path in copies if os.path.lexists(path))
    if there:
        raise RunError(f"{folder} holds {there} already, perhaps changed. Next: name another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, ours in copies.items():
            replace_file(path, ours.read_text("utf-8"))
    except OSError as error:
        raise RunError(f"cannot write into {folder}: {error.strerror}. Name another folder.") from error
    return list(copies)
