"""The text of a file: as it is, or of HTML what a reader sees, blocks and rows on lines of their own."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

from analysis.errors import NotComparable

_COMMENT = re.compile("<!--.*?(?:-->|$)", re.DOTALL)
_UNCLOSED = re.compile("<[^<>]*(?=<|$)")  # html.parser takes a long time over many
_BLANKS = re.compile(r"[ \t\r\f]+")
_HTML = (".html", ".htm")
_UNSEEN = {"script", "style", "head", "noscript", "template", "svg"}
_INLINE = set("a abbr b bdi bdo cite code em font i label mark q s small span strong sub sup time u wbr".split())  # noqa: SIM905 -- a list of words in quotes is four times as long
_CELLS = {"td", "th"}


class _Seen(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a line with a block, and keep cells apart."""
        if tag in _UNSEEN:
            self.unseen.append(tag)
        elif tag in _CELLS:
            self.parts.append("\t|\t")
        elif tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line with a block."""
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        elif tag not in _INLINE | _CELLS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text, a line in the source being a blank."""
        if not self.unseen:
            self.parts.append(" ".join(data.split("\n")))


def text_of(name: str) -> str:
    """Read the text of a file, or of the standard input (`-`). Raises NotComparable.

    Examples
    --------
    >>> visible("<p>Russian forces killed <b>679</b> civilians.</p><script>1</script>")
    'Russian forces killed 679 civilians.'
    """
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise NotComparable(f"cannot read {name}: {error.strerror}.") from error
    if raw.startswith((b"%PDF", b"PK")):
        raise NotComparable(f"{name} is no text. Next: copy the words out of it, and paste them.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotComparable(f"{name} is no UTF-8 text (byte {error.start}). Next: save it as UTF-8.") from error
    return visible(text) if Path(name).suffix.lower() in _HTML else text


def visible(page: str) -> str:
    """What a reader of an HTML page sees, as plain text: blanks in a row are one, and so are empty lines."""
    seen = _Seen()
    seen.feed(_UNCLOSED.sub("", _COMMENT.sub("", page)))
    seen.close()
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(seen.parts).split("\n"))
    found = ("\n".join(some) if any_there else "" for any_there, some in groupby(lines, key=bool))
    return "\n".join(found).strip("\n")
