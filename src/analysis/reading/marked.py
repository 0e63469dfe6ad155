"""A checked text marked up: every statement where it stands, with a sign, and a note on each below."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from analysis import __version__, safe_text
from analysis.data.folder import data_version
from analysis.language import ISOLATES, direction, language, not_reviewed, say, say_as, say_count
from analysis.model.results import grouped
from analysis.reading.check import Checked, Statement
from analysis.reading.words import (
    RIGHT_WOULD_BE,
    Outcome,
    check_caveats,
    check_sources,
    check_title,
    outcome,
    statement_note,
    summary,
)

_SIGNS = {Outcome.WRONG: "✗", Outcome.OPEN: "?", Outcome.UNJUDGED: "○", Outcome.RIGHT: "✓"}  # the worst first
_WORST = list(_SIGNS)
_NO_BREAK = "&#8288;"  # the sign stays with the words

# of the page alone; the colours of marks are seen on light and on dark paper, for a notebook does not tell which it has
_PAGE = """
:root{color-scheme:light dark;--ink:#1c1e21;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#17191c}}
body{margin:0 auto;max-width:46rem;padding:0 1rem 3rem;font:1rem/1.55 system-ui,sans-serif;\
color:var(--ink);background:var(--paper)}
h1{font-size:1.4rem;line-height:1.25}
footer{margin-top:2.5rem;border-top:1px solid #80868b;font-size:.88rem}
@media print{body{max-width:none;padding:0}}
"""
_STYLE = """
.snhr-check{max-width:46rem;overflow-wrap:break-word}
.snhr-check a{color:inherit}
.snhr-check pre.draft{margin:1.2rem 0;padding:.2rem 1rem;border-inline-start:3px solid #80868b;white-space:pre-wrap;\
overflow-wrap:break-word;word-break:normal;font:inherit;font-size:1.08em;line-height:1.75;color:inherit;background:none}
.snhr-check mark{color:inherit;padding:.1em 0;border-bottom:2px solid;-webkit-box-decoration-break:clone;\
box-decoration-break:clone;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.snhr-check mark.right{background:#2e9e5b29;border-color:#2e9e5b}
.snhr-check mark.wrong{background:#d9483b3d;border-bottom:4px double #d9483b}
.snhr-check mark.open{background:#b7791f33;border-bottom-style:dashed;border-color:#b7791f}
.snhr-check mark.unjudged{background:#80868b29;border-bottom-style:dotted;border-color:#80868b}
.snhr-check sup{font-size:.72em;line-height:0;font-weight:600;white-space:nowrap;\
-webkit-user-select:none;user-select:none}
.snhr-check sup a{text-decoration:none;padding:0 .15em}
.snhr-check ol{padding-inline-start:2rem}
.snhr-check li{margin:.5rem 0}
.snhr-check :target{outline:2px solid;outline-offset:3px}
.snhr-check ul.sources{list-style:none;padding:0;font-size:.92em;overflow-wrap:anywhere}
@media print{.snhr-check li{break-inside:avoid}}
"""


class Place(NamedTuple):
    """Where a statement stands in a text, what the verdict on it comes to, and the sign (HTML) that follows it."""

    start: int
    end: int
    outcome: Outcome
    sign: str


def marked_text(text: str, places: Sequence[Place]) -> str:
    """Mark places in a text, as HTML; they may overlap, or lie within each other.

    Marks stand side by side, never within each other: where several places overlap, a mark is that of the shortest, and
    of several as short that of the worst. Without signs and tags it is the text as `safe_text.printable` has it.

    Examples
    --------
    >>> marked_text("ISIS killed <98>.", [Place(13, 15, Outcome.RIGHT, "<sup>1</sup>")])
    'ISIS killed &lt;<mark class="right">98</mark><sup>1</sup>&gt;.'
    """
    beginning = grouped((place.start, place) for place in places)
    ending = grouped((place.end, place) for place in places)
    cuts = sorted({0, len(text), *beginning, *ending})
    around: list[Place] = []
    parts: list[str] = []
    for cut, following in pairwise([*cuts, len(text)]):
        parts += [place.sign for place in ending.get(cut, [])]
        around = [place for place in [*around, *beginning.get(cut, [])] if place.end > cut]
        part = escape(safe_text.printable(text[cut:following]))
        parts.append(f'<mark class="{_look(around)}">{part}</mark>' if around and part else part)
    return "".join(parts)


def _look(around: Sequence[Place]) -> str:
    """Which of several places a mark shows."""
    shown = min(around, key=lambda place: (place.end - place.start, _WORST.index(place.outcome)))
    return shown.outcome.name.lower()


def check_fragment(checked: Checked) -> str:
    """A checked text as HTML: in a sentence, marked up, with a note on each statement, and the pages.

    It holds its own style, and neither a script nor anything from elsewhere. What the text or the data hold is escaped,
    and left out where a page would obey it. Nothing of it is a formula to Jupyter.

    Parameters
    ----------
    checked
        What `analysis.check` returns.

    Returns
    -------
    str
        A `div`, for a page or for the output of a cell.

    Examples
    --------
    >>> from analysis import check, read_data
    >>> page = check_fragment(check("al-Nusra killed 42 civilians in January 2016.", read_data()))
    >>> '<mark class="wrong">42 civilians</mark>' in page
    True
    """
    name = _name(checked)
    places = [
        Place(line.start, line.end, outcome(line), _sign(name, number, line)) for number, line in enumerate(checked, 1)
    ]
    number_of = {id(line): number for number, line in enumerate(checked, 1)}
    said = summary(checked, lambda line: f'"<a href="#{name}-note-{number_of[id(line)]}">{_quote(line, checked)}</a>"')
    said = "".join(one for one in said if one not in ISOLATES)  # bdi keeps the words apart
    draft = checked.draft.replace("\N{LINE SEPARATOR}", "\n")  # between items of a list in a list
    parts = [
        f'<div class="snhr-check tex2jax_ignore mathjax_ignore" lang="{language()}" dir="{direction()}">',
        f"<style>{_STYLE}</style>",
        f"<p><strong>{said}</strong></p>",
        _key(places),
        f'<pre class="draft" {_language(checked)}>\n{marked_text(draft, places)}</pre>',
        _notes(checked, name),
        _sources(checked),
        "</div>",
    ]
    return "\n".join(filter(None, parts))


def check_page(checked: Checked) -> str:
    """A checked text as a page of its own: one file that asks for nothing else.

    Parameters
    ----------
    checked
        What `analysis.check` returns.

    Returns
    -------
    str
        HTML, to be written as UTF-8.

    Examples
    --------
    >>> from analysis import check, read_data
    >>> print(check_page(check("Nobody was hurt.", read_data())).splitlines()[0])
    <!doctype html>
    """
    title = _safe(check_title(checked))
    version = data_version(checked.data.hashes, checked.data.dated)
    hold = say(
        "Up to one statement in five is misread: hold a verdict against the words before you tell anybody of it."
    )
    below = [
        *check_caveats(checked),
        " ".join([*([hold] if checked.lines else []), say("What is not marked has not been checked.")]),
        say("Made by snhr-analysis {version} from data {data}.", version=__version__, data=version),
        *not_reviewed(),
    ]
    return f"""<!doctype html>
<html lang="{language()}" dir="{direction()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{_PAGE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{check_fragment(checked)}
</main>
<footer>
{"".join(f"<p>{_safe(line)}</p>" for line in below)}
</footer>
</body>
</html>
"""


def _safe(text: str) -> str:
    return escape(safe_text.printable(text))


def _name(checked: Checked) -> str:
    """What the places of this text begin with, for a notebook may show several."""
    known = [checked.draft, *(str(statement_note(line, checked)) for line in checked)]
    return f"c{hashlib.sha256(repr(known).encode()).hexdigest()[:8]}"


def _language(checked: Checked) -> str:
    return f'lang="{checked.language}" dir="{direction(checked.language)}"'


def _quote(line: Statement, checked: Checked) -> str:
    """The words of a statement, in their own direction."""
    return f"<bdi {_language(checked)}>{_safe(line.quote)}</bdi>"


def _sign(name: str, number: int, line: Statement) -> str:
    """What follows the words of a statement: its sign and number, which lead to the note."""
    kind = outcome(line)
    label = _safe(say("Note {number}: {outcome}", number=number, outcome=say(kind)))
    link = f'<a id="{name}-{number}" href="#{name}-note-{number}" aria-label="{label}">'
    return f'<sup dir="ltr">{_NO_BREAK}{link}{_SIGNS[kind]}{number}</a></sup>'


def _key(places: Sequence[Place]) -> str:
    """What the signs mean that stand in this text; '' without any."""
    there = {place.outcome for place in places}
    key = say_as("list", ", ").join(f"{_SIGNS[kind]} {say(kind)}" for kind in Outcome if kind in there)
    return f'<p class="key">{key}</p>' if key else ""


def _notes(checked: Checked, name: str) -> str:
    """The notes, numbered as the signs are; the words lead back to where they stand."""
    notes = []
    for number, line in enumerate(checked, 1):
        note = statement_note(line, checked)
        back = f'<a href="#{name}-{number}">{_quote(line, checked)}</a>'
        better = f" <em>{say(RIGHT_WOULD_BE)} {_safe(note.right)}</em>" if note.right else ""
        said = f'<strong>{_SIGNS[outcome(line)]} {_safe(note.verdict)}</strong>: "{back}": {_safe(note.why)}{better}'
        notes.append(f'<li id="{name}-note-{number}">{said}</li>')
    return "\n".join(["<ol>", *notes, "</ol>"]) if notes else ""


def _sources(checked: Checked) -> str:
    """The pages that the verdicts rest on, their addresses as links; '' without any."""
    lines = [f"<li>{' '.join(map(_word, source.split(' ')))}</li>" for source in check_sources(checked)]
    if not lines:
        return ""
    heading = say_count("Source:", "Sources:", len(lines))
    return "\n".join([f"<p>{heading}</p>", '<ul class="sources">', *lines, "</ul>"])


def _word(word: str) -> str:
    address = word.strip(ISOLATES)
    shown = _safe(address)
    link = f'<a href="{shown}" dir="ltr">{shown}</a>' if direction() == "rtl" else f'<a href="{shown}">{shown}</a>'
    return link if safe_text.is_address(address) else _safe(word)
