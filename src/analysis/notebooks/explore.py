"""One month and one question at a time, chosen with widgets; where they cannot run, the same picture and text stay."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import html
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from analysis import safe_text
from analysis.data.tables import Data
from analysis.errors import AnalysisError, NotComparable, is_month, nearest
from analysis.model.adding import TOTAL
from analysis.model.parties import Parties
from analysis.notebooks.environment import BATCH
from analysis.notebooks.parameters import Parameters
from analysis.questions.audit.findings import audit
from analysis.questions.audit.words import findings_sentence
from analysis.questions.comparison.numbers import compare
from analysis.questions.comparison.picture import total_picture
from analysis.questions.comparison.quote import quoted
from analysis.questions.monitors.numbers import agreement, orderings
from analysis.questions.monitors.words import agreement_note
from analysis.questions.shares.numbers import shares
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.trends.series import trend
from analysis.reading.months import typed_month
from analysis.show import dates
from analysis.show.frame import image, is_drawn
from analysis.show.standing import completeness_sentence, heading
from analysis.tolls.monthly import monthly_tolls, months_with_figures
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls

_PAUSE = 0.02  # seconds in which a next choice takes the place of one


class Answer(NamedTuple):
    """What a question is answered with: a picture as PNG (empty: none to draw), its alt text, sentences in Markdown."""

    png: bytes
    alt: str
    text: str


def answer(question: str, tolls: Tolls, month: str, party: str = "") -> Answer:
    r"""Answer one of `QUESTIONS` for a month.

    Parameters
    ----------
    question
        One of `QUESTIONS`.
    tolls
        What `monthly_tolls` returns, of all months: one question is about the year up to `month`.
    month
        YYYY-MM.
    party
        A code: the text begins with the line to quote on it. The picture keeps all parties: one without some would show
        an order that nobody published.

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
    axes, texts = QUESTIONS[question](tolls, month)
    drawn, alt = image(axes) if is_drawn(axes) else b"", str(axes.figure.get_label())
    plt.close(axes.get_figure(root=True))
    if party:
        texts = [quoted(tolls, month, party).text, *texts]
    said = [safe_text.markdown(text) for text in (heading(tolls, month), *texts)]
    return Answer(drawn, safe_text.printable(alt), "\n\n".join(said))


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
    if os.environ.get(BATCH):
        _still(data, chosen)
        return
    labels = data.monitors.set_index("monitor")["short_label"]
    markdown = mistune.create_markdown(escape=True, plugins=["table"])
    months = cache(lambda monitor: _months(data, replace(first, monitor=monitor)))
    tolls = cache(lambda monitor, population: monthly_tolls(data, monitor, population, first.as_of or None))
    there = [(labels[code], code) for code in labels.index if months(code)]
    wide = {"layout": ipywidgets.Layout(width="100%", max_width="46em"), "style": {"description_width": "5em"}}
    monitor = ipywidgets.Dropdown(options=there, value=chosen.monitor, description="Monitor", **wide)
    month = ipywidgets.Combobox(
        options=months(chosen.monitor), value=chosen.month, description="Month", continuous_update=False, **wide
    )
    before, after = (ipywidgets.Button(description=name) for name in ("Previous", "Next"))
    party = ipywidgets.Dropdown(options=[("all", "")], description="Party", **wide)
    question = ipywidgets.Dropdown(options=list(QUESTIONS), description="Question", **wide)
    picture, text, save = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()

    def answered() -> Answer:
        asked = replace(first, monitor=monitor.value, month=typed_month(month.value.strip())).checked(data)
        return answer(question.value, tolls(asked.monitor, asked.population), asked.month, party.value)

    waiting: list[asyncio.TimerHandle] = []

    def refresh(_: Any = None) -> None:
        picture.value = picture.value.replace("opacity: 1", "opacity: 0.25")  # it answers what was asked before
        for one in waiting:  # for an answer to what is no longer asked
            one.cancel()
        waiting[:] = _soon(compute)

    def compute() -> None:
        try:
            made = answered()
        except Exception as error:  # whatever it is: a picture of another choice must not stay
            why = str(error) if isinstance(error, AnalysisError) else f"{type(error).__name__}: {error}"
            made = Answer(b"", "", safe_text.markdown(f"This cannot be shown. {why}"))
        display(made)

    def display(made: Answer) -> None:
        picture.value, text.value = _image(made), str(markdown(made.text))
        save.value = _link(made, f"{monitor.value}-{month.value}.png")

    def step(by: int) -> None:
        """Go to the month with figures before or after the one that is there."""
        known, now = months(monitor.value), month.value
        beyond = [one for one in known if (one > now if by > 0 else one < now)]
        if beyond:
            month.value = beyond[0] if by > 0 else beyond[-1]

    def another(_: Any) -> None:
        """Keep the month where the monitor has figures for it, else take the last before it, or its first."""
        known, wanted = months(monitor.value), month.value
        month.unobserve(changed, "value")
        month.options = known
        month.value = max((one for one in known if one <= wanted), default=known[0])
        month.observe(changed, "value")
        changed()

    def changed(_: Any = None) -> None:
        """Write the month as it is written everywhere, offer the parties that can appear in it, and answer."""
        with contextlib.suppress(AnalysisError):  # `answered` says what is wrong with it
            if (meant := typed_month(month.value.strip())) != month.value:
                month.value = meant  # which comes back here
                return
        party.unobserve(refresh, "value")
        kept = party.value
        party.options = _parties_of(data, month.value)
        party.value = kept if kept in dict(party.options).values() else ""
        party.observe(refresh, "value")
        refresh()

    party.options = _parties_of(data, chosen.month)
    made = answered()
    display(made)
    monitor.observe(another, "value")
    month.observe(changed, "value")
    party.observe(refresh, "value")
    question.observe(refresh, "value")
    before.on_click(lambda _: step(-1))
    after.on_click(lambda _: step(1))
    steps = ipywidgets.HBox([month, before, after])
    choice = ipywidgets.VBox([monitor, steps, party, question])
    for widget, shown in zip(
        (choice, ipywidgets.VBox([picture, save]), text), _instead(data, chosen, made), strict=True
    ):
        _display(shown, widget)


