"""Bring the catalogues of sentences up to date: `python tools/catalogue.py`.

What the code says is taken from it (Babel), each translation kept, and the file that gettext reads compiled. A sentence
that is new, or was changed, has no translation until somebody writes one into the `.po` file.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "analysis"
LOCALE = SOURCE / "locale"
KEYWORDS = {
    "say": None,
    "sayable": None,
    "say_as": ((1, "c"), 2),
    "say_count": (1, 2),
    "sayable_count": (1, 2),
}
DATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same sentences, the same bytes
METHODS = [("**.py", "python"), ("**.j2", "jinja2")]
# contexts of words that the data write, or the code puts together: they stand in the catalogue alone
WORDS = ("axis", "cause", "column", "measure", "place", "severity", "span", "who")
HEADER = "# What the package says, in another language; {fields} stay as they are (docs/arabic.md).\n#"


def path_of(language: str, form: str = "po") -> Path:
    """The file of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"analysis.{form}"


def said() -> Catalog:
    """Every template of the code, with the modules that say it."""
    found = Catalog()
    for name, _, template, _, context in extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS):
        found.add(template, context=context, locations=[(name, 0)])
    return found


def read(language: str) -> Catalog:
    """The catalogue of a language as it is committed."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with what the code says now, each translation kept; words of the data stay."""
    old, new = read(language), Catalog(locale=language, header_comment=HEADER, project="analysis", charset="utf-8")
    for message in said():
        if message.id:
            kept = old.get(message.id, message.context)
            new.add(message.id, kept.string if kept else None, context=message.context, locations=message.locations)
    for message in old:
        if message.context in WORDS:
            new.add(message.id, message.string, context=message.context)
    return new


def written(catalog: Catalog) -> bytes:
    """The text of a catalogue, in the order of its messages."""
    made = io.BytesIO()
    write_po(made, catalog, width=120, sort_output=True, omit_header=True, include_lineno=False)
    head = (
        f'{HEADER}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return head.encode() + made.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The bytes that gettext reads."""
    made = io.BytesIO()
    catalog.creation_date = catalog.revision_date = DATED
    write_mo(made, catalog)
    return made.getvalue()


def lacking(catalog: Catalog) -> list[Message]:
    """The sentences without a translation."""
    return [one for one in catalog if one.id and not all(one.string if isinstance(one.string, tuple) else [one.string])]


def main() -> int:
    """Write the catalogues; the exit status is 1 where sentences lack a translation."""
    lack = 0
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        catalog = updated(folder.name)
        path_of(folder.name).write_bytes(written(catalog))
        path_of(folder.name, "mo").write_bytes(compiled(read(folder.name)))
        for message in lacking(catalog):
            print(f"{folder.name}: no translation: {message.id}")
            lack += 1
    return int(bool(lack))


if __name__ == "__main__":
    sys.exit(main())
