"""Pages from templates: the style and script they name by hash, and notebooks as the templates want them."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.data.folder import data_version
from analysis.data.tables import Data
from analysis.safe_text import printable
from analysis.show import labels
from analysis.show.sources import licence, package, source
from analysis.site.drawing import dark_rules

_PAGES = Path(__file__).parent / "pages"
_COLORS = 64  # of a picture: it keeps its look and takes a third of the room
_PRINTED = {"", "the whole toll", *(labels.BASIS[basis] for basis in ("adjudicated", "primary", "relay"))}
_COUNTS = {"Deaths", "Deaths documented", "Deaths alleged", "Children", "Women", "Women (adult)"}
_AS_PRINTED = "(as published)"
_SHARE = re.compile(r".*[(]((?:at least |up to )?[0-9][0-9,]*) of ")
_NUMBER = re.compile(r"(?:at (?:least|most) )?([0-9][0-9,.]*)( of )?")
_TAG = re.compile(r"<[^>]*>?")
_OF_TABLES = re.compile(
    r"""</?(?:div|table|thead|tbody|tr|th|td)>|<a href="https?://[^\s"<>]*" target="_blank">|</a>"""
)
_NOTHING = {"picture": "", "html": "", "markdown": "", "text": ""}


class Renderer:
    """Writes pages: the templates, the style and the script, and notebooks as the templates want them."""

    def __init__(self, data: Data):
        import jinja2
        import mistune

        loader = jinja2.FileSystemLoader(_PAGES)
        self.environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self.markdown = mistune.create_markdown(escape=True, plugins=["table"])
        self.style, script = ((_PAGES / name).read_text("utf-8") for name in ("site.css", "site.js"))
        self.common: dict[str, Any] = {"script": script}
        self.common |= {"version": __version__, "data_version": data_version(data.hashes, data.dated)}
        address = str(package(data).get("homepage") or "").rstrip("/")
        self.common |= {"licence": licence(data), "address": address, "about": "", "card": False, "ld": ""}
        self.anchors: set[str] = set()  # the sources that the page has already
        self.tables: dict[str, str] = {}  # and its tables, with the ids they have there
        self.reports = {name: source(data, name) for name in data.reports["report_id"]}

    def prose(self, text: str) -> str:
        """Markdown as HTML, tables of it in boxes that scroll; its headings keep their level."""
        made = str(self.markdown(text)).replace("<th>", '<th scope="col">')
        for place in range(1, made.count("<table>") + 1):
            box = f'<div class="wide" tabindex="0" role="region" aria-label="Table {place}"><table >'
            made = made.replace("<table>", box, 1)
        made = made.replace("<table >", "<table>").replace("</table>", "</table></div>")
        return re.sub(r"<tr>\s*<td>(.*?)</td>", r'<tr><th scope="row">\1</th>', made)

    def write(self, folder: Path, page: Mapping[str, Any], template: str = "page.html.j2") -> None:
        """Write a page as the index of a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        drawn = [one["drawing"] for one in page.get("sections", []) if one["drawing"]]
        dark = dark_rules(markup for one in drawn for markup in (one.wide, one.narrow))
        style = f"{self.style}@media screen and (prefers-color-scheme:dark){{{dark}}}" if dark else self.style
        allowed = f"style-src {_source(style)}; script-src {_source(self.common['script'])}"
        policy = f"default-src 'none'; img-src data:; {allowed}; base-uri 'none'; form-action 'none'"
        around = {"policy": policy, "style": style}
        text = self.environment.get_template(template).render({**self.common, **around, **page})
        there = set(re.findall(r' id="(r-[a-z0-9-]+)"', text))
        text = re.sub(r'<a href="#(r-[a-z0-9-]+)">([^<]*)</a>', lambda a: a[0] if a[1] in there else a[2], text)
        self.anchors.clear()
        self.tables.clear()
        (folder / "index.html").write_text(printable(text), "utf-8", newline="\n")

    def notebook(self, path: Path) -> dict[str, Any]:
        """An executed notebook as title and cells; what its outputs hold is text, tables, Markdown and pictures."""
        cells = json.loads(path.read_text("utf-8"))["cells"]
        title, _, rest = "".join(cells[0]["source"]).partition("\n")
        shown: list[dict[str, Any]] = [{"markdown": self._prose(rest), "outputs": []}]
        code = []
        name = heading = title.lstrip("# ")
        for cell in cells[1:]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                first = source.partition("\n")[0].lstrip("# ")
                heading = f"{first} ({name})"  # no two regions of a page alike
                shown.append({"markdown": self._prose(source), "outputs": []})
            else:
                outputs = [self._output(output, heading) for output in cell["outputs"]]
                shown.append({"markdown": "", "outputs": outputs})
                code.append(source)
        return {"name": path.stem, "title": name, "cells": shown, "code": "\n\n".join(code)}

    def _prose(self, text: str) -> str:
        """Markdown as HTML, its headings one level down; HTML in it is shown as text."""
        made = str(self.markdown(text))
        return re.sub(r"<(/?)h([1-5])>", lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}>", made)

    def _output(self, output: Mapping[str, Any], heading: str) -> dict[str, Any]:
        data = output.get("data", {})
        if "image/png" in data:
            picture, (width, height) = _smaller(data["image/png"])
            alt = output["metadata"]["image/png"]["alt"]
            return {**_NOTHING, "picture": picture, "width": width, "height": height, "alt": alt}
        if "text/html" in data:
            table = "".join(data["text/html"])
            if table in self.tables:
                return {**_NOTHING, "markdown": f'<p><a href="#{self.tables[table]}">The same table as above.</a></p>'}
            self.tables[table] = name = f"table-{len(self.tables) + 1}"
            return {**_NOTHING, "html": self._table(table), "label": heading, "id": name}
        if "text/markdown" in data:
            return {**_NOTHING, "markdown": self._prose("".join(data["text/markdown"]))}
        return {**_NOTHING, "text": "".join(data.get("text/plain", output.get("text", "")))}

    def _table(self, page: str) -> str:
        """A table of the notebooks: no style of its own, the report of each row named where its numbers are."""
        page = _TAG.sub(_plain_tag, page).replace("<th>", '<th scope="col">')
        columns = [html.unescape(name) for name in re.findall(r'<th scope="col">(.*?)</th>', page)]
        if "Report" in columns:
            page = re.sub(
                r"(?<=<tr>)\s*<td>.*?(?=</tr>)", lambda row: self._cited(columns, row[0]), page, flags=re.DOTALL
            )
        return re.sub(r"<tr>\s*<td([^>]*)>(.*?)</td>", r'<tr><th scope="row"\1>\2</th>', page, flags=re.DOTALL)

    def _cited(self, columns: list[str], row: str) -> str:
        """The cells of a row: its reports as links, and what they print with its source to be seen on hover.

        What is computed (ranks, shares, ratios) cites nothing: no page prints it.
        """
        cells = dict(zip(columns, re.findall(r"<td>(.*?)</td>", row, flags=re.DOTALL), strict=True))
        reports = [name for name in cells["Report"].split(", ") if name in self.reports]
        about = dict.fromkeys(columns, "")
        if "Address" in cells:  # a table of sources
            about["Report"] = "".join(f' id="r-{html.escape(name)}"' for name in reports if name not in self.anchors)
            self.anchors.update(reports)
        elif reports:
            link = {
                name: f'<a href="#r-{html.escape(name)}">{name}</a>' for name in reports
            }  # others are addresses already
            cells["Report"] = ", ".join(link.get(part, part) for part in cells["Report"].split(", "))
            source = "; ".join(f"{name}: {self.reports[name]}" for name in reports)
            made = [html.unescape(cells.get(column, "")) for column in ("Basis", "What it is")]
            kind = "".join(f"{text}, from " for text in made if text not in _PRINTED)
            for column in columns:
                found = _NUMBER.match(cells[column])
                if found and (column in _COUNTS or cells[column].endswith(_AS_PRINTED)):
                    part = f"{found[1]}: " if found[2] else ""  # the other number is that of another row
                    if share := _SHARE.match(cells[column]):
                        part = f"{share[1]}, the percentage computed: "
                    about[column] = f' title="{html.escape(part + kind + source, quote=True)}"'
        return "".join(f"<td{about[column]}>{cell}</td>" for column, cell in cells.items())


def _plain_tag(found: re.Match[str]) -> str:
    """A tag of a table without its style; any other as text: who wrote a notebook does not write the page."""
    tag = re.sub(r' (?:style|class|border)="[^"]*"', "", found[0])
    return tag if _OF_TABLES.fullmatch(tag) else html.escape(tag)


def _source(text: str) -> str:
    """A style or script as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _smaller(picture: str) -> tuple[str, tuple[int, int]]:
    """A PNG (base64) with fewer colours, and its width and height."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        size, made = image.size, io.BytesIO()
        # the default method merges the colours of small areas: a party's would no longer be its own
        fewer = image.convert("RGB").quantize(_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        fewer.save(made, "PNG", optimize=True)
    return base64.b64encode(made.getvalue()).decode(), size