def _soon(what: Callable[[], None]) -> list[asyncio.TimerHandle]:
    """Do something when what has been chosen until now has come in; at once where nothing waits, outside a kernel."""
    try:
        return [asyncio.get_running_loop().call_later(_PAUSE, what)]
    except RuntimeError:
        what()
        return []


def _still(data: Data, chosen: Parameters) -> None:
    """Display what stays where no widgets can run."""
    made = answer(next(iter(QUESTIONS)), chosen.tolls(data), chosen.month)
    for shown in _instead(data, chosen, made):
        _display(shown)


def _instead(data: Data, chosen: Parameters, made: Answer) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """What is seen instead of the widgets: the question, the picture, the text; each with its metadata."""
    label = safe_text.markdown(data.monitor(chosen.monitor).short_label)
    asked = f"*{next(iter(QUESTIONS))}* {label}, {dates.month_name(chosen.month)}."
    yield {"text/markdown": f"{asked} {STATIC}", "text/plain": asked}, None
    picture = {"image/png": made.png, "text/plain": made.alt} if made.png else {"text/plain": made.alt}
    yield picture, {"image/png": {"alt": made.alt}} if made.png else None
    yield {"text/markdown": made.text, "text/plain": made.text}, None


def _parties_of(data: Data, month: str) -> list[tuple[str, str]]:
    """The parties that can appear in a month, with what stands for all of them; these alone where it is no month."""
    known = Parties.of(data.parties.to_dict("records")).values() if is_month(month) else ()
    there = [(one.short_label, one.code) for one in known if one.code != TOTAL and one.can_appear(month)]
    return [("all", ""), *there]


def _months(data: Data, asked: Parameters) -> list[str]:
    """The months of a monitor with figures of the population asked for, any where none is."""
    there = months_with_figures(data, asked.monitor, asked.as_of)
    return sorted(there[asked.population] if asked.population else set().union(*there.values()))


def _image(made: Answer) -> str:
    encoded = base64.b64encode(made.png).decode()
    alt = html.escape(made.alt, quote=True)
    # the picture is black on white, in a dark theme too
    style = "max-width: 100%; background: white; opacity: 1"
    return f'<img src="data:image/png;base64,{encoded}" alt="{alt}" style="{style}">' if encoded else ""


def _link(made: Answer, name: str) -> str:
    """A link that saves the picture; '' where there is none."""
    encoded, name = base64.b64encode(made.png).decode(), html.escape(name, quote=True)
    return f'<a download="{name}" href="data:image/png;base64,{encoded}">Save picture</a>' if encoded else ""


def _display(instead: tuple[dict[str, Any], dict[str, Any] | None], widget: Any = None) -> None:
    """Display a widget, if any, and what is seen where it cannot run."""
    from IPython.display import display

    shown, metadata = instead
    display({**(widget._repr_mimebundle_() if widget else {}), **shown}, raw=True, metadata=metadata)


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
