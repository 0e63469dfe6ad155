"""What a reader of an HTML page sees, as plain text: blocks on lines of their own, tables with the names of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

_COMMENT = re.compile("<!--(?:-?>|.*?(?:-->|$))|<!\\[[^>]*>?", re.DOTALL)
_UNCLOSED = re.compile("<[A-Za-z/!?][^<>]*(?=<|$)")  # html.parser takes a long time over many
_BLANKS = re.compile(r"[ \t\r\f]+")
_SEPARATORS = re.compile("[ \n]*\u2028[ \n\u2028]*")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NUMBER = re.compile(r"[^\W\d_]{0,2}\W*\d[\d.,'\s\u00a0\u202f]*\W*")  # and what marks it: * 679, 25%
_UNSEEN = set(  # and what is of the site, not of the page
    "script style title noscript template svg nav aside footer form button select option textarea iframe s del".split()  # noqa: SIM905 -- a list of words in quotes is four times as long
)
_INLINE = set("a abbr b bdi bdo cite code em font i label mark q small span strong sub sup time u wbr".split())  # noqa: SIM905
_VOID = set("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_LISTS = {"ul", "ol"}
_OF_LISTS = {*_LISTS, "li"}  # a list in a list is of the same line: of the party that its item names
_MANY = 100  # columns or rows that a cell may span


@dataclass
class _Cell:
    """A cell of a table: how many columns and rows it spans, and its text so far."""

    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Its text, without what is blank."""
        return [said for line in "".join(self.parts).split("\n") if (said := " ".join(line.split()))]


class _Seen(HTMLParser):
    """Collects what a reader sees, and the address and the day of publication that a page says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self.lists = 0  # within so many
        self.tables: list[list[list[_Cell]]] = []  # those that are open, row by row
        self.notes: list[str] = []  # what a raised text holds
        self.is_raised = False
        self.url: str | None = None
        self.published: str | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin a line with a block, and keep cells apart."""
        said = {name: value or "" for name, value in attrs}
        self._said_of_itself(tag, said)
        is_hidden = "hidden" in said or bool(_HIDDEN.search(said.get("style", "")))
        if self.unseen:
            self.unseen += [tag] * (tag == self.unseen[0])
        elif tag in _UNSEEN or (is_hidden and tag not in _VOID):
            self.unseen.append(tag)
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.tables[-1] = self.tables[-1] or [[]]
            spans = (said.get(name, "") for name in ("colspan", "rowspan"))
            columns, rows = (min(int(span), _MANY) if span.isdigit() and span.isascii() else 1 for span in spans)
            self.tables[-1][-1].append(_Cell(max(columns, 1), max(rows, 1)))
        elif tag == "sup":
            self.notes, self.is_raised = [], True
        else:
            self._end_of_block(tag)
            self.lists += tag in _LISTS

    def handle_endtag(self, tag: str) -> None:
        """End a line with a block."""
        if self.unseen:
            if tag == self.unseen[-1]:
                self.unseen.pop()
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag == "sup" and self.is_raised:
            self._end_note()
        elif tag not in ("tr", "td", "th"):
            self._end_of_block(tag)
            self.lists -= tag in _LISTS and self.lists > 0

    def handle_data(self, data: str) -> None:
        """Keep text, a line in the source being a blank."""
        if not self.unseen:
            (self.notes if self.is_raised else self._open).append(" ".join(data.split("\n")))

    def close(self) -> None:
        """End what is open."""
        super().close()
        while self.tables:
            self._end_table()
        self._end_note()

    def text(self) -> str:
        """All of it: blanks in a row are one, and so are empty lines."""
        lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(self.parts).split("\n"))
        found = ("\n".join(some) if any_there else "" for any_there, some in groupby(lines, key=bool))
        return _SEPARATORS.sub(_one_end, "\n".join(found)).strip()

    @property
    def _open(self) -> list[str]:
        """Where text is added: to the cell that is open, else to the page."""
        row = self.tables[-1][-1] if self.tables and self.tables[-1] else []
        return row[-1].parts if row else self.parts

    def _end_of_block(self, tag: str) -> None:
        if tag not in _INLINE:
            is_within = self.lists > 1 or (self.lists == 1 and tag in _LISTS)
            self._open.append("\N{LINE SEPARATOR}" if is_within and tag in _OF_LISTS else "\n")

    def _end_note(self) -> None:
        """Add a raised text, unless it is the number of a footnote."""
        note, self.notes, self.is_raised = "".join(self.notes), [], False
        if note and not note.strip(" []()*,").isdigit():
            self._open.append(note)

    def _end_table(self) -> None:
        rows = [row for row in self.tables.pop() if row]
        is_layout = any(len(cell.lines) > 1 for row in rows for cell in row)
        lines = [line for row in rows for cell in row for line in cell.lines] if is_layout else list(_table(rows))
        self._open.extend(["\n", *(f"{line}\n" for line in lines)])

    def _said_of_itself(self, tag: str, said: dict[str, str]) -> None:
        if tag == "link" and said.get("rel") == "canonical":
            self.url = said.get("href") or self.url
        elif tag == "meta" and said.get("property") == "og:url":
            self.url = self.url or said.get("content")
        elif tag == "meta" and said.get("property") == "article:published_time":
            day = _DAY.match(said.get("content", ""))
            self.published = day[0] if day else None


