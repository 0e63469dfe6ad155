"""The text of a file: as it is, of HTML what a reader sees, of PDF that of its pages."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from analysis.data.folder import read_file
from analysis.errors import NotComparable
from analysis.reading.visible import seen

_HTML = (".html", ".htm", ".xhtml")
_TAGS = re.compile(
    r"<!doctype html|</?(?:html|body|head|div|p|table|ul|ol|h[1-6]|article|section)\b[^<>]*>", re.IGNORECASE
)
_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A text, with what its file says of it: its address, the day it was published, and the file's SHA-256."""

    text: str
    url: str | None = None
    published: str | None = None
    sha256: str | None = None


def text_of(name: str) -> str:
    """Read the text of a file, or of the standard input (`-`). Raises NotComparable."""
    return source_of(name).text


def source_of(name: str) -> Source:
    """Read a text, HTML or PDF file, or the standard input (`-`): its text, and what it says of itself.

    Raises NotComparable.
    """
    try:
        raw = sys.stdin.buffer.read() if name == "-" else read_file(Path(name))
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
    if Path(name).suffix.lower() not in _HTML and not _TAGS.search(text):
        return Source(text, sha256=sha256)
    page = seen(text)
    return Source(page.text(), page.url, page.published, sha256)


def _text_of_pdf(name: str, raw: bytes) -> str:
    """The text of a PDF, page by page. Raises NotComparable where it cannot be had in its order."""
    try:
        import pdfplumber
    except ImportError as error:
        raise NotComparable(
            f"{name} is a PDF. Next: install the package with its extra `pdf`, or paste the text."
        ) from error
    try:
        with pdfplumber.open(BytesIO(raw)) as pages:
            text = "\n".join(page.extract_text() for page in pages.pages)
    except Exception as error:  # of a broken file the library raises whatever it met
        raise NotComparable(f"{name} cannot be read as a PDF. Next: open it, and paste the text.") from error
    if _ARABIC.search(text):
        raise NotComparable(
            f"{name} is a PDF with Arabic text, which no program takes out in its order: digits and words may come out "
            "turned round. Next: open it, copy the page, paste it into a text file, and read that."
        )
    if not text.strip():
        raise NotComparable(f"{name} holds no text; its pages may be pictures. Next: type or paste the words.")
    return text
