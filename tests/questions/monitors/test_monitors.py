"""What several monitors print for one month: side by side, like with like, never added."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import Data, NotComparable, UnknownMonth, agreement, monthly_tolls, orderings, read_data
from analysis.model.adding import members
from analysis.questions.monitors.numbers import Agreement, Printed


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def january(data: Data) -> Agreement:
    return agreement(data, "2016-01")


def cell(printed: Agreement, monitor: str, party: str, population: str = "civilians") -> Printed:
    wanted = (monitor, party, population, "killed")
    return next(line for line in printed if (line.monitor, line.party, line.population, line.measure) == wanted)


def test_january_2016(january: Agreement) -> None:
    russia = cell(january, "snhr", "russian_forces")
    alleged = cell(january, "airwars", "russian_forces")
    assert (russia.count, russia.kind, russia.low, russia.high) == (679, "toll", None, None)
    assert (alleged.low, alleged.high, alleged.kind, alleged.causes) == (1006, 1410, "range", ("air_strikes",))
    assert alleged.count is None
    assert (cell(january, "snhr", "all_parties").count, cell(january, "sohr", "all_parties").count) == (1382, 1345)


def test_the_table_joins_causes_as_doubts_do(data: Data) -> None:
    table = agreement(data, "2015-05").frame
    several = table[table["causes"].eq("air_strikes + torture")]
    assert list(several["doubt"]) == ["items_only: air_strikes + torture"]
    assert table.loc[table["kind"] == "toll", "causes"].isna().all()


def test_one_population_can_be_taken_out(january: Agreement) -> None:
    persons = january.only("persons")
    assert {line.population for line in persons} == {tolls.population for tolls in persons.tolls} == {"persons"}
    assert (january.monitors, persons.monitors) == (["snhr", "sohr", "airwars"], ["sohr"])
    assert len(orderings(january.only("fighters"))) == 0


def test_a_picture_of_one_population_counts_that(data: Data) -> None:
    axes = agreement(data, "2015-01").only("persons").plot()
    assert axes.get_xlabel() == "deaths of civilians and fighters"
    plt.close(axes.figure)


def test_ratios_stand_only_between_like_and_like(data: Data) -> None:
    for month in ("2016-01", "2016-08", "2017-03", "2017-07", "2018-03"):
        printed = agreement(data, month).frame
        assert not printed.loc[printed["kind"].isin(["range", "least", "most"]), "ratio"].notna().any()
        for row in printed[printed["ratio"].notna()].to_dict("records"):
            other = printed[(printed["monitor"] == row["ratio_to"]) & (printed["party"] == row["party"])]
            other = other[(other["population"] == row["population"]) & (other["measure"] == row["measure"])].iloc[0]
            assert other["causes"] == row["causes"] or (pd.isna(other["causes"]) and pd.isna(row["causes"]))
            assert row["ratio"] == pytest.approx(row["count"] / other["count"])
    assert cell(agreement(data, "2016-01"), "sohr", "all_parties").ratio == pytest.approx(1345 / 1382)
    for month in ("2015-10", "2015-12", "2017-03"):  # which fighters are counted differs between monitors
        assert not any(line.ratio for line in agreement(data, month) if line.population != "civilians")


def test_combined_tolls_stay_combined(data: Data) -> None:
    [line] = agreement(data, "2019-10", ["airwars"])
    assert (line.party, line.low, line.high) == ("government+russian_forces", 23, 31)


def test_every_number_is_a_reconciled_cell(data: Data, january: Agreement) -> None:
    for (monitor, population), rows in january.frame.groupby(["monitor", "population"]):
        tolls = monthly_tolls(data, monitor, population).frame.query("month == '2016-01'")
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
    found = orderings(agreement(data, "2016-01"))
    first = next(line for line in found if (line.higher, line.lower) == ("russian_forces", "government"))
    assert (first.support, first.supported_by) == ("some", ("snhr",))
    assert set(first.undecided_by) == {"sohr", "airwars"}
    assert found.frame["undecided_by"].iloc[0] == "sohr|airwars"
    assert found.frame["contradicted_by"].isna().all()
    only = orderings(agreement(data, "2016-01", ["snhr"]))
    assert {line.support for line in only} == {"only"}
    assert orderings(agreement(data, "2016-01", ["sohr"])).frame.empty  # only a total: no ordering of parties


def test_who_alone_orders_parties_is_named(data: Data) -> None:
    found = orderings(agreement(data, "2016-01"))
    assert found.text == (
        "SNHR alone publishes enough to order parties: 14 pairs. SOHR and Airwars neither confirm nor contradict it."
    )
    assert set(found.table["Supported by"]) == {"SNHR alone"}
    assert orderings(agreement(data, "2016-01", ["snhr"])).text.endswith("order parties: 14 pairs.")
    for month in ("2016-02", "2017-01", "2018-03"):
        found = orderings(agreement(data, month))
        supporters = {len(line.supported_by) for line in found}
        assert ("alone" in found.text) == (1 in supporters), month


def test_what_one_monitor_publishes_is_not_compared(data: Data) -> None:
    assert "must not be added" in agreement(data, "2016-01").text
    assert "must not be added" not in agreement(data, "2016-01", ["snhr"]).text


def test_orderings_agree_with_the_whole_tolls_of_each_monitor(data: Data) -> None:
    for month in ("2015-03", "2017-03", "2017-04", "2017-07"):
        found = orderings(agreement(data, month))
        for line in found:
            assert line.support in (("disputed",) if line.contradicted_by else ("all", "some", "only"))
            for monitors, sign in ((line.supported_by, 1), (line.contradicted_by, -1)):
                for monitor in monitors:
                    killed = monthly_tolls(data, monitor, line.population, month=month).of(month).killed
                    values = [killed[code].value for code in (line.higher, line.lower) if not killed[code].of_causes]
                    if len(values) == 2 and None not in values:
                        assert sign * (values[0] - values[1]) > 0
        parties = {party for line in found for party in (line.higher, line.lower)}
        assert not {"all_parties", "other_parties", "islamist_total"} & parties


def test_residuals_and_groups_are_not_ordered(data: Data) -> None:
    for party in {party for line in orderings(agreement(data, "2016-01")) for party in (line.higher, line.lower)}:
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
    assert {line.report_id for line in early} < {line.report_id for line in agreement(data, "2016-01")}
