"""The text of a file: as it is, of HTML what a reader sees, blocks and rows on lines of their own, of PDF its pages."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from itertools import groupby
from pathlib import Path

from analysis.errors import NotComparable

_COMMENT = re.compile("<!--.*?(?:-->|$)", re.DOTALL)
_UNCLOSED = re.compile("<[^<>]*(?=<|$)")  # html.parser takes a long time over many
_BLANKS = re.compile(r"[ \t\r\f]+")
_SEPARATORS = re.compile("[ \n]*\u2028[ \n\u2028]*")
_HTML = (".html", ".htm")
_BEGINNING = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_UNSEEN = {"script", "style", "head", "noscript", "template", "svg"}
_INLINE = set("a abbr b bdi bdo cite code em font i label mark q s small span strong sub sup time u wbr".split())  # noqa: SIM905 -- a list of words in quotes is four times as long
_CELLS = {"td", "th"}
_LISTS = {"ul", "ol"}
_OF_LISTS = {*_LISTS, "li"}  # a list in a list is of the same line: of the party that its item names
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_BLANK = ("", "-", "\N{EN DASH}", "\N{EM DASH}", "n/a", "\N{HORIZONTAL ELLIPSIS}")


class _Seen(HTMLParser):
    """Collects what a reader sees, and the address and the day of publication that a page says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self.lists = 0  # within so many
        self.names: list[str] = []  # of the columns of a table
        self.row: list[str] | None = None
        self.url: str | None = None
        self.published: str | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin a line with a block, and keep cells apart."""
        self._said_of_itself(tag, {name: value or "" for name, value in attrs})
        if tag in _UNSEEN:
            self.unseen.append(tag)
        elif tag == "table":
            self.names = []
        elif tag == "tr":
            self._end_row()
            self.row = []
        elif tag in _CELLS and self.row is not None:
            self.row.append("")
        elif tag not in _INLINE | _CELLS:
            self.lists += tag in _LISTS
            self._add("\n" if self.lists < 2 or tag not in _OF_LISTS else "\N{LINE SEPARATOR}")

    def handle_endtag(self, tag: str) -> None:
        """End a line with a block."""
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag not in _INLINE | _CELLS:
            self._add("\n" if self.lists < 2 or tag not in _OF_LISTS else "\N{LINE SEPARATOR}")
            self.lists -= tag in _LISTS and self.lists > 0

    def handle_data(self, data: str) -> None:
        """Keep text, a line in the source being a blank."""
        if not self.unseen:
            self._add(" ".join(data.split("\n")))

    def text(self) -> str:
        """All of it: blanks in a row are one, and so are empty lines."""
        lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(self.parts).split("\n"))
        found = ("\n".join(some) if any_there else "" for any_there, some in groupby(lines, key=bool))
        return _SEPARATORS.sub(_one_end, "\n".join(found)).strip()

    def close(self) -> None:
        """End what is open."""
        super().close()
        self._end_row()

    def _add(self, text: str) -> None:
        if self.row:
            self.row[-1] += " " if text == "\n" else text
        else:
            self.parts.append(text)

    def _end_row(self) -> None:
        """Write a row: its first cell, then each number with the name of its column; a blank cell says nothing."""
        cells, self.row = [" ".join(cell.split()) for cell in self.row or ()], None
        if not cells:
            return
        if not any(any(sign.isdigit() for sign in cell) for cell in cells):
            self.names = cells
        elif len(cells) == len(self.names) > 1:
            said = [
                f"{cell} {name}" for cell, name in zip(cells[1:], self.names[1:], strict=True) if cell not in _BLANK
            ]
            self.parts.append(f"\n{cells[0]}: {', '.join(said)}\n")
            return
        self.parts.append(f"\n{' | '.join(cells)}\n")

    def _said_of_itself(self, tag: str, said: dict[str, str]) -> None:
        if tag == "link" and said.get("rel") == "canonical":
            self.url = said.get("href") or self.url
        elif tag == "meta" and said.get("property") == "og:url":
            self.url = self.url or said.get("content")
        elif tag == "meta" and said.get("property") == "article:published_time":
            day = _DAY.match(said.get("content", ""))
            self.published = day[0] if day else None


@dataclass(frozen=True, slots=True)
class Source:
    """A text, with what its file says of it: its address, the day it was published, and the file's SHA-256."""

    text: str
    url: str | None = None
    published: str | None = None
    sha256: str | None = None


def _one_end(match: re.Match[str]) -> str:
    """What several ends of lines are: the end of a line, if one of them is."""
    return "\n" if "\n" in match[0] else "\N{LINE SEPARATOR}"


def text_of(name: str) -> str:
    """Read the text of a file, or of the standard input (`-`). Raises NotComparable."""
    return source_of(name).text


def source_of(name: str) -> Source:
    """Read a text, HTML or PDF file, or the standard input (`-`): its text, and what it says of itself.

    Raises NotComparable.

    Examples
    --------
    >>> visible("<p>Russian forces killed <b>679</b> civilians.</p><script>1</script>")
    'Russian forces killed 679 civilians.'
    """
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise NotComparable(f"cannot read {name}: {error.strerror}.") from error
    sha256 = hashlib.sha256(raw).hexdigest()
    if raw.startswith(b"%PDF"):
        return Source(_text_of_pdf(name, raw), sha256=sha256)
    if raw.startswith(b"PK"):
        raise NotComparable(f"{name} is no text. Next: copy the words out of it, and paste them.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotComparable(f"{name} is no UTF-8 text (byte {error.start}). Next: save it as UTF-8.") from error
    if Path(name).suffix.lower() not in _HTML and not _BEGINNING.match(text):
        return Source(text, sha256=sha256)
    seen = _seen(text)
    return Source(seen.text(), seen.url, seen.published, sha256)


def _text_of_pdf(name: str, raw: bytes) -> str:
    """The text of a PDF, page by page. Raises NotComparable where it cannot be had in its order."""
    try:
        import pdfplumber
        from pdfminer.pdfexceptions import PDFException
    except ImportError as error:
        raise NotComparable(
            f"{name} is a PDF. Next: install the package with its extra `pdf`, or paste the text."
        ) from error
    try:
        with pdfplumber.open(BytesIO(raw)) as pages:
            text = "\n".join(page.extract_text() for page in pages.pages)
    except (PDFException, pdfplumber.utils.exceptions.PdfminerException) as error:
        raise NotComparable(f"{name} cannot be read as a PDF. Next: open it, and paste the text.") from error
    if _ARABIC.search(text):
        raise NotComparable(
            f"{name} is a PDF with Arabic text, which no program takes out in its order: digits and words may come out "
            "turned round. Next: open it, copy the page, paste it into a text file, and read that."
        )
    if not text.strip():
        raise NotComparable(f"{name} holds no text; its pages may be pictures. Next: type or paste the words.")
    return text


def visible(page: str) -> str:
    """What a reader of an HTML page sees, as plain text: blanks in a row are one, and so are empty lines.

    Each row of a table is written with the names of its columns.
    """
    return _seen(page).text()


def _seen(page: str) -> _Seen:
    seen = _Seen()
    seen.feed(_UNCLOSED.sub("", _COMMENT.sub("", page)))
    seen.close()
    return seen
