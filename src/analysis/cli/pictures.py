"""The command that writes a picture into a file. Heavy imports stand inside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.options import echo, file_type, month_type, selection_options, tolls_of
from analysis.errors import NotComparable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.tolls.series import Tolls

OF_MONTH = ("comparison", "shares", "total", "monitors", "tipping")
OF_MONTHS = ("trend", "shares", "leaders")
FORMS = ("svg", "png", "pdf")
_DOTS = 300  # an inch, of a png
_INCH = 2.54  # centimetres


@click.command()
@click.argument("month", type=month_type, metavar="MONTH")
@click.argument("question", required=False, default="", metavar="[QUESTION]")
@click.option("-o", "--out", type=file_type, required=True, metavar="FILE", help="FILE.svg, FILE.png or FILE.pdf.")
@click.option("--width", type=click.FloatRange(6, 60), default=25.4, show_default=True, help="Width in centimetres.")
@selection_options(prints=False)
def plot(
    month: str,
    question: str,
    out: Path,
    width: float,
    monitor: str | None,
    population: str,
    as_of: str | None,
    folder: Path | None,
) -> None:
    """Draw the picture of MONTH (YYYY-MM, or several: START:END) into FILE, with its source.

    QUESTION is comparison, shares, total, monitors or tipping; of several months trend, shares or leaders. Without
    it: comparison, or trend. Letters are scaled with the width: 16 suits a page of A4, 8 a column. A FILE that exists
    is not replaced. Exit status 1: there is nothing to draw, and the sentence says why.
    """
    several = ":" in month
    questions = OF_MONTHS if several else OF_MONTH
    question = question or questions[0]
    form, wrong = out.suffix.lower().removeprefix("."), []
    if question not in questions:
        wrong.append(f"found the question {question!r}; expected one of {', '.join(questions)}")
    if form not in FORMS:
        wrong.append(f"found the file name {out.name!r}; expected one that ends in .{', .'.join(FORMS)}")
    if out.exists():
        wrong.append(f"{out} exists, and is not replaced. Next: name another file, or remove it")
    elif not out.parent.is_dir():
        wrong.append(f"{out.parent} is no folder. Next: make it, or name another")
    if wrong:
        raise NotComparable("; ".join(wrong))
    tolls = tolls_of(folder, monitor, population, as_of, None if several else month)
    axes = _draw(question, tolls, month, width / _INCH)
    from analysis.show.frame import image, is_drawn

    if not is_drawn(axes):
        echo(axes.figure.get_label(), err=True)
        raise SystemExit(1)
    _write(out, image(axes, form, _DOTS))
    echo(f"{out}: {axes.figure.get_label()}")


def _write(out: Path, made: bytes) -> None:
    """Write a file that is not there yet, whole or not at all."""
    with out.open("xb") as file:
        try:
            file.write(made)
            file.flush()
        except OSError:
            out.unlink()
            raise


def _draw(question: str, tolls: Tolls, month: str, width: float) -> Axes:
    """The picture that answers a question, so many inches wide."""
    from analysis.questions.comparison.numbers import compare
    from analysis.questions.comparison.picture import comparison_picture, total_picture
    from analysis.questions.monitors.numbers import agreement
    from analysis.questions.shares.numbers import shares
    from analysis.questions.tipping.numbers import tipping_points
    from analysis.questions.trends import picture
    from analysis.questions.trends.series import trend

    start, several, end = month.partition(":")
    if several:
        of_months = {"trend": picture.trend_picture, "shares": picture.shares_over_time_picture}
        of_months["leaders"] = picture.leaders_picture
        return of_months[question](trend(tolls, start or None, end or None), width=width)
    if question == "monitors":
        return agreement(tolls.data, month, as_of=tolls.as_of).only(tolls.population).plot(width=width)
    if question == "shares":
        return shares(tolls, month).plot(width=width)
    if question == "tipping":
        return tipping_points(compare(tolls, month)).plot(width=width)
    return {"comparison": comparison_picture, "total": total_picture}[question](compare(tolls, month), width=width)
