"""A sentence, a draft, an article: held against what monitors publish, as a journalist would paste it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis import Data, check
from analysis.cli import main

pytestmark = pytest.mark.figures

ARTICLE = """Russian air strikes killed more Syrian civilians in January 2016 than the forces of Bashar al-Assad or
ISIS, a monitoring group said.
The Syrian Network for Human Rights said 679 civilians, including 94 children and 73 women, were killed by Russian
forces last month. Islamic State killed 98 people and al-Nusra Front 42.
In all, 1,382 civilians were killed in January 2016. Strikes hit Aleppo and Deir ez-Zor. Moscow denies that it targets
civilians, and says that 90 percent of its attacks were aimed at terrorists.
"""


def snhr(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *words], input=typed)


def verdicts(data: Data, text: str, month: str | None = None) -> list[tuple[str, int | None]]:
    return [(line.verdict, line.documented) for line in check(text, data, month=month)]


def test_the_article_of_february_2016(data: Data) -> None:
    found = check(ARTICLE.replace("\n", " "), data)
    assert [(line.quote, line.verdict, line.cause) for line in found] == [
        ("more Syrian civilians in January 2016 than the forces of Bashar al-Assad or ISIS", "holds", None),
        ("more Syrian civilians in January 2016 than the forces of Bashar al-Assad or ISIS", "holds", None),
        ("679 civilians", "agrees", None),
        ("94 children", "agrees", None),
        ("73 women", "agrees", None),
        ("98 people", "agrees", None),
        ("42", "differs", "armed_opposition"),
        ("1,382 civilians", "agrees", None),
    ]
    assert [line.judged.attribution_tipping_point for line in found if line.judged][:2] == [82, 291]
    assert found.text == 'Of 8 statements, 7 check out, 1 is wrong ("42").'
    assert found.sources[0] == "snhr-2016-01-en: SNHR, 1 February 2016, https://snhr.org/blog/2016/02/01/17765/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia killed more Syrian civilians than Assad or ISIS in January 2016", [("holds", 679), ("holds", 679)]),
        ("Russian forces killed 679 civilians in January 2016.", [("agrees", 679)]),
        ("Nearly 700 civilians were killed by Russia in January 2016.", [("agrees", 679)]),
        ("Russia was the deadliest party in January 2016, with civilians killed everywhere.", [("holds", 679)]),
        (
            "The Syrian regime killed 516 civilians in January 2016, of whom 83 were children.",
            [("agrees", 516), ("agrees", 83)],
        ),
        ("In January 2016 half of the civilian deaths were blamed on Russia.", [("differs", 679)]),
        ("About half of the civilian deaths of January 2016 were attributed to Russia.", [("agrees", 679)]),
        ("ISIS killed more civilians than Russia in January 2016.", [("fails", 98)]),
        ("al-Nusra killed 42 civilians in January 2016.", [("differs", 3)]),
        ("In January 2016, 1,382 civilians were killed.", [("agrees", 1382)]),
        ("قتلت روسيا في كانون الثاني 2016 مدنيين أكثر من النظام", [("holds", 679)]),
        ("قتلت القوات الروسية 679 مدنياً في كانون الثاني 2016", [("agrees", 679)]),
        ("مقتل ٩٤ طفلاً و٧٣ سيدة على يد القوات الروسية في كانون الثاني/يناير 2016", [("agrees", 94), ("agrees", 73)]),
        ("قتل تنظيم داعش 98 مدنياً في يناير 2016", [("agrees", 98)]),
        ("قتلت جبهة النصرة 42 مدنياً في كانون الثاني 2016", [("differs", 3)]),
        ("قتلت فصائل المعارضة المسلحة 42 مدنياً في كانون الثاني 2016", [("agrees", 42)]),
        ("وثقت الشبكة مقتل 1382 مدنياً في كانون الثاني 2016", [("agrees", 1382)]),
        ("قتلت قوات النظام ما لا يقل عن 500 مدني في كانون الثاني 2016", [("agrees", 516)]),
        ("قتل داعش أكثر من روسيا في كانون الثاني 2016", [("fails", 98)]),
        ("قتلت القوات الروسية ستمئة وتسعة وسبعين مدنياً في كانون الثاني 2016", [("agrees", 679)]),
    ],
)
def test_a_sentence_as_people_write_it_is_judged(data: Data, text: str, expected: list[tuple[str, int | None]]) -> None:
    assert verdicts(data, text) == expected


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Of 234 civilians killed in December 2019, most were killed by the regime.", "all_parties"),
        ("In January 2016 most of the 1,382 civilians were killed at the hands of Russia.", "all_parties"),
        ("Of the 679 civilians killed by Russian forces in January 2016, most were men.", "russian_forces"),
    ],
)
def test_that_of_which_most_are_somebodys_is_the_total(data: Data, text: str, party: str) -> None:
    (line,) = check(text, data)
    assert (line.party, line.verdict) == (party, "agrees")


@pytest.mark.parametrize(
    ("words", "verdict", "documented", "population"),
    [("civilians", "differs", 116, "civilians"), ("people", "agrees", 170, "persons")],
)
def test_civilians_are_held_against_civilians_and_people_against_either(
    data: Data, words: str, verdict: str, documented: int, population: str
) -> None:
    (line,) = check(f"In September 2015 ISIS killed 170 {words}.", data)
    assert line.judged
    assert (line.verdict, line.documented, line.judged.population) == (verdict, documented, population)
    assert line.cause == ("population: persons" if words == "civilians" else None)
    assert snhr("2015-09", "isis", words, "170").exit_code == (verdict == "differs")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Russia killed 679 civilians.", "no_month"),
        ("Russia killed between 600 and 700 civilians in January 2016.", "range"),
        ("Russia killed more civilians than ISIS in 2016.", "comparison_of_months"),
        ("Russia killed twice as many civilians as ISIS in January 2016.", "times"),
    ],
)
def test_what_cannot_be_judged_says_why(data: Data, text: str, why: str) -> None:
    assert [(line.verdict, line.why) for line in check(text, data)] == [("not_judged", why)]


class TestTheCommand:
    def test_the_verdict_comes_first_and_the_pages_last_and_once(self) -> None:
        done = snhr("Russian forces killed 679 civilians in January 2016, 94 of them children.")
        assert done.exit_code == 0
        lines = done.stdout.splitlines()
        assert lines[0].startswith('Agrees: "679 civilians": SNHR documented 679 civilian deaths')
        assert lines[3] == "Of 2 statements, 2 check out."
        assert done.stdout.count("https://snhr.org/blog/2016/02/01/17765/") == 1
        assert lines[-1].startswith("snhr-2016-01-")
        assert lines[5] == "Sources:"

    def test_what_is_wrong_has_its_right_sentence_and_exit_status_1(self) -> None:
        done = snhr("al-Nusra killed 42 civilians in January 2016.")
        assert done.exit_code == 1
        assert done.stdout.startswith(
            'Differs: "42 civilians": SNHR documented 3 civilian deaths attributed to the al-Nusra'
        )
        assert "42 is the number published for armed opposition factions. Corrected: SNHR attributed 3" in done.stdout

    def test_a_draft_is_read_from_a_file_from_html_and_from_the_standard_input(self, tmp_path: Path) -> None:
        (tmp_path / "draft.txt").write_text(ARTICLE, "utf-8")
        page = f"<html><head><title>679</title></head><body><p>{ARTICLE}</p><script>var x = '5 killed';</script></body>"
        (tmp_path / "draft.html").write_text(page, "utf-8")
        there = [snhr(str(tmp_path / name)) for name in ("draft.txt", "draft.html")] + [snhr("-", typed=ARTICLE)]
        assert {done.exit_code for done in there} == {1}
        assert ['Differs: "42"' in done.stdout for done in there] == [True] * 3

    def test_the_month_may_be_given(self) -> None:
        assert "Not judged" in snhr("Russia killed 679 civilians.").stdout
        assert snhr("Russia killed 679 civilians.", "--month", "2016-01").stdout.startswith("Agrees")
        assert snhr("2016-01", "Russia killed 679 civilians.").stdout.startswith("Agrees")

    @pytest.mark.parametrize("typed", ["al-Nusra 42", "Russia civilians 678", "assad dead 517", "total 1383"])
    def test_the_measure_may_be_left_out(self, typed: str) -> None:
        done = snhr("2016-01", *typed.split())
        assert (done.exit_code, done.stdout.split(":")[0]) == (1, "Differs")

    def test_a_comparison_with_several_is_one_with_each(self) -> None:
        done = snhr("2016-01", "Russia > Assad or ISIS")
        assert (done.exit_code, done.stdout.count("Holds:")) == (0, 2)
        assert snhr("2016-01", "ISIS > Assad or Russia").exit_code == 1

    def test_a_text_that_states_nothing_says_so(self) -> None:
        done = snhr("Hello world")
        assert (done.exit_code, done.stdout) == (
            0,
            "Nothing in this text could be read as a monthly toll or as a comparison of parties.\n",
        )

    def test_the_table_for_machines(self) -> None:
        done = snhr("ISIS killed 98 civilians in January 2016.", "--format", "csv")
        assert done.stdout.splitlines()[0].startswith("start,end,quote,party,relation,right,measure,value,unit,month,")
        assert "98 civilians,isis,exactly,,killed,98" in done.stdout

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("nothing.txt",), "cannot read nothing.txt: No such file or directory."),
            (("Russia killed 679.", "--month", "January"), "--month 'January': expected YYYY-MM."),
            (("Russia killed 679.", "--measure", "women"), "--measure is of a claim about a month"),
            (("2016-01",), "what of 2016-01? Next: `snhr check 2016-01 PARTY killed NUMBER`"),
            (("2016-01", "nothing to read"), "cannot read the claim 'nothing to read'"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_message(self, words: tuple[str, ...], said: str) -> None:
        done = snhr(*words)
        assert (done.exit_code, said in done.stderr) == (2, True), done.output


def test_many_numbers_without_a_month_are_one_line() -> None:
    text = " ".join(f"Russian forces killed {number} civilians." for number in (11, 12, 13, 14, 15))
    said = snhr(text).output
    assert 'Not judged: 5 statements name no month ("11 civilians", "12 civilians", "13 civilians" and 2 more)' in said
    assert said.count("Not judged") == 1


def test_all_others_together_are_not_the_first_of_them() -> None:
    said = snhr("Russia killed 679 civilians in January 2016, more than all other parties combined.").output
    assert 'Not judged: "more than all other parties": a toll against all others together is not checked' in said
    assert "Holds" not in said


def test_what_somebody_else_counted_is_not_judged() -> None:
    said = snhr("The UN said Russia killed 700 civilians in January 2016.").output
    assert said.startswith('Not judged: "700 civilians": it cites somebody else')
