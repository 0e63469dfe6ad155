"""What is said in another language: complete, with the same fields and numbers, in the forms that numbers take."""

from __future__ import annotations

import re
import string
from collections.abc import Callable

import pytest
from click.testing import CliRunner

import catalogue
from analysis import Tolls, agreement, audit, compare, monthly_tolls, orderings, period, quote, shares, use_language
from analysis.cli import main
from analysis.data.tables import Data
from analysis.errors import NotComparable
from analysis.language import ISOLATES, in_language, language, say
from analysis.questions.comparison.words import comparison_headline, comparison_subtitle
from analysis.questions.monitors.words import agreement_headline
from analysis.questions.shares.words import shares_headline
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.trends.coverage import coverage
from analysis.reading.check import check
from analysis.reading.words import verdicts_said
from analysis.show import dates, numbers

ADDRESS = re.compile(r"https?://[^\s⁩)؛،;,]+")
NUMBER = re.compile(r"[0-9][0-9,.]*[0-9]|[0-9]")


def fields(template: str) -> set[str]:
    """The fields of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_has_a_translation_with_its_fields() -> None:
    found = catalogue.read("ar")
    assert catalogue.lacking(found) == []
    for message in found:
        wanted = fields(message.id[-1] if isinstance(message.id, tuple) else message.id)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        spared = {"number", "rest"} if isinstance(message.id, tuple) else {"heading"}  # one and two are words
        assert all(wanted - spared <= fields(text) <= wanted for text in strings), message.id


def test_the_catalogue_is_what_the_code_says_and_is_compiled() -> None:
    committed = catalogue.path_of("ar").read_bytes()
    assert committed == catalogue.written(catalogue.updated("ar")), "run `python tools/catalogue.py`"
    assert catalogue.path_of("ar", "mo").read_bytes() == catalogue.compiled(catalogue.read("ar"))


@pytest.mark.parametrize(
    ("count", "children", "women", "civilians"),
    [
        (0, "0 طفل", "0 سيدة", "مقتل 0 مدني"),
        (1, "طفل واحد", "سيدة واحدة", "مقتل مدني واحد"),
        (2, "طفلان", "سيدتان", "مقتل مدنيَّين اثنين"),
        (3, "3 أطفال", "3 سيدات", "مقتل 3 مدنيين"),
        (10, "10 أطفال", "10 سيدات", "مقتل 10 مدنيين"),
        (11, "11 طفلًا", "11 سيدة", "مقتل 11 مدنيًا"),
        (99, "99 طفلًا", "99 سيدة", "مقتل 99 مدنيًا"),
        (100, "100 طفل", "100 سيدة", "مقتل 100 مدني"),
        (101, "101 طفل", "101 سيدة", "مقتل 101 مدني"),
        (102, "102 طفل", "102 سيدة", "مقتل 102 مدني"),
        (103, "103 أطفال", "103 سيدات", "مقتل 103 مدنيين"),
        (111, "111 طفلًا", "111 سيدة", "مقتل 111 مدنيًا"),
        (1382, "1,382 طفلًا", "1,382 سيدة", "مقتل 1,382 مدنيًا"),
    ],
)
def test_numbers_take_their_nouns_in_the_right_form(count: int, children: str, women: str, civilians: str) -> None:
    with in_language("ar"):
        assert numbers.counted(count, "children") == children
        assert numbers.counted(count, "women") == women
        assert numbers.counted(count, "killed") == civilians


def said_of(tolls: Tolls, month: str) -> list[Callable[[], str]]:
    """What is said of a month, to be said in each language."""
    compared, found = compare(tolls, month), shares(tolls, month)
    parties = [line.party for line in compared.lines if line.party in tolls.parties]
    return [
        lambda: comparison_headline(compared),
        lambda: comparison_subtitle(compared),
        lambda: compared.text,
        lambda: "\n".join(" | ".join(row) for row in compared.table.to_numpy().tolist()),
        lambda: "\n".join(compared.sources),
        lambda: shares_headline(found),
        lambda: found.text,
        lambda: tipping_points(compared).text,
        lambda: audit(tolls.data, month, monitor=tolls.monitor).text,
        lambda: agreement(tolls.data, month).text,
        lambda: agreement_headline(agreement(tolls.data, month)),
        lambda: orderings(agreement(tolls.data, month)).text,
        *(lambda party=party: quote(tolls, month, party) for party in parties),  # type: ignore[misc]
    ]


def same_numbers(said: Callable[[], str]) -> None:
    """Hold the two languages against each other: the same numbers in both, but one and two, which may be words."""
    english = said()
    with in_language("ar"):
        arabic = said()
    there, here = (set(NUMBER.findall(ADDRESS.sub("", text))) for text in (english, arabic))
    assert (there - here - {"1", "2"}, here - there - {"0"}) == (set(), set()), (english, arabic)
    assert sum(map(arabic.count, ISOLATES[:2])) == arabic.count(ISOLATES[2]), arabic


@pytest.mark.parametrize(
    ("monitor", "population"),
    [("snhr", "civilians"), ("snhr", "persons"), ("sohr", "civilians"), ("airwars", "civilians"), ("vdc", "persons")],
)
def test_what_is_said_of_every_month_has_the_same_numbers(data: Data, monitor: str, population: str) -> None:
    tolls = monthly_tolls(data, monitor, population)
    for month in tolls.months:
        for said in said_of(tolls, month):
            same_numbers(said)


def test_what_is_missing_has_the_same_numbers(data: Data) -> None:
    same_numbers(lambda: coverage(data).text)


def test_an_arabic_sentence_is_answered_in_arabic() -> None:
    text = "في كانون الثاني 2016 قتلت القوات الروسية 679 مدنيا، وقتلت جبهة النصرة 42 مدنيا."
    done = CliRunner().invoke(main, ["check", text])
    assert done.exit_code == 1
    assert "مقتل 679 مدنيًا نُسب إلى القوات الروسية في كانون الثاني/يناير 2016" in done.stdout
    assert "42 هو العدد المنشور بشأن فصائل المعارضة المسلحة" in done.stdout
    assert "من أصل عبارتين: الصحيح 1، الخطأ 1 («42 مدنيا»)." in done.stdout
    assert "لم يراجع هذه الترجمة" in done.stderr
    assert "two of them" not in done.stdout
    english = CliRunner().invoke(main, ["check", text, "--lang", "en"])
    assert "Agrees: " in english.stdout
    assert language() == "en"


def test_a_checked_text_has_the_same_numbers(data: Data) -> None:
    for text in (
        "In January 2016 Russian forces killed 679 civilians, and al-Nusra 42. ISIS killed more than the government.",
        "In 2016, 16,913 civilians were killed. In January 2016 25% of Russia's victims were children and women.",
    ):
        checked = check(text, data)
        for place in range(len(checked)):
            same_numbers(lambda checked=checked, place=place: verdicts_said(checked)[place])  # type: ignore[misc]


def test_a_language_that_is_none_is_refused_and_nothing_changes() -> None:
    with pytest.raises(NotComparable, match="unknown language 'fr': known: en, ar"):
        use_language("fr")
    assert language() == "en"


def test_what_begins_in_latin_letters_is_kept_apart() -> None:
    with in_language("ar"):
        assert say("{monitor}, {when}", monitor="SNHR", when="2016") == "⁨SNHR⁩، 2016"
        assert numbers.percent(167, 679) == "⁦24.6%⁩"
        assert dates.months_words(["2016-01", "2016-02"]) == "من ⁦2016-01⁩ إلى ⁦2016-02⁩"
        assert numbers.number(-3) == "⁦−3⁩"
    assert not set(ISOLATES) & set(say("{monitor}, {when}", monitor="SNHR", when="2016"))


def test_what_has_no_translation_answers_in_english(data: Data) -> None:
    found = period(monthly_tolls(data), "2016-01", "2016-03")
    english = found.text
    with in_language("ar"):
        assert found.text == english
        assert language() == "ar"
