"""What limits or contradicts a number: each kind reads back from its code and has a sentence; no text begins one."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from folders import add
from hypothesis import given
from hypothesis import strategies as st

from analysis import monthly_tolls, read_data
from analysis.changes.codes import _KINDS, read
from analysis.model import remarks
from analysis.model.remarks import (
    Adjudicated,
    Flag,
    Known,
    OnlyCauses,
    PagesDisagree,
    Remark,
    ShareAtLeast,
    SubsetExceeds,
    Together,
    first,
    published,
)
from analysis.show.remarks import _WORDS, doubt_words

KINDS = [kind for kind in vars(remarks).values() if isinstance(kind, type) and issubclass(kind, Remark)]
KINDS.remove(Remark)
CODES = {kind.template.partition("{")[0].rstrip(": ") for kind in KINDS}  # a check has no code of another kind


def many(one: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)


NUMBER, NAME = st.integers(0, 10**6), st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
PAGE = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)
WORD = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
FREE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
FREE |= st.sampled_from(["x) (y", "a: 1 against 2 (b)", "a | minimum", "a|b | "])
AMOUNT = NUMBER.map(str) | st.sampled_from(["24.6", "1e+06"])
SAID = st.tuples(NUMBER.map(str) | st.sampled_from(["10 to 20", "at least 3", "at most 4"]), many(PAGE))
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "measure": st.sampled_from(["killed", "children", "women", "torture"]),
    "code": NAME,
    "check": NAME.filter(lambda name: name not in CODES),
    "reason": FREE,
    "report_id": PAGE,
    "printed": AMOUNT,
    "computed": AMOUNT,
    "party": st.sampled_from(["north", "north+south"]),
    "others": many(NUMBER.map(str)),
    "months": many(st.sampled_from(["2016-01", "2016-02", "2016-03"])),
    "numbers": st.lists(SAID, min_size=2, max_size=3).map(tuple),
    "population": st.sampled_from(["civilians", "fighters", "persons"]),
}
BY_TYPE = {"int": NUMBER, "int | None": st.none() | NUMBER, "str | None": st.none() | PAGE}
BY_TYPE |= {"tuple[str, ...]": many(NAME)}


def any_of(kind: type[Remark]) -> st.SearchStrategy[Remark]:
    """Remarks of a kind, whatever their fields hold."""
    types = {field.name: str(field.type) for field in fields(kind)}
    drawn = {name: BY_TYPE[of] if "None" in of else BY_NAME.get(name, BY_TYPE.get(of)) for name, of in types.items()}
    drawn |= {"deaths": st.integers(1, 10**6)} if kind is ShareAtLeast else {}
    drawn |= {"causes": st.just(()) | many(NAME)} if kind is Together else {}
    return st.builds(kind, **drawn)


ANY = st.one_of([any_of(kind) for kind in KINDS])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_each_kind_reads_back_from_its_code(kind: type[Remark], data: st.DataObject) -> None:
    one = data.draw(any_of(kind))
    assert read(str(one)) == (one,)


@given(st.lists(ANY, max_size=5))
def test_several_are_one_cell_and_read_back_each_once(several: list[Remark]) -> None:
    cell = published(several)
    assert (cell is None) == (not several)
    assert list(read(cell)) == list(dict.fromkeys(several))


def test_no_kind_is_forgotten() -> None:
    assert set(KINDS) == set(_KINDS) | {Flag} == set(_WORDS)


@given(ANY)
def test_each_has_a_sentence_that_shows_no_code(one: Remark) -> None:
    [said] = doubt_words([one])
    assert said
    assert "None" not in said or "None" in str(one)
    assert doubt_words([one], items=False) == ([] if isinstance(one, OnlyCauses) else [said])


@given(st.sampled_from(["minimum", "items_only: torture", "without: aleppo", "unattributed: 3", "a | b|c", " | "]))
def test_free_text_begins_no_remark(text: str) -> None:
    """A text that holds codes and separators is the reason of one remark; what separates is written as /."""
    reason = f"later_revision {text} | minimum | items_only: torture"
    for one in (Adjudicated("killed", 5, ("9",), reason), Known("between_reports", "killed", "5", "9", reason)):
        [back] = read(str(one))
        assert back == one
        assert one.reason == reason.replace("|", "/")
        assert "|" not in doubt_words([one])[0]


def test_a_check_that_is_called_like_another_kind_is_no_such() -> None:
    [back] = read("items_only: 5 against 9 (later_revision)")
    assert back == Known("items_only", "killed", "5", "9", "later_revision")
    assert first(read("without: 5 against 9 (later_revision)"), Known)


def test_the_pages_of_a_remark() -> None:
    disagree = PagesDisagree((("7", ("a-en", "b-en")), ("8", ("c-en",))))
    assert str(disagree) == "pages_disagree: 7 on a-en, b-en; 8 on c-en"
    assert disagree.reports == ("a-en", "b-en", "c-en")
    assert SubsetExceeds(1, 2, "a-en").reports == ("a-en",)
    assert SubsetExceeds(1, 2, None).reports == OnlyCauses(("torture",)).reports == ()


@pytest.mark.parametrize("cell", [None, "", float("nan"), 3])
def test_a_cell_without_text_has_none(cell: object) -> None:
    assert read(cell) == ()


@pytest.mark.parametrize("table", ["adjudications", "known_discrepancies"])
def test_a_reason_neither_splits_a_doubt_nor_makes_a_number_one_of_causes(table: str, folder: Path) -> None:
    """The reasons of the tables of a folder hold separators and codes; every toll stays what it is."""
    before = monthly_tolls(read_data(folder))
    path, evil = folder / f"{table}.csv", " | items_only: torture | minimum | without: aleppo"
    column = path.read_text("utf-8").splitlines()[0].split(",").index("reason")
    header, *rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    assert len(header) == column + 1  # the last: no comma of a text is cut
    lines = [",".join(row[:column]) + f',"{",".join(row[column:]).strip(chr(34))}{evil}"' for row in rows]
    path.write_text("\n".join([",".join(header), *lines]) + "\n", "utf-8")
    after = monthly_tolls(read_data(folder))
    told = 0
    for one, other in zip(before.lines, after.lines, strict=True):
        assert [type(remark) for remark in one.remarks] == [type(remark) for remark in other.remarks]
        assert (one.causes, one.without, one.limit, one.ends) == (other.causes, other.without, other.limit, other.ends)
        assert len(read(other.doubt)) == len(other.remarks) == len(doubt_words(other.remarks))
        told += one.remarks != other.remarks
    assert told


def test_a_reason_of_a_folder_is_one_sentence(folder: Path) -> None:
    for page, killed in (("vice", 7), ("cns", 9)):
        add(folder, "tolls", f"snhr-2016-01-en-{page},international_coalition,civilians,{killed},,,,,,,")
    row = "snhr,2016-01,international_coalition,civilians,killed,9,snhr-2016-01-en-cns,majority: a | items_only: x"
    toll = monthly_tolls(add(folder, "adjudications", row)).of("2016-01").killed["international_coalition"]
    assert (toll.value, toll.causes) == (9, ())
    assert toll.doubt == "adjudicated: 9 against 7 (majority: a / items_only: x)"
    [said] = doubt_words(toll.remarks)
    assert said.startswith("7 is also published; 9 is used: majority (a / items only: x)")
