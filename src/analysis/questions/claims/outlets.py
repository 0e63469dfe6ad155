"""Whose page a page is: an outlet by its names and by the address of its page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from analysis.model.names import plain


@dataclass(frozen=True)
class Outlet:
    """Who made a page: everybody named as its publisher, in plain form, and its address, None without one."""

    names: frozenset[str]
    page: tuple[str, ...] | None

    def is_one_of(self, other: Outlet) -> bool:
        """Whether they are the same, by a name or by the address."""
        return not self.names.isdisjoint(other.names) or self.has(other.page)

    def has(self, page: tuple[str, ...] | None) -> bool:
        """Whether this is the address of its page."""
        return page is not None and page == self.page


def outlet_of(publisher: Any, url: Any) -> Outlet:
    """Read who made a page: `CNSNews via Adland Pro` is both.

    Examples
    --------
    >>> outlet_of("CNSNews via Adland Pro", None).is_one_of(outlet_of("The Adland-Pro", "https://example.org"))
    True
    """
    text = " ".join(publisher.split()).casefold() if isinstance(publisher, str) else ""
    names = {plain(name).removeprefix("the") for name in text.split(" via ")} - {""}
    return Outlet(frozenset(names), page_of(url))


def page_of(address: Any) -> tuple[str, ...] | None:
    """What names a page: its address without scheme, port, `www.` or `amp`, encoding and tracking; None without one.

    Examples
    --------
    >>> page_of("https://www.example.org:443/a%20b/?utm_source=x") == page_of("http://example.org/a b")
    True
    """
    if not isinstance(address, str) or not address:
        return None
    try:
        parts = urlsplit(address)
        host = re.sub(r"^(?:www|m|mobile|amp)\.", "", parts.hostname or "")
    except ValueError:
        return (address,)
    path = re.sub(r"/amp$", "", unquote(parts.path).rstrip("/"))
    asked = sorted(pair for pair in parse_qsl(parts.query) if not re.match("utm_|fbclid|gclid|amp$|share$", pair[0]))
    return (host, unicodedata.normalize("NFC", path), *(f"{name}={value}" for name, value in asked))
