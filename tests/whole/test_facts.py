"""What is known of a number are objects with fields: no module reads it out of the package's own texts.

Each rule is tried on lines that break it, and on all modules. Another rule, that no function is tangled, is ruff's.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.data.folder import REPOSITORY

SOURCE = REPOSITORY / "src" / "analysis"
REMARKS = "model/remarks.py"  # which writes the published text of remarks, and reads it in built tables
MAY_IMPORT_RE = {
    "changes/codes.py": "the published text of remarks in built tables",
    "changes/items.py": "whether a cell of a built table is a number",
    "changes/sides.py": "the cells of built tables, which another version may have written",
    "cli/options.py": "addresses typed in place of a path",
    "data/check.py": "what the contract lets a cell hold",
    "data/csv_reader.py": "the names of tables, and bytes that are no text",
    "data/rows.py": "the period in the reason of a known discrepancy, which people write",
    "errors.py": "months that people type",
    "lists/begin.py": "the name of a file",
    "lists/cells.py": "the dates and numbers in a list of others",
    "lists/counting.py": "the dates and numbers in a list of others",
    "lists/mapping.py": "a mapping that people write",
    "lists/plan.py": "a mapping that people write",
    "lists/put.py": "the name of a file",
    "lists/sketch.py": "the columns of a list of others",
    "model/claimed.py": "claims that people type",
    "model/names.py": "names that people type",
    "reading/files.py": "files that people have",
    "reading/lexicon.py": "in which script a text is written",
    "reading/months.py": "months that people type",
    "reading/tokens.py": "texts that people write",
    "reading/visible.py": "HTML pages of others",
    "questions/claims/outlets.py": "addresses of outlets",
    "notebooks/verify.py": "the bytes of pictures in the file of a notebook",
    "show/labels.py": "how the labels of a folder begin",
    "safe_text.py": "text of the data that a page or a terminal could obey",
    "show/jupyter.py": "addresses in the cells of a table",
    "show/frame.py": "where a title may break",
    "site/drawing.py": "the colours in the markup of a page",
    "site/markup.py": "the SVG that matplotlib writes",
    "site/tables.py": "the number that a cell of a table shows first",
    "site/render.py": "the pages that notebooks become",
}
SPLITS = {"split", "rsplit", "partition", "rpartition"}
MATCHES = {"match", "search", "fullmatch", "findall", "finditer", "sub", "subn"}
OF_PANDAS = {"contains", "match", "fullmatch", "extract", "extractall", "findall", "split", "startswith", "endswith"}
CODES = {
    "causes",
    "explanations",
    "remarks",
    "marks",
    "report_id",
    "report_ids",
    "page_shown",
}  # there are tuples of them
TEXTS = {"doubt", "doubts", "explanation", "cause", "remark"} | CODES
Rule = Callable[[str, ast.AST], bool]


def parsed(text: str) -> ast.Module:
    """A module, each part of which knows the one above it."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.above = node  # type: ignore[attr-defined]
    return tree


MODULES = {path.relative_to(SOURCE).as_posix(): parsed(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}


def attributes_of_a_table(_: str, node: ast.AST) -> bool:
    """Nothing is carried beside a table: pandas loses it, or keeps what is no longer true."""
    return isinstance(node, ast.Attribute) and node.attr == "attrs"


def remarks_taken_apart(module: str, node: ast.AST) -> bool:
    """What separates remarks stands only where remarks are written and read; elsewhere it may join a table's texts."""
    separates = isinstance(node, ast.Constant) and node.value == " | " and module != REMARKS
    above = getattr(node, "above", None)
    joins = isinstance(above, ast.JoinedStr) or (isinstance(above, ast.Attribute) and above.attr == "join")
    return separates and not joins


def combined_by_hand(module: str, node: ast.AST) -> bool:
    """Whether a code is of several parties is asked of the model (`is_combined`)."""
    asked = isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn))
    return asked and not module.startswith("model/") and isinstance(node.left, ast.Constant) and node.left.value == "+"


