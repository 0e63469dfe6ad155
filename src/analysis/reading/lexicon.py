"""What the reader knows of a language: phrases and what they are, out of a TOML file a language and parties.csv."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import pandas as pd

from analysis.model.adding import members
from analysis.model.names import spelled
from analysis.reading.tokens import Token, plain, tokens

LANGUAGES = ("en", "ar", "de", "fr", "tr")
_SHORT = 3  # letters up to which a name all in capitals is taken only so: IS is no is
_BEGINNING = 20_000  # characters that tell the language
_ARABIC, _LATIN = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase is: a kind, and a value of that kind."""

    kind: str
    value: Any = None


@dataclass
class Lexicon:
    """The phrases of a language, as a tree of their words."""

    language: str
    words: dict[str, Any]
    tree: dict[str, Any] = field(default_factory=dict)

    def add(self, phrase: str, kind: str, value: Any = None) -> None:
        """Add a phrase; of two alike the one that was added first counts."""
        node = self.tree
        parts = [token.text for token in tokens(phrase) if token.kind != "line"]
        for part in parts:
            node = node.setdefault(part, {})
        if parts:
            node.setdefault("", Meaning(kind, value))

    def at(self, text: Sequence[Token], place: int) -> tuple[int, Meaning] | None:
        """The longest phrase that begins here: how many tokens it has, and what it is."""
        found: tuple[int, Meaning] | None = None
        token = text[place]
        for form in token.forms or (token.text,):
            node, at = self.tree.get(form), place
            while node is not None:
                at += 1
                meaning = node.get("")
                if meaning and (found is None or at - place > found[0]) and self._allowed(token, meaning):
                    found = at - place, meaning
                if at < len(text):
                    node = node.get(text[at].text) or (node.get(text[at].forms[-1]) if text[at].is_possessive else None)
                else:
                    node = None
        return found

    @staticmethod
    def _allowed(token: Token, meaning: Meaning) -> bool:
        return meaning.kind != "party" or not meaning.value[1] or token.written.isupper()


def language_of(text: str) -> str:
    """The language of a text, among those that can be read; English where nothing tells.

    Examples
    --------
    >>> language_of("قتلت القوات الروسية 679 مدنيا"), language_of("Es wurden 679 Zivilisten von den Russen getötet.")
    ('ar', 'de')
    """
    if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)):
        return "ar"
    there = [token.text for token in tokens(text[:_BEGINNING]) if token.kind == "word"]
    counts = {name: sum(map(set(words(name)["common"]).__contains__, there)) for name in LANGUAGES}
    return max(LANGUAGES, key=lambda name: counts[name])


@lru_cache
def words(language: str) -> dict[str, Any]:
    """The file of a language."""
    text = resources.files("analysis.reading").joinpath("languages", f"{language}.toml").read_text("utf-8")
    found = tomllib.loads(text)
    found["numbers"] = {plain(word)[0]: number for word, number in found["numbers"].items()}
    return found


_made: dict[str, tuple[pd.DataFrame, pd.DataFrame, Lexicon]] = {}


def lexicon(language: str, parties: pd.DataFrame, monitors: pd.DataFrame) -> Lexicon:
    """The phrases of a language with the names of parties and monitors, made once for a table of each."""
    if language not in _made or _made[language][0] is not parties or _made[language][1] is not monitors:
        _made[language] = parties, monitors, _lexicon(language, parties, monitors)
    return _made[language][2]


_GRAMMAR = ("common", "articles", "joiners", "links", "until", "ambiguous_months", "of_year", "founded")  # no phrases
_WORDS = ("weekdays", "told", "incident", "spans", "short_spans")  # looked up one by one
_GROUPS = ("nouns", "events", "things", "limits", "compare")


def _lexicon(language: str, parties: pd.DataFrame, monitors: pd.DataFrame) -> Lexicon:
    found = Lexicon(language, words(language))
    for names, kind, value in (*_names(found.words, parties), *_monitors(found.words, monitors)):
        found.add(names, kind, value)
    for name, phrases in found.words.items():
        if isinstance(phrases, list) and name not in (*_GRAMMAR, *_WORDS):
            for phrase in phrases:
                found.add(phrase, name)
    for group in _GROUPS:
        for value, phrases in found.words.get(group, {}).items():
            for phrase in phrases:
                found.add(phrase, group, value)
    for name in ("fractions", "duals", "single", "months"):
        for phrase, value in found.words.get(name, {}).items():
            found.add(phrase, name, value)
    for name, phrases in found.words.get("periods", {}).items():
        for number, phrase in enumerate(phrases):
            found.add(phrase, "periods", (name, number))
    return found


def _names(
    language: dict[str, Any], parties: pd.DataFrame
) -> Iterator[tuple[str, str, tuple[tuple[str, ...], bool, bool]]]:
    """Every name of a party and every stem of one with a word of weapons, with the codes of those who have it."""
    owners: dict[str, tuple[str, list[str]]] = {}
    forces, weapons = set(language["parties"]["forces"]), language["parties"]["weapons"]
    rows = parties.sort_values("order").to_dict("records")
    for name, code in spelled(rows):
        if name == code:
            continue  # no code is written in a text
        before = (f"{words} {name}" for words in language["parties"].get("before", ()))
        if len(name) <= _SHORT and name.isascii() and not name.isupper():
            continue  # a word like any other
        inflected = _inflected(name, language["parties"])
        stems = _stems(name, forces, weapons)
        for form in (name, name.replace(" ", "-"), name.replace("-", " "), *before, *stems, *inflected):
            _, codes = owners.setdefault(plain(form)[0], (form, []))
            if code not in codes:
                codes.append(code)
    residual = [row["party"] for row in rows if row["residual"]]
    for name in language.get("residual", {}).get("parties", ()) if residual else ():
        for form in (name, *_inflected(name, language["parties"])):
            owners.setdefault(plain(form)[0], (form, residual))
    for code, phrases in language.get("together", {}).items():
        if set(members(code)) <= {row["party"] for row in rows}:
            for name in phrases:
                owners.setdefault(plain(name)[0], (name, [code]))
    for name, codes in owners.values():
        is_weapon = plain(name)[0].rpartition(" ")[2] in weapons
        yield name, "party", (tuple(codes), name.isupper() and len(name) <= _SHORT, is_weapon)


def _inflected(name: str, language: dict[str, Any]) -> Iterator[str]:
    """A name in other cases: bewaffnete, by bewaffneten Oppositionsgruppen; rejim güçleri, rejim güçlerinin."""
    if len(name) > _SHORT:
        yield from (plain(name)[0] + suffix for suffix in language.get("suffixes", ()))
    endings = language.get("endings", ())
    *first, last = plain(name)[0].split(" ")
    stems = [next((word[: -len(end)] for end in endings if word.endswith(end)), None) for word in first]
    if any(stems):
        for end in endings:
            yield " ".join(
                [word if stem is None else stem + end for word, stem in zip(first, stems, strict=True)] + [last]
            )


def _stems(name: str, forces: Iterable[str], weapons: Iterable[str]) -> Iterator[str]:
    """`Russian forces` is Russian, too, where a word of weapons follows: Russian airstrikes."""
    first, _, last = plain(name)[0].rpartition(" ")
    if first and last in forces:
        yield from (f"{first} {weapon}" for weapon in weapons)


def _monitors(language: dict[str, Any], monitors: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    for row in monitors.to_dict("records"):
        for column in ("name", "short_label"):
            yield str(row[column]), "monitor", str(row["monitor"])
        for name in language.get("monitors", {}).get(row["monitor"], ()):
            yield name, "monitor", str(row["monitor"])