def _one_end(match: re.Match[str]) -> str:
    """What several ends of lines are: the end of a line, if one of them is."""
    return "\n" if "\n" in match[0] else "\N{LINE SEPARATOR}"


def _table(rows: Sequence[Sequence[_Cell]]) -> Iterator[str]:
    """The lines of a table: what a row is called, then each number with the names of its column; blanks say nothing."""
    names: list[str] = []
    is_head = True
    for cells in _grid(rows):
        has_numbers = any(map(_NUMBER.fullmatch, cells))
        if is_head and not has_numbers and len(set(names)) < len(cells):
            pairs = zip(names or cells, cells, strict=False)  # below a cell that spans several stands each one's name
            names = [" ".join(dict.fromkeys(pair)).strip() for pair in pairs]
        is_head &= not has_numbers
        if has_numbers and len(cells) == len(names) > 1:
            said = [
                f"{cell} ({name})" if any(map(str.isdigit, name)) else f"{cell} {name}"
                for cell, name in zip(cells[1:], names[1:], strict=True)
                if any(map(str.isdigit, cell))
            ]
            yield f"{cells[0]}: {', '.join(said)}"
        else:
            yield " | ".join(cells)


def _grid(rows: Sequence[Sequence[_Cell]]) -> list[list[str]]:
    """The texts of the cells, those that span several columns or rows in each of them."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            for below in grid[number : number + cell.rows]:
                below |= dict.fromkeys(range(column, column + cell.columns), " ".join(cell.lines))
            column += cell.columns
    return [[row[column] for column in sorted(row)] for row in grid]


def seen(page: str) -> _Seen:
    """Read an HTML page."""
    found = _Seen()
    found.feed(_UNCLOSED.sub("", _COMMENT.sub("", page)))
    found.close()
    return found


def visible(page: str) -> str:
    r"""What a reader of an HTML page sees, as plain text: blanks in a row are one, and so are empty lines.

    Lists in lists stay on their line; each row of a table is written with the names of its columns. What is hidden, and
    what is of the site (navigation, asides, forms), is left out, and so are numbers of footnotes.

    Examples
    --------
    >>> visible("<p>Russian forces killed <b>679</b><sup>1</sup> civilians.</p><script>1</script>")
    'Russian forces killed 679 civilians.'
    >>> visible("<table><tr><th>Party<th>Children<tr><td>ISIS<td>1<tr><td>Russian forces<td>N/A</table>")
    'Party | Children\nISIS: 1 Children\nRussian forces | N/A'
    """
    return seen(page).text()
