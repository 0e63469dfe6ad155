"""Tables, sentences and pictures as a notebook displays them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from analysis import safe_text
from analysis.language import direction, language, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def show_table(table: pd.DataFrame) -> None:
    """Display a reader's table in a notebook: nothing cut, addresses as links."""
    from IPython.display import display

    if table.empty:
        return  # the sentence below says so
    page = _html(table, maths=True)
    if "$" in page or "\\" in page:  # a name is no formula
        page = _html(table, maths=False)
    page = re.sub(r"<td>([^<]*://[^<]*)</td>", lambda cell: f"<td>{_linked(cell[1])}</td>", page)
    # Jupyter's own style aligns cells right; an address may break anywhere, a word may not
    side = "right" if direction() == "rtl" else "left"
    page = re.sub(r"<td>(?=[^<]*<a )", f'<td style="text-align: {side}; overflow-wrap: anywhere">', page)
    for cell in ("<td>", "<th>"):
        page = page.replace(cell, cell.replace(">", f' style="text-align: {side}">'))
    plain = safe_text.printable(table.to_csv(index=False, sep="\t", lineterminator="\n"))
    display({"text/html": _directed(page), "text/plain": plain}, raw=True)


def _html(table: pd.DataFrame, maths: bool) -> str:
    """A table as HTML; `maths` lets a notebook typeset formulas in it, which is what it does unless told."""
    with pd.option_context("display.max_colwidth", None, "display.html.use_mathjax", maths):
        return safe_text.printable(table.to_html(index=False, justify="left", border=0))


def _linked(cell: str) -> str:
    """The addresses of a list as links."""
    # pandas' own links do not escape quotes: what holds one is no address
    parts = cell.split(", ")
    made = (f'<a href="{p}" target="_blank">{p}</a>' if safe_text.is_address(p) else p for p in parts)
    return ", ".join(made)


def show_text(text: str) -> None:
    """Display sentences as Markdown in a notebook, text from data as text.

    IPython's own Markdown would fetch a text that begins with http.
    """
    from IPython.display import display

    page = _directed(safe_text.markdown(text), blank="\n\n")
    display({"text/markdown": page, "text/plain": safe_text.printable(text)}, raw=True)


def _directed(page: str, blank: str = "") -> str:
    """What is displayed, in the direction of its language; a notebook takes it to run from left to right."""
    if direction() == "ltr":
        return page
    return f'<div lang="{language()}" dir="rtl" style="text-align: right">{blank}{page}{blank}</div>'


def trimmed(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the column of doubts where there are none."""
    caution = say("Caution")
    return table.drop(columns=caution) if caution in table and not table[caution].any() else table


def show_picture(ax: Axes) -> None:
    """Display a picture in a notebook with its alt text, and close it; where there is nothing to draw, say so."""
    import matplotlib.pyplot as plt
    from IPython.display import display

    from analysis.show.frame import image, is_drawn

    if is_drawn(ax):
        alt = safe_text.printable(str(ax.figure.get_label()))
        drawn = {"image/png": image(ax), "text/plain": alt}  # a figure that is displayed is drawn twice
        display(drawn, raw=True, metadata={"image/png": {"alt": alt}})
    else:
        show_text(say("*There is nothing to draw here; the text says why.*"))
    plt.close("all")
