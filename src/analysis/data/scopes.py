"""What the scope of a row says: whose deaths its numbers count, and of what they are a part."""

from __future__ import annotations

MEASURES = ("killed", "children", "women", "torture")
NOT_OWN = frozenset(
    [
        "joint",
        "includes",
        "item",
        "area",
        "subset",
        "outside_total",
        "party_not_printed",
        "population_not_printed",
        "part_of_month",
    ]
)


def scope_codes(scope: object) -> dict[str, str]:
    """Split a scope cell into its codes and what stands after their colon.

    Examples
    --------
    >>> scope_codes("item:air_strikes;joint:russian_forces;minimum")
    {'item': 'air_strikes', 'joint': 'russian_forces', 'minimum': ''}
    """
    if not isinstance(scope, str):
        return {}
    return {code: value for code, _, value in (part.partition(":") for part in scope.split(";"))}


def is_own_toll(scope: object) -> bool:
    """Tell whether a row is that party's own toll of the month; one code that says no is enough.

    Examples
    --------
    >>> is_own_toll("torture_additional"), is_own_toll("joint:russian_forces")
    (True, False)
    """
    return NOT_OWN.isdisjoint(scope_codes(scope))


def others_in(scope: object) -> list[str]:
    """The other parties whose deaths the scope puts into the same number.

    Examples
    --------
    >>> others_in("joint:isis+nusra_hts;minimum")
    ['isis', 'nusra_hts']
    """
    codes = scope_codes(scope)
    return [party for code in ("joint", "includes") if code in codes for party in codes[code].split("+")]
