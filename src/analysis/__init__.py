"""Monthly death tolls as monitors printed them: read, reconcile, compare, compute shares, audit."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    "monthly_tolls": "reconcile",
    "compare": "comparison",
    "completeness": "comparison",
    "shares": "group_shares",
    "places": "governorates",
    "quote": "citations",
    "period": "periods",
    "exceeds": "periods",
    "trend": "trends",
    "agreement": "monitors",
    "orderings": "monitors",
    "audit": "findings",
    "read_claims": "data",
    "check_claims": "claims",
    "tolls_from_records": "tabulate",
    "AnalysisError": "errors",
    "DataError": "errors",
    "UnknownMonth": "errors",
    "UnknownParty": "errors",
    "NotComparable": "errors",
    "RunError": "errors",
}
__all__ = list(_HOME)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
