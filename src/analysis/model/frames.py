"""The types of the columns of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

# what "str" means, whatever pandas' options and environment say; None is missing
TEXT = pd.StringDtype(na_value=np.nan)
_DTYPES: dict[type, Any] = {str: TEXT, int: "Int64", float: "Float64", bool: "bool"}


def frame_of(rows: Iterable[Iterable[Any]], kinds: Mapping[str, type]) -> pd.DataFrame:
    """A table of these columns: text (codes joined by |), counts (Int64), fractions (Float64), true or false.

    Blank is None, and where there are no codes.
    """
    cells = [["|".join(map(str, cell)) or None if isinstance(cell, tuple) else cell for cell in row] for row in rows]
    table = pd.DataFrame(cells, columns=list(kinds), dtype="object")
    return table.astype({column: _DTYPES[kind] for column, kind in kinds.items()})
