"""What `import analysis` offers, and what it loads."""

from __future__ import annotations

import inspect
import pydoc
import re
import subprocess
import sys

import pytest

import analysis

HEAVY = {"pandas", "matplotlib", "seaborn", "scipy", "frictionless", "papermill", "nbclient"}
PUBLIC = [name for name in dir(analysis) if not name.startswith("_")]


def loaded(code: str) -> set[str]:
    """Which of the heavy libraries a new interpreter has imported after running this."""
    script = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stdout.splitlines()[-1].split())


def test_help_begins_with_one_page_of_the_public_names_and_tells_of_no_other() -> None:
    page, _, rest = pydoc.plain(pydoc.render_doc(analysis)).partition("PACKAGE CONTENTS")
    assert len(page.splitlines()) < 66
    assert max(map(len, page.splitlines())) <= 110
    assert set(re.findall(r"^ {8}(\w+)  +\S", page, re.MULTILINE)) == set(PUBLIC)
    assert set(re.findall(r"^    (?:class )?(\w+)\(", rest, re.MULTILINE)) == set(PUBLIC)


def test_a_star_imports_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from analysis import *", names)
    assert set(PUBLIC) == {name for name in names if not name.startswith("__")} == set(analysis.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_functions_say_what_they_take_and_give_with_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(analysis, name)) or ""
    assert text
    if inspect.isfunction(getattr(analysis, name)):
        assert [part for part in ("Parameters\n---", "Returns\n---", ">>> ") if part not in text] == []


def test_importing_the_package_loads_no_library() -> None:
    assert loaded("import analysis") == set()


def test_the_numbers_load_only_what_they_need() -> None:
    code = "from analysis import compare, monthly_tolls, read_data\n"
    assert loaded(f"{code}compare(monthly_tolls(read_data()), '2016-01')") == {"pandas"}


def test_the_version_of_package_and_data_loads_no_library() -> None:
    code = "from analysis.cli import main\nmain(['--version'], standalone_mode=False)"
    assert loaded(code) == set()
