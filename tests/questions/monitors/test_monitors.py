"""What several monitors print for one month: side by side, like with like, never added."""

import pandas as pd
import pytest

from analysis import Data, NotComparable, UnknownMonth, agreement, monthly_tolls, orderings, read_data
from analysis.model.adding import members


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def january(data: Data) -> pd.DataFrame:
    return agreement(data, "2016-01")


def cell(printed: pd.DataFrame, monitor: str, party: str, population: str = "civilians") -> pd.Series:
    found = printed[(printed["monitor"] == monitor) & (printed["party"] == party)]
    return found[(found["population"] == population) & (found["measure"] == "killed")].iloc[0]


def test_january_2016(january: pd.DataFrame) -> None:
    russia = cell(january, "snhr", "russian_forces")
    alleged = cell(january, "airwars", "russian_forces")
    assert (russia["count"], russia["kind"]) == (679, "toll")
    assert (alleged["low"], alleged["high"], alleged["kind"], alleged["causes"]) == (1006, 1410, "range", "air_strikes")
    assert pd.isna(alleged["count"])
    assert (cell(january, "snhr", "all_parties")["count"], cell(january, "sohr", "all_parties")["count"]) == (
        1382,
        1345,
    )


def test_ratios_stand_only_between_like_and_like(data: Data) -> None:
    for month in ("2016-01", "2016-08", "2017-03", "2017-07", "2018-03"):
        printed = agreement(data, month)
        assert not printed.loc[printed["kind"].isin(["range", "least", "most"]), "ratio"].notna().any()
        for row in printed[printed["ratio"].notna()].to_dict("records"):
            other = printed[(printed["monitor"] == row["ratio_to"]) & (printed["party"] == row["party"])]
            other = other[(other["population"] == row["population"]) & (other["measure"] == row["measure"])].iloc[0]
            assert other["causes"] == row["causes"] or (pd.isna(other["causes"]) and pd.isna(row["causes"]))
            assert row["ratio"] == pytest.approx(row["count"] / other["count"])
    assert cell(agreement(data, "2016-01"), "sohr", "all_parties")["ratio"] == pytest.approx(1345 / 1382)
    for month in ("2015-10", "2015-12", "2017-03"):  # which fighters are counted differs between monitors
        printed = agreement(data, month)
        assert printed.loc[printed["population"] != "civilians", "ratio"].isna().all()


def test_combined_tolls_stay_combined(data: Data) -> None:
    printed = agreement(data, "2019-10", ["airwars"])
    assert list(printed["party"]) == ["government+russian_forces"]
    assert (printed["low"].iloc[0], printed["high"].iloc[0]) == (23, 31)


def test_every_number_is_a_reconciled_cell(data: Data, january: pd.DataFrame) -> None:
    for (monitor, population), rows in january.groupby(["monitor", "population"]):
        tolls = monthly_tolls(data, monitor, population).query("month == '2016-01'")
        values = tolls.set_index(["party", "measure"])["value"]
        for row in rows[rows["count"].notna()].to_dict("records"):
            assert values[row["party"], row["measure"]] == row["count"]
        printed = tolls[tolls["measure"].isin(["killed", "children", "women"])]
        assert len(rows) == (printed["value"].notna() | printed["printed_low"].notna()).sum()


def test_windows_that_are_no_calendar_months_are_left_out(data: Data) -> None:
    assert "ohchr" in set(data.monitors["monitor"])
    with pytest.raises(UnknownMonth, match="no figures of ohchr"):
        agreement(data, "2016-01", ["ohchr"])


def test_an_ordering_is_supported_by_all_some_or_disputed(data: Data) -> None:
    found = orderings(data, agreement(data, "2016-01"))
    first = found[(found["higher"] == "russian_forces") & (found["lower"] == "government")].iloc[0]
    assert (first["support"], first["supported_by"]) == ("some", "snhr")
    assert set(first["undecided_by"].split("|")) == {"sohr", "airwars"}
    only = orderings(data, agreement(data, "2016-01", ["snhr"]))
    assert set(only["support"]) == {"only"}
    assert orderings(data, agreement(data, "2016-01", ["sohr"])).empty  # only a total: no ordering of parties


def test_orderings_agree_with_the_whole_tolls_of_each_monitor(data: Data) -> None:
    for month in ("2015-03", "2017-03", "2017-04", "2017-07"):
        found = orderings(data, agreement(data, month))
        for row in found.to_dict("records"):
            assert {"all": 0, "some": 0, "only": 0}.get(row["support"], 1) == isinstance(row["contradicted_by"], str)
            for side, sign in (("supported_by", 1), ("contradicted_by", -1)):
                for monitor in row[side].split("|") if isinstance(row[side], str) else ():
                    tolls = monthly_tolls(data, monitor, row["population"], month=month)
                    whole = tolls[(tolls["measure"] == "killed") & (tolls["basis"] != "items")].set_index("party")
                    values = whole["value"].reindex([row["higher"], row["lower"]])
                    if values.notna().all():
                        assert sign * (values.iloc[0] - values.iloc[1]) > 0
        assert not {"all_parties", "other_parties", "islamist_total"} & set(found["higher"]) & set(found["lower"])


def test_residuals_and_groups_are_not_ordered(data: Data) -> None:
    found = orderings(data, agreement(data, "2016-01"))
    for party in {*found["higher"], *found["lower"]}:
        assert members(party) == [party]
        assert party not in {"other_parties", "islamist_total", "all_parties"}


def test_what_is_unknown_is_refused(data: Data) -> None:
    with pytest.raises(NotComparable, match="snhr"):
        agreement(data, "2016-01", ["snr"])
    with pytest.raises(UnknownMonth, match="YYYY-MM"):
        agreement(data, "January")
    with pytest.raises(UnknownMonth, match=f"nearest with figures: {max(data.reports['month'])}"):
        agreement(data, "2030-01")


def test_as_of_uses_only_what_was_published(data: Data) -> None:
    early = agreement(data, "2016-01", as_of="2016-02-02")
    assert set(early["report_id"].dropna()) < set(agreement(data, "2016-01")["report_id"].dropna())
