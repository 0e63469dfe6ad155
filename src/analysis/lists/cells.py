"""Dates, numbers and ages as lists write them: what has one reading is read, the rest is for the mapping to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

OLDEST = 130  # an age above is a slip
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
FORMATS = (  # that a mapping may name as date_format, in the order in which they are proposed
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y%m%d", "%Y%m", "%m/%Y", "%d/%m/%y", "%m/%d/%y"),
    *("%d.%m.%y", "%b-%y", "%b %y", "%y-%b", "%d-%m-%y", "%Y-%d-%m", "%d%m%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"),
    *("%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p"),
)
_CLOSE = re.compile("%[dmyYHMS]%[dmyYHMS]")  # numbers with nothing between
_TIME = (
    r"(?:[T ](?:[01]?\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?"
    r"(?: ?(?:Z|UTC|[+-][01]\d(?::?[0-5]\d)?))?)?"
)
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}){_TIME})?", re.ASCII)
_NAMED = (  # a month's name leaves no doubt which number is the day; two figures after it are a year, as Excel writes
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ ./-]+(?P<month>[a-z]+)[.,]?[ ./-]+(?P<year>\d{4}|\d{2})", re.ASCII
    ),
    re.compile(r"(?P<month>[a-z]+)[. ]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<month>[a-z]+)[.,]?[ ./-]+(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})[ ./-]+(?P<month>[a-z]+)(?:[ ./-]+(?P<day>\d{1,2}))?", re.ASCII),
)
_YEARS = r"(?: ?(?:years?|yrs?|y)(?:[ -]old|/o)?)?"
_PART_OF_A_YEAR = re.compile(r"(\d{1,4})[ -]?(months?|mos?|mths?|weeks?|wks?|days?|hours?|hrs?)(?:[ -]old)?", re.ASCII)
_IN_A_YEAR = {"m": 12, "w": 52, "d": 365, "h": 8760}
_BAND = re.compile(rf"(\d{{1,3}})(?:\.0+)? ?(?:-|\u2013|\u2014|to) ?(\d{{1,3}})(?:\.0+)?{_YEARS}", re.ASCII)
_OPEN = (
    (re.compile(rf"(?:<|under|below|less than|younger than) ?(\d{{1,3}}){_YEARS}", re.ASCII), "below"),
    (re.compile(rf"(?:<=|\u2264|up to) ?(\d{{1,3}}){_YEARS}", re.ASCII), "up to"),
    (re.compile(rf"(?:>|over|above|more than|older than) ?(\d{{1,3}}){_YEARS}", re.ASCII), "above"),
    (
        re.compile(
            rf"(?:>=|\u2265) ?(\d{{1,3}}){_YEARS}|(\d{{1,3}}) ?(?:\+|(?:and|or) (?:over|older|above|more|up)){_YEARS}",
            re.ASCII,
        ),
        "from",
    ),
)


def read_date(cell: str, formats: Sequence[str] = ()) -> str | None:
    """Read a date as YYYY-MM-DD, or YYYY-MM where it has no day; None where it does not exist or is not certain.

    `formats` of `strptime` are tried in turn; without, year first or a month's name is understood, also with a time.

    Examples
    --------
    >>> [read_date(cell) for cell in ("2016-01-05T10:00:00Z", "28 December 2022", "3-Jan-17", "Dec-2016", "01/02/2020")]
    ['2016-01-05', '2022-12-28', '2017-01-03', '2016-12', None]
    >>> read_date("01/02/2020", ["%d/%m/%Y"]), read_date("200207", ["%Y%m"])
    ('2020-02-01', '2002-07')
    """
    if formats:
        found = {_by_format(cell, one) for one in formats} - {None}
        return found.pop() if len(found) == 1 else None  # two formats that read it differently leave it uncertain
    if iso := _ISO.fullmatch(cell):
        return _dated(iso[1], iso[3], iso[4])
    text = cell.casefold()
    for pattern in _NAMED:
        if found_ := pattern.fullmatch(text):
            parts = found_.groupdict()
            name = parts["month"]
            month = next((n for n, one in enumerate(_MONTHS, 1) if len(name) > 2 and one.startswith(name)), 0)
            if month or name == "sept":
                return _dated(_century(parts["year"]), str(month or 9), parts.get("day"))
    return None


def _century(year: str) -> str:
    """Two figures as POSIX reads them: 69 to 99 are of the last century."""
    return year if len(year) == 4 else f"{19 if int(year) > 68 else 20}{year}"


def _by_format(cell: str, form: str) -> str | None:
    try:
        moment = datetime.strptime(cell, form)
    except ValueError:
        return None
    if _CLOSE.search(form) and moment.strftime(form) != cell:  # 1112024 may be of the 1st or the 11th
        return None
    found = moment.date().isoformat()
    return found if "%d" in form else found[:7]


def _dated(year: str, month: str, day: str | None) -> str | None:
    try:
        return date(int(year), int(month), int(day or 1)).isoformat()[: 10 if day else 7]
    except ValueError:
        return None


def fitting_formats(cells: Sequence[str]) -> list[str]:
    """The formats that all of these dates fit, if any are left uncertain without one.

    Examples
    --------
    >>> fitting_formats(["01/02/2020", "28/02/2020"]), fitting_formats(["01/02/2020"])
    (['%d/%m/%Y'], ['%d/%m/%Y', '%m/%d/%Y'])
    """
    return [form for form in FORMATS if all(_by_format(cell, form) for cell in cells)]


def read_count(cell: str, thousands: str = "") -> int | None:
    """Read a whole number, also as spreadsheets and databases write it; None for any other text.

    Examples
    --------
    >>> read_count("35.0"), read_count("1,200"), read_count("1,200", ","), read_count("1.000"), read_count("12,00", ",")
    (35, None, 1200, None, None)
    """
    if thousands and re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+", cell):
        cell = cell.replace(thousands, "")
    found = re.fullmatch(r"([0-9]{1,6})(?:\.(?:0{1,2}|0{4,}))?", cell)  # 1.000 may be a thousand
    return int(found[1]) if found else None


def read_age(cell: str) -> tuple[int, int] | None:
    """Read an age as the least and the most whole years that it can be; None for any other text.

    Examples
    --------
    >>> [read_age(cell) for cell in ("7", "35.0", "15-19", "20+", "6 months", "under 5", "2.5", "10 monks")]
    [(7, 7), (35, 35), (15, 19), (20, 130), (0, 0), (0, 4), (2, 2), None]
    """
    text = cell.casefold()
    if single := re.fullmatch(rf"(\d{{1,3}})(?:\.\d+)?{_YEARS}", text, re.ASCII):
        return _ages(int(single[1]), int(single[1]))
    if band := _BAND.fullmatch(text):
        return _ages(int(band[1]), int(band[2]))
    if part := _PART_OF_A_YEAR.fullmatch(text):
        return _ages(*[int(part[1]) // _IN_A_YEAR[part[2][0]]] * 2)
    for pattern, means in _OPEN:
        if found := pattern.fullmatch(text):
            years = int(next(one for one in found.groups() if one))
            ends = {"below": (0, years - 1), "up to": (0, years), "above": (years, OLDEST), "from": (years, OLDEST)}
            return _ages(*ends[means])
    return None


def _ages(low: int, high: int) -> tuple[int, int] | None:
    return (low, high) if 0 <= low <= high <= OLDEST else None
