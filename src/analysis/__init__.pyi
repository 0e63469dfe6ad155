# The public names and where they are: imported when first asked for (lazy-loader).
from .changes.numbers import differences as differences
from .data.tables import Data as Data
from .data.tables import read_claims as read_claims
from .data.tables import read_data as read_data
from .errors import AnalysisError as AnalysisError
from .errors import DataError as DataError
from .errors import NotComparable as NotComparable
from .errors import RunError as RunError
from .errors import UnknownMonth as UnknownMonth
from .errors import UnknownParty as UnknownParty
from .language import use_language as use_language
from .lists.tolls import tolls_from_records as tolls_from_records
from .questions.audit.findings import audit as audit
from .questions.claims.claims import check_claims as check_claims
from .questions.comparison.numbers import compare as compare
from .questions.comparison.places import places as places
from .questions.comparison.quote import quote as quote
from .questions.monitors.numbers import agreement as agreement
from .questions.monitors.numbers import orderings as orderings
from .questions.shares.numbers import shares as shares
from .questions.trends.exceeds import exceeds as exceeds
from .questions.trends.series import trend as trend
from .questions.trends.sums import period as period
from .reading.check import check as check
from .reading.mentions import mentions as mentions
from .reading.pages import read_page as read_page
from .tolls.completeness import completeness as completeness
from .tolls.monthly import monthly_tolls as monthly_tolls
from .tolls.series import Tolls as Tolls

__version__: str
