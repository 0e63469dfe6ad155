"""One month and one question at a time, chosen with widgets; where they cannot run, the same picture and text stay."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from analysis import safe_text
from analysis.data.tables import Data
from analysis.errors import AnalysisError, NotComparable, nearest
from analysis.notebooks.parameters import Parameters
from analysis.questions.audit.findings import audit
from analysis.questions.audit.words import findings_sentence
from analysis.questions.comparison.numbers import compare
from analysis.questions.comparison.picture import total_picture
from analysis.questions.monitors.numbers import agreement, orderings
from analysis.questions.monitors.words import agreement_note
from analysis.questions.shares.numbers import shares
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.trends.series import trend
from analysis.show import dates
from analysis.show.standing import completeness_sentence, heading
from analysis.tolls.monthly import monthly_tolls, months_with_figures
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls


class Answer(NamedTuple):
    """What a question is answered with: a picture as PNG, its alt text, and sentences in Markdown."""

    png: bytes
    alt: str
    text: str


def answer(question: str, tolls: Tolls, month: str) -> Answer:
    r"""Answer one of `QUESTIONS` for a month.

    Parameters
    ----------
    question
        One of `QUESTIONS`.
    tolls
        What `monthly_tolls` returns, of all months: one question is about the year up to `month`.
    month
        YYYY-MM.

    Raises
    ------
    NotComparable
        An unknown question; names the nearest.
    UnknownMonth
        No figures for the month; names the nearest with some.

    Examples
    --------
    >>> from analysis import monthly_tolls, read_data
    >>> answer("Does it add up?", monthly_tolls(read_data()), "2016-01").text.split("\n\n")[1]
    "The parties' numbers add up to 1,382 civilian deaths, the published total."
    """
    if question not in QUESTIONS:
        raise NotComparable(f"unknown question {question!r}; {nearest(question, list(QUESTIONS))}")
    _, texts = QUESTIONS[question](tolls, month)
    made, fast = io.BytesIO(), {"compress_level": 1}
    figure = plt.gcf()  # the one just made
    # as bbox_inches="tight" would, which draws everything once more to find it
    tight = figure.get_tightbbox().padded(plt.rcParams["savefig.pad_inches"])
    figure.savefig(made, format="png", bbox_inches=tight, pil_kwargs=fast)
    alt = str(figure.get_label())
    plt.close(figure)
    said = [safe_text.markdown(text) for text in (heading(tolls, month), *texts)]
    return Answer(made.getvalue(), safe_text.printable(alt), "\n\n".join(said))


def show(data: Data, first: Parameters) -> None:
    """Display in a notebook the choice of monitor, month and question, and the answer, which follows it at once.

    Where no widgets can run (papermill, a web page, GitHub) the answer to the first choice stays as a picture and text.

    Raises
    ------
    AnalysisError
        A wrong parameter, or nothing printed for it.
    """
    import ipywidgets
    import mistune

    chosen = first.checked(data)
    labels = data.monitors.set_index("monitor")["short_label"]
    markdown = mistune.create_markdown(escape=True, plugins=["table"])
    months = cache(lambda monitor: _months(data, replace(first, monitor=monitor)))
    tolls = cache(lambda monitor, population: monthly_tolls(data, monitor, population, first.as_of or None))
    there = [(labels[code], code) for code in labels.index if months(code)]
    wide = {"layout": ipywidgets.Layout(width="100%", max_width="46em"), "style": {"description_width": "5em"}}
    monitor = ipywidgets.Dropdown(options=there, value=chosen.monitor, description="Monitor", **wide)
    month = ipywidgets.SelectionSlider(options=months(chosen.monitor), value=chosen.month, description="Month", **wide)
    question = ipywidgets.Dropdown(options=list(QUESTIONS), description="Question", **wide)
    picture, text = ipywidgets.HTML(), ipywidgets.HTML()

    def answered() -> Answer:
        asked = replace(first, monitor=monitor.value, month=month.value).checked(data)
        return answer(question.value, tolls(asked.monitor, asked.population), asked.month)

    def refresh(_: Any = None) -> None:
        try:
            made = answered()
        except Exception as error:  # whatever it is: a picture of another choice must not stay
            why = str(error) if isinstance(error, AnalysisError) else f"{type(error).__name__}: {error}"
            made = Answer(b"", "", safe_text.markdown(f"This cannot be shown. {why}"))
        picture.value, text.value = _image(made), str(markdown(made.text))

    def another(_: Any) -> None:
        """Keep the month where the monitor has figures for it, else take the last before it, or its first."""
        known, wanted = months(monitor.value), month.value
        month.unobserve(refresh, "value")
        month.options = known
        month.value = max((one for one in known if one <= wanted), default=known[0])
        month.observe(refresh, "value")
        refresh()

    made = answered()
    picture.value, text.value = _image(made), str(markdown(made.text))
    monitor.observe(another, "value")
    month.observe(refresh, "value")
    question.observe(refresh, "value")
    asked = f"*{question.value}* {safe_text.markdown(labels[chosen.monitor])}, {dates.month_name(chosen.month)}."
    _display(ipywidgets.VBox([monitor, month, question]), {"text/markdown": f"{asked} {STATIC}", "text/plain": asked})
    _display(picture, {"image/png": made.png, "text/plain": made.alt}, {"image/png": {"alt": made.alt}})
    _display(text, {"text/markdown": made.text, "text/plain": made.text})


def _months(data: Data, asked: Parameters) -> list[str]:
    """The months of a monitor with figures of the population asked for, any where none is."""
    there = months_with_figures(data, asked.monitor, asked.as_of)
    return sorted(there[asked.population] if asked.population else set().union(*there.values()))


def _image(made: Answer) -> str:
    encoded = base64.b64encode(made.png).decode()
    alt = html.escape(made.alt, quote=True)
    return f'<img src="data:image/png;base64,{encoded}" alt="{alt}" style="max-width: 100%">' if encoded else ""


def _display(widget: Any, instead: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
    """Display a widget, and what is seen where it cannot run."""
    from IPython.display import display

    display({**widget._repr_mimebundle_(), **instead}, raw=True, metadata=metadata)


def _parties(tolls: Tolls, month: str) -> tuple[Axes, list[str]]:
    compared = compare(tolls, month)
    return compared.plot(), [compared.text]


def _groups(tolls: Tolls, month: str) -> tuple[Axes, list[str]]:
    found = shares(tolls, month)
    return found.plot(), [found.text]


def _arithmetic(tolls: Tolls, month: str) -> tuple[Axes, list[str]]:
    found = audit(tolls.data, month, monitor=tolls.monitor, as_of=tolls.as_of)
    return total_picture(compare(tolls, month)), [completeness_sentence(tolls, month), findings_sentence(found)]


def _year(tolls: Tolls, month: str) -> tuple[Axes, list[str]]:
    year_before = f"{int(month[:4]) - 1:04}{month[4:]}"
    series = trend(tolls, calendar(year_before, month)[1], month)
    return series.plot(), [series.text]


def _monitors(tolls: Tolls, month: str) -> tuple[Axes, list[str]]:
    printed = agreement(tolls.data, month, as_of=tolls.as_of).only(tolls.population)
    return printed.plot(), [orderings(printed).text, agreement_note()]


def _tipping(tolls: Tolls, month: str) -> tuple[Axes, list[str]]:
    found = tipping_points(compare(tolls, month))
    return found.plot(), [found.text]


QUESTIONS: dict[str, Callable[[Tolls, str], tuple[Axes, list[str]]]] = {
    "How many deaths are attributed to each party?": _parties,
    "How many of the dead were children and women?": _groups,
    "Does it add up?": _arithmetic,
    "How do the numbers go in the year up to the month?": _year,
    "What did other monitors publish?": _monitors,
    "What would reverse the order of the parties?": _tipping,
}
STATIC = "Run this notebook in JupyterLab to choose another monitor, month or question."
