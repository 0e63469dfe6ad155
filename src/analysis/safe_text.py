"""Text from data where it could be obeyed: characters that a terminal or a page acts on, and marks of Markdown.

Labels, names and notes are data. Sentences are written plainly; what shows them makes them safe here, each in its way:
`printable` for a terminal, a picture's description and a page, `markdown` for a notebook. HTML is escaped where it is
made, and CSV and JSON hold the text as it is.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.language import ISOLATES, direction, say

# orders to a terminal; ends of lines; marks that turn what follows round, which show another text than there is
_OBEYED = "\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[{_OBEYED}]")
_UNPRINTABLE_RTL = re.compile(f"(?![{ISOLATES}])[{_OBEYED}]")  # where sentences keep numbers and addresses apart
_UNFIT = re.compile(f"[{_OBEYED}\t\n]")
# our own marks: what a heading begins with, what a finding ends with, the lines of a list
_HEADING = re.compile(r"\*\*(.+?)\.\*\*(?= |$)")
_SEVERITIES = ("Error, known.", "Error, new.", "Question, known.", "Question, both may be right.")
_MARKS = re.compile(r"[*`<>\[\]~|@]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.", re.IGNORECASE)
_MATHS = re.compile(r"[$\\]+")
_BLOCK = re.compile(
    r"(?:[0-9]+(?=[.)](?: |$))|(?=[-+#=]))"
)  # at a line's start: a number of a list, or a mark of a block

# before an @ another host can be pretended
_ADDRESS = re.compile(r"""https?://[^\s<>"'/?#@\\]+(?:[/?#][^\s<>"']*)?""")


def is_address(text: str) -> bool:
    """Whether a text is an address that may become a link.

    Examples
    --------
    >>> is_address("https://snhr.org/blog/"), is_address("javascript:alert(1)"), is_address("https://snhr.org@evil.org")
    (True, False, False)
    """
    return bool(_ADDRESS.fullmatch(text))


def unfit(text: str) -> str:
    r"""The first character that no label, name or note can hold, by its code and name; '' without any.

    Examples
    --------
    >>> unfit("a\u202eb"), unfit("Hay'at Tahrir al-Sham")
    ('U+202E (RIGHT-TO-LEFT OVERRIDE)', '')
    """
    found = _UNFIT.search(text)
    return f"U+{ord(found[0]):04X} ({unicodedata.name(found[0], 'a control character')})" if found else ""


def printable(text: str) -> str:
    r"""Leave out what a terminal would obey and what turns text round. Lines and tabs stay; what is no text is named.

    Examples
    --------
    >>> printable("\x1b[31mred\n")
    '[31mred\n'
    >>> print(printable("\udcff.csv"))
    \udcff.csv
    """
    unprintable = _UNPRINTABLE if direction() == "ltr" else _UNPRINTABLE_RTL
    return unprintable.sub("", text.encode("utf-8", "backslashreplace").decode())


def markdown(text: str) -> str:
    r"""Write sentences as Markdown in which only our own marks count; ordinary text stays as it is.

    Own marks are a heading in bold at the start, lines of a list, and a severity in italics at the end of a line. No
    text becomes a link: addresses are links in tables alone.

    Examples
    --------
    >>> print(markdown("**SNHR, January 2016: complete.** 3 [x](javascript:1) for $5"))
    **SNHR, January 2016: complete.** 3 \[x\](javascript:1) for `$`5
    """
    return "\n".join(_line(line) for line in printable(text).split("\n"))


def _line(line: str) -> str:
    item = "- " if line.startswith("- ") else ""
    line = line.removeprefix(item).lstrip()  # four blanks would make a line code
    end = next((f" *{said}*" for said in map(say, _SEVERITIES) if line.endswith(f" *{said}*")), "")
    line = line.removesuffix(end)
    start = found[0] if not item and (found := _HEADING.match(line)) else ""
    rest = _escaped(line[len(start) :])
    if start:
        return f"**{_escaped(start[2:-2])}**{rest}{end}"
    if begun := _BLOCK.match(rest):
        rest = f"{begun[0]}\\{rest[begun.end() :]}"
    return f"{item}{rest}{end}"


def _escaped(text: str) -> str:
    """Every mark with a backslash; signs of mathematics as code, which is all that JupyterLab leaves alone."""
    return "".join(
        f"`{part}`" if _MATHS.fullmatch(part) else _MARKS.sub(r"\\\g<0>", part) for part in re.split(r"([$\\]+)", text)
    )
