"""Sentences as Markdown: our own marks count, those of the data do not."""

from __future__ import annotations

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.safe_text import markdown, printable

TEXT = st.text(alphabet=st.sampled_from("ab1 .*_`<>[]()!&;#+-=~|$\\:/@^{}'\"é"), min_size=1, max_size=40)


def shown(text: str) -> str:
    """What a reader of a page sees."""
    made = str(mistune.create_markdown(renderer=_Plain(escape=True), plugins=["table"])(text))
    return " ".join(made.split())


class _Plain(mistune.HTMLRenderer):
    """Writes no tags but those of a paragraph and of code, so that any other shows."""

    def paragraph(self, text: str) -> str:
        return text

    def text(self, text: str) -> str:
        return text

    def codespan(self, text: str) -> str:
        return text


@given(TEXT)
def test_whatever_a_label_holds_is_what_is_shown(label: str) -> None:
    assert shown(markdown(f"Attributed to {label}: 3 deaths.")) == " ".join(f"Attributed to {label}: 3 deaths.".split())


@given(TEXT)
def test_a_label_at_the_start_begins_no_block(label: str) -> None:
    text = f"{label} publishes nothing."
    if not text.startswith(("- ", "**")):  # which are our own marks
        assert shown(markdown(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "**SNHR, January 2016: the parties reach the published total; as relayed.** Figures are for civilians.",
        "- Russian forces, children: 94, but at least 129 (snhr-2016-01-massacres-de).\n- ISIS: 1 child.",
        "- ISIS: the page has 29.5%. *Error, known.*\n- Turkish forces: a. *Question, both may be right.*",
        "Based on 7 pages: 4 by the monitor and 3 by others who relay it; Hay'at Tahrir al-Sham & others; state_total.",
    ],
)
def test_our_own_sentences_stay_as_they_are(text: str) -> None:
    assert markdown(text) == text


def test_letters_of_any_script_and_what_joins_them_stay() -> None:
    text = "الشبكة السورية\u200f، می\u200cخواهم, Kimliği, 1\u00a0382 %, −1"
    assert printable(text) == text
