"""Names of parties and monitors: those people use are found, and no other belligerent is ever suggested."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Data, NotComparable, UnknownParty, audit, check_claims, exceeds
from analysis.data.rules import broken_rules
from analysis.model.names import all_plain, closest, find_monitor, find_party, meant, plain, spelled
from analysis.model.parties import Parties
from analysis.questions.monitors.numbers import agreement
from analysis.tolls.series import Tolls

NOBODY = [  # belligerents, places and phrases that are no name of a party here
    *("syria", "Syria", "Syrian", "syrien", "Iran", "Iranian forces", "Jordan"),
    *("Iraqi government forces", "Iraqi army", "türkische Regierungstruppen"),
    *("Saudi-led coalition", "Ahrar al-Sham", "Faylaq al-Sham", "Jaysh al-Islam", "Islamic Jihad", "Southern Front"),
    *("Turkish-backed rebels", "pro-Assad militias", "anti-Assad rebels", "anti-ISIS forces", "opponents of Assad"),
    *("Prussia", "Belarus", "Hamas", "Houthi rebels", "Forze del Libano", "Police militaire russe", "Turks", "USA"),
    *("Russia?Israel?Iran", "Kurdish, Turkish and Israeli forces", "Palestinian factions", "martians", "x", ""),
]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *((name, "government") for name in ("Assad", "the regime", "Syrian army", "Syrian Army", "the Assad regime")),
        *((name, "armed_opposition") for name in ("rebels", "the rebels", "Syrian rebels", "Free Syrian Army")),
        *((name, "armed_opposition") for name in ("opposition", "the opposition", "The Syrian opposition")),
        *((name, "nusra_hts") for name in ("Nusra", "al-Nusra", "Jabhat al-Nusra", "the Nusra Front")),
        *((name, "kurdish_forces") for name in ("the Kurds", "Kurds", "SDF")),
        *((name, "isis") for name in ("Islamic State", "the Islamic State", "IS", "isis", "ISIL")),
        *((name, "international_coalition") for name in ("US-led coalition", "the coalition", "U.S.-led coalition")),
        *((name, "turkish_forces") for name in ("Turkey", "Turkish army")),
        ("the regime+Russia", "government+russian_forces"),
    ],
)
def test_names_people_use(data: Data, name: str, code: str) -> None:
    assert find_party(data.parties, name, "2016-01") == code


@pytest.mark.parametrize(
    ("name", "before", "later"),
    [
        *((name, "government", "former_regime") for name in ("Assad", "the Assad regime", "assad regime")),
        *((name, "government", "transitional_government") for name in ("Syrian government", "the Syrian army")),
        ("Syrian government+Russia", "government+russian_forces", "transitional_government+russian_forces"),
    ],
)
def test_a_name_is_that_of_the_party_of_its_month(data: Data, name: str, before: str, later: str) -> None:
    """The two governments are never one: what is said of 2025 is not of whoever had the name before."""
    assert find_party(data.parties, name, "2024-12") == find_party(data.parties, name, "2013-01", "2024-12") == before
    assert find_party(data.parties, name, "2025-01") == find_party(data.parties, name, "2025-02", "2025-12") == later
    for months in ((), ("2024-12", "2025-01")):
        with pytest.raises(UnknownParty, match="2011-03 to 2024-12") as caught:
            find_party(data.parties, name, *months)
        assert f"{later.partition('+')[0]} (2025-01 on)" in str(caught.value)


def test_a_code_is_its_partys_while_it_can_appear_and_then_a_word(data: Data) -> None:
    assert find_party(data.parties, "government") == find_party(data.parties, "government", "2024-10", "2025-06")
    assert find_party(data.parties, "government", "2025-01") == "transitional_government"


def test_the_month_decides_before_the_article(data: Data) -> None:
    parties = data.parties.copy().set_index("party")
    parties.loc["government", "aliases"], parties.loc["former_regime", "aliases"] = "the regime", "regime"
    parties = parties.reset_index()
    assert [find_party(parties, "the regime", month) for month in ("2024-12", "2025-01")] == [
        *("government", "former_regime")
    ]


def test_a_name_of_nobody_in_a_month_is_read_as_at_other_times(data: Data) -> None:
    assert find_party(data.parties, "Hezbollah", "2016-01") == "hezbollah"


def test_the_government_is_called_by_its_end_only_beside_later_months(data: Data) -> None:
    parties = Parties.of(data.parties.to_dict("records"))
    labels = {end: {code: party.label for code, party in parties.until(end).items()} for end in ("2024-12", "2025-01")}
    assert labels["2024-12"] == dict(zip(data.parties["party"], data.parties["label"], strict=True))
    changed = {code for code, label in labels["2025-01"].items() if label != labels["2024-12"][code]}
    assert changed == {"government"}
    assert labels["2025-01"]["government"] == "Syrian government forces (Assad, until December 2024)"


@pytest.mark.parametrize("name", NOBODY)
def test_no_other_belligerent_is_suggested(data: Data, name: str) -> None:
    with pytest.raises(UnknownParty) as caught:
        find_party(data.parties, name, "2016-01")
    for said in [str(caught.value), *map(str, caught.value.expected.values())]:
        assert "did you mean" not in said
        assert "Government; Russia; ISIS" in said


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("goverment", "government"), ("Rusia", "russian_forces"), ("Turky", "turkish_forces")),
        *(("Oposition", "armed_opposition"), ("Syrian oposition groups", "armed_opposition"), ("Daehs", "isis")),
        *(("ISIS fighters", "isis"), ("Nusra Frnt", "nusra_hts"), ("Russian airforce", "russian_forces")),
        *(("Kurdish army", "kurdish_forces"), ("Assad's army", "government")),
    ],
)
def test_a_slip_or_a_telling_word_is_asked_about(data: Data, name: str, code: str) -> None:
    with pytest.raises(UnknownParty) as caught:
        find_party(data.parties, name, "2016-01")
    assert {typed: said.near for typed, said in caught.value.expected.items()} == {name: (code,)}
    assert list(map(str, caught.value.expected.values())) == [f"did you mean {code}?"]
    assert f"did you mean {code}? Next: use a code or a name of parties.csv." in str(caught.value)


def test_a_slip_that_fits_two_parties_or_a_short_word_suggests_none() -> None:
    names = [("North", "n"), ("Norta", "o"), ("ISIS", "isis"), ("Group A", "a"), ("M23", "m23"), ("Gambia", "gambia")]
    for typed in ("Nortb", "ISIF", "Group B", "M24", "Zambia"):
        assert closest(typed, names) == []
    assert closest("Norht", names) == closest("Notrh", names) == ["n"]


@given(st.text(max_size=40))
def test_a_suggestion_shares_a_word_or_is_one_key_away(data: Data, text: str) -> None:
    for code in closest(text, spelled(data.parties.to_dict("records"))):
        assert code in set(data.parties["party"])


def test_every_unknown_name_is_told_at_once(data: Data) -> None:
    with pytest.raises(UnknownParty) as caught:
        find_party(data.parties, "Jordan+goverment")
    assert list(caught.value.expected) == ["Jordan", "goverment"]


def test_labels_are_listed_in_order(data: Data) -> None:
    said = str(meant("Jordan", data.parties.sort_values("order").to_dict("records")))
    assert said.startswith("known: Government; Former regime; Transitional government; Coast operation forces; Russia;")


def test_claims_and_periods_suggest_alike(data: Data, tolls: Tolls) -> None:
    claim = {"claim_id": "1", "outlet": "", "month": "2016-01", "party": "syria", "measure": "killed", "value": 1}
    with pytest.raises(Exception, match=r"a party of parties.csv \(known: Government; Russia"):
        check_claims(data, pd.DataFrame([claim]))
    with pytest.raises(UnknownParty, match="known: Government; Russia"):
        exceeds(tolls, "2016-01", "2016-02", "syria_forces", "isis")


@pytest.mark.parametrize("name", ["SNHR", "Snhr", "snhr", "Syrian Network for Human Rights"])
def test_monitors_in_any_case(data: Data, name: str) -> None:
    assert find_monitor(data.monitors, name) == "snhr"
    assert set(audit(data, "2016-01", monitor=name).frame["monitor"]) == {"snhr"}
    assert set(agreement(data, "2016-01", [name]).frame["monitor"]) == {"snhr"}
    claim: dict[str, Any] = {"claim_id": "1", "outlet": "", "month": "2016-01", "party": "isis", "measure": "killed"}
    checked = check_claims(data, pd.DataFrame([claim | {"value": 98, "about_monitor": name}]))
    assert list(checked.frame["monitor"]) == ["snhr"]


def test_a_label_of_two_monitors_is_no_name(data: Data) -> None:
    monitors = data.monitors.assign(short_label="Watch", name="Watch")
    with pytest.raises(NotComparable, match="unknown monitor 'watch'"):
        find_monitor(monitors, "watch")


def test_an_article_makes_no_name_of_two_parties(data: Data) -> None:
    parties = data.parties.copy()
    parties.loc[parties["party"] == "isis", "aliases"] = "The Regime"
    tables = {name: getattr(data, name) for name in vars(data) if name not in ("folder", "hashes", "dated")}
    problems = broken_rules(tables | {"parties": parties})
    assert any(problem.column == "aliases" and "government" in problem.expected for problem in problems)


@given(names=st.lists(st.text(st.sampled_from("aÅé\u0301ﬁ²_-' \n\u2028Ⅷس٥ß"), max_size=5), min_size=1))
def test_many_names_are_plain_as_each(names: list[str]) -> None:
    assert all_plain(names) == [plain(name) for name in names]
