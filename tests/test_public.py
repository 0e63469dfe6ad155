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


def test_help_is_one_page_of_the_public_names() -> None:
    """pydoc adds the names of the files below it, and nothing else."""
    page, _, rest = pydoc.plain(pydoc.render_doc(analysis)).partition("PACKAGE CONTENTS")
    assert len(page.splitlines()) < 66
    assert max(map(len, page.splitlines())) <= 110
    assert re.findall(r"^ {8}(\w+)  +\S", page, re.MULTILINE) == list(analysis._HOME)  # type: ignore[attr-defined]
    assert re.findall(r"^[A-Z]+$", rest, re.MULTILINE) == ["VERSION", "FILE"]
    assert sorted(analysis._HOME) == PUBLIC  # type: ignore[attr-defined]


def test_the_page_has_the_order_in_which_the_data_go() -> None:
    modules = list(dict.fromkeys(analysis._HOME.values()))  # type: ignore[attr-defined]
    way = ["data", "reconcile", "comparison", "group_shares", "trends", "monitors", "findings", "claims", "citations"]
    assert [module for module in modules if module in way] == way


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