def patterns_imported(module: str, node: ast.AST) -> bool:
    """Regular expressions are for text from outside: of people, pages and files."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return bool({"re", "regex", "fnmatch"} & set(names)) and module not in MAY_IMPORT_RE


def facts_matched(module: str, node: ast.AST) -> bool:
    """No pattern is held against what the package says of a number, by `re` or in a column of pandas."""
    if module == REMARKS:
        return False
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):  # a word looked for in a text
        there = {_named(inner) for inner in ast.walk(node.comparators[0])}
        return isinstance(node.left, ast.Constant) and not there.isdisjoint(TEXTS - CODES)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of_column = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "str"
    if node.func.attr in SPLITS | {"startswith", "endswith"}:
        looked_at: list[ast.AST] = [node.func.value]
    elif node.func.attr in MATCHES or (of_column and node.func.attr in OF_PANDAS):
        looked_at = [node.func.value, *node.args]
    else:
        return False
    return any(_named(inner) in TEXTS for one in looked_at for inner in ast.walk(one))


def _named(node: ast.AST) -> str:
    """The name of a variable, an attribute or a column."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


RULES: dict[Rule, tuple[list[str], list[str]]] = {  # -> lines that break it, and lines that do not
    attributes_of_a_table: (["table.attrs['month'] = 1", "f(x.attrs)"], ["node.attr", "attrs = 1"]),
    remarks_taken_apart: (
        [
            "doubt.split(' | ')",
            "SEPARATOR = ' | '",
            "x.str.split(' | ')",
            "' | ' in doubt",
            "re.split(' | ', x)",
        ],
        ["' | '.join(said)", "f'| {a} | {b} |'", "aliases.split('|')", "'a | b'"],
    ),
    combined_by_hand: (["'+' in party", "x if '+' not in code else y"], ["is_combined(party)", "'+'.join(parts)"]),
    patterns_imported: (["import re", "from re import match", "import os, re"], ["import os", "from a import re"]),
    facts_matched: (
        [
            "re.match('items_only: (.+)', cell.doubt)",
            "re.findall(r'[0-9]+', row['explanation'])",
            "PATTERN.fullmatch(str(toll.remarks))",
            "table['doubt'].str.contains('minimum')",
            "cause.partition(': ')",
            "line.explanation.startswith('listed')",
            "'not_counted' in str(row.doubt)",
            "line.page_shown.split('|')",
        ],
        [
            "re.match('[0-9]+', typed)",
            "party.partition('+')",
            "table['party'].str.contains('a')",
            "'torture' in toll.causes",
        ],
    ),
}


def broken(rule: Rule, module: str, tree: ast.AST) -> Iterator[str]:
    """Where a module breaks a rule."""
    yield from (f"{module}:{getattr(node, 'lineno', 0)}" for node in ast.walk(tree) if rule(module, node))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
class TestRules:
    def test_lines_that_break_it_are_found_and_others_are_not(self, rule: Rule) -> None:
        wrong, right = RULES[rule]
        assert [line for line in wrong if not list(broken(rule, "show/x.py", parsed(line)))] == []
        assert [line for line in right if list(broken(rule, "show/x.py", parsed(line)))] == []

    def test_no_module_breaks_it(self, rule: Rule) -> None:
        assert [place for module, tree in MODULES.items() for place in broken(rule, module, tree)] == [], rule.__doc__


def test_a_module_that_may_import_re_does() -> None:
    imports = {
        module
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(alias.name == "re" for alias in node.names)
    }
    assert set(MAY_IMPORT_RE) <= imports


def test_no_function_is_tangled(tmp_path: Path) -> None:
    """The limit is `max-complexity` in pyproject.toml; a function of two dozen conditions is above it."""
    tangled = tmp_path / "tangled.py"
    tangled.write_text('"""."""\n\n\ndef f(x: int) -> None:\n    """."""\n' + "    if x:\n        print(x)\n" * 26)
    check = [
        "ruff",
        "check",
        "--select",
        "C901",
        "--config",
        str(REPOSITORY / "pyproject.toml"),
        "--no-cache",
        "--quiet",
    ]
    try:
        done = [subprocess.run([*check, path], capture_output=True, text=True) for path in (SOURCE, tangled)]
    except FileNotFoundError:
        pytest.skip("no ruff here")
    assert done[0].stdout == ""
    assert "`f` is too complex" in done[1].stdout
