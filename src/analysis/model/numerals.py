"""How one printed number may come from another: rounding, and slips of the hand. Whole numbers and Decimal only."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def half_up(k: int, n: int, scale: int = 1) -> int:
    """Round scale * k / n half up (n > 0): Python's own round(48.5) is 48.

    Examples
    --------
    >>> half_up(97, 200, 100), half_up(167, 679, 1000)
    (49, 246)
    """
    return (2 * k * scale + n) // (2 * n)


def percent(k: int, n: int, digits: int = 1) -> Decimal:
    """Write k of n in percent, rounded half up to so many digits.

    Examples
    --------
    >>> percent(167, 679)
    Decimal('24.6')
    """
    return Decimal(half_up(k, n, 100 * 10**digits)).scaleb(-digits)


def rounding_of(printed: float, k: int, n: int) -> str | None:
    """Say how a printed percentage comes from k of n: '' half up, rounded_up, rounded_down; None if it does not.

    Examples
    --------
    >>> rounding_of(30, 152, 516), rounding_of(29.5, 152, 516), rounding_of(40, 152, 516)
    ('rounded_up', '', None)
    """
    written = Decimal(str(printed)).normalize()
    scale = 10 ** max(0, -int(written.as_tuple().exponent))
    found, exact = int(written * scale), (100 * scale * k, n)
    if found == half_up(*exact):
        return ""
    down = exact[0] // n
    return {down + 1: "rounded_up", down: "rounded_down"}.get(found)


def slip(printed: int, meant: int) -> str:
    """Name the slip of the hand that turns `meant` into `printed`; '' where none does.

    Examples
    --------
    >>> slip(179, 1795), slip(539, 593), slip(1041, 141), slip(42, 3)
    ('dropped_digit', 'swapped_digits', 'added_digit', '')
    """
    one, other = str(printed), str(meant)
    for short, long, name in ((one, other, "dropped_digit"), (other, one, "added_digit")):
        # below three digits almost any two numbers would do
        if len(long) >= 3 and short in {long[:i] + long[i + 1 :] for i in range(len(long))}:
            return name
    swaps = {other[:i] + other[i + 1] + other[i] + other[i + 2 :] for i in range(len(other) - 1)} - {other}
    return "swapped_digits" if one in swaps else ""


def only_slip(printed: int, candidates: Iterable[int]) -> tuple[str, int] | None:
    """Name the slip and the number meant, where exactly one of the candidates explains `printed`.

    Examples
    --------
    >>> only_slip(179, [1795, 1851]), only_slip(179, [1795, 1979])
    (('dropped_digit', 1795), None)
    """
    found = [(name, meant) for meant in set(candidates) if (name := slip(printed, meant))]
    return found[0] if len(found) == 1 else None


def is_rounded(printed: int, exact: int) -> bool:
    """Tell whether `printed` is `exact` rounded to tens, hundreds or more, up or down, and within a tenth of it.

    Examples
    --------
    >>> is_rounded(700, 679), is_rounded(680, 679), is_rounded(690, 679), is_rounded(100, 185)
    (True, True, False, False)
    """
    if printed == exact or printed <= 0:
        return False
    unit = 1
    while printed % (unit * 10) == 0:
        unit *= 10
    return unit > 1 and abs(printed - exact) < unit and 10 * abs(printed - exact) <= exact


SMALLEST_N = 10  # below it counts are shown, and no share
