"""Monthly death tolls as monitors printed them: read, reconcile, compare, compute shares, audit.

    >>> from analysis import compare, monthly_tolls, read_data
    >>> tolls = monthly_tolls(read_data(), "snhr", "civilians")
    >>> int(compare(tolls, "2016-01").set_index("party")["killed"]["russian_forces"])
    679

Read
    Data                the figures as printed, one DataFrame a table
    read_data           read and check a data folder
    read_claims         read a table of claims of one's own
    tolls_from_records  monthly tolls from a list of victims or incidents

Reconcile
    monthly_tolls       what the pages of a monitor print: one row a month, party and measure

What the numbers say
    compare             the parties' tolls of one month
    completeness        how far the parties of each month reach its total
    places              the governorates printed for a month
    shares              the shares of children and women in one month
    period              the sums of several months; those that are missing are named
    exceeds             in which months one party's toll exceeded another's
    trend               the months in a row, with what may not be compared marked
    agreement           what monitors print for one month, side by side
    orderings           which orderings of two parties the monitors support

Whether they hold
    audit               every discrepancy in what is printed
    check_claims        numbers and comparisons as outlets printed them, and verdicts
    quote               one line on a toll to quote, with its source and its doubts
    differences         what differs between two data folders, or two builds of them

Errors
    AnalysisError       all of them: what failed, where, and what to do next
    DataError           data that break their contract
    UnknownMonth        a month without figures
    UnknownParty        a party that parties.csv does not have
    NotComparable       monitors, or civilians and persons, mixed
    RunError            a batch that cannot be run

analysis.sensitivity says what would have to be assumed for an order to reverse; analysis.plots,
series_plots and monitor_plots draw these results. Every other module is private.
"""

import typing as _typing
from importlib import import_module as _import_module

if _typing.TYPE_CHECKING:
    from analysis.batch.differences import differences as differences
    from analysis.citations import quote as quote
    from analysis.claims import check_claims as check_claims
    from analysis.comparison import compare as compare
    from analysis.comparison import completeness as completeness
    from analysis.data import Data as Data
    from analysis.data import read_claims as read_claims
    from analysis.data import read_data as read_data
    from analysis.errors import AnalysisError as AnalysisError
    from analysis.errors import DataError as DataError
    from analysis.errors import NotComparable as NotComparable
    from analysis.errors import RunError as RunError
    from analysis.errors import UnknownMonth as UnknownMonth
    from analysis.errors import UnknownParty as UnknownParty
    from analysis.findings import audit as audit
    from analysis.governorates import places as places
    from analysis.group_shares import shares as shares
    from analysis.monitors import agreement as agreement
    from analysis.monitors import orderings as orderings
    from analysis.periods import exceeds as exceeds
    from analysis.periods import period as period
    from analysis.reconcile import monthly_tolls as monthly_tolls
    from analysis.tabulate import tolls_from_records as tolls_from_records
    from analysis.trends import trend as trend

_HOME = {  # public name -> its module, imported when first asked for, so that the command line answers at once
    "Data": "data",
    "read_data": "data",
    "read_claims": "data",
    "tolls_from_records": "tabulate",
    "monthly_tolls": "reconcile",
    "compare": "comparison",
    "completeness": "comparison",
    "places": "governorates",
    "shares": "group_shares",
    "period": "periods",
    "exceeds": "periods",
    "trend": "trends",
    "agreement": "monitors",
    "orderings": "monitors",
    "audit": "findings",
    "check_claims": "claims",
    "quote": "citations",
    "differences": "batch.differences",
    "AnalysisError": "errors",
    "DataError": "errors",
    "UnknownMonth": "errors",
    "UnknownParty": "errors",
    "NotComparable": "errors",
    "RunError": "errors",
}
__version__ = "0.1.0"


def __getattr__(name: str) -> _typing.Any:
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(_import_module(f"analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The public names alone. Without __all__ help() shows the page above, not the whole text of each of them."""
    return [*_HOME, "__doc__", "__file__", "__name__", "__path__", "__version__"]
