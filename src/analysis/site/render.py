"""Pages from templates, with the style and the script that their policy names by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.data.folder import data_version
from analysis.data.tables import Data
from analysis.language import direction, language, not_reviewed, say, say_count
from analysis.safe_text import markdown, printable
from analysis.show.sources import licence
from analysis.site.drawing import Drawing, dark_rules

_PAGES = Path(__file__).parent / "pages"


Folded = tuple[str, Mapping[str, Any] | None, str]  # a summary, a table, what is said of it


@dataclass(frozen=True)
class Section:
    """A part of a page: its picture between what is said before and after it, and what is folded below."""

    id: str
    title: str
    said: str = ""
    drawing: Drawing | None = None
    after: str = ""
    claims: Sequence[Mapping[str, Any]] = ()
    folded: Sequence[Folded] = ()


class Renderer:
    """Writes pages: the templates with what all have in common."""

    def __init__(self, data: Data, address: str = "", repository: str = ""):
        import jinja2
        import mistune

        loader = jinja2.FileSystemLoader(_PAGES)
        self.environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self.environment.globals |= {"say": say, "say_count": say_count}
        self.markdown = mistune.create_markdown(escape=True, plugins=["table"])
        self.style, script = ((_PAGES / name).read_text("utf-8") for name in ("site.css", "site.js"))
        self.common: dict[str, Any] = {"script": script}
        self.dated = data.dated
        self.common |= {"version": __version__, "data_version": data_version(data.hashes, self.dated)}
        address = (address or str(data.contract.get("homepage") or "")).rstrip("/")
        self.common |= {"licence": licence(data), "address": address, "repository": repository.rstrip("/")}
        path = repository.rstrip("/").partition("https://github.com/")[2]
        binder = f"https://mybinder.org/v2/gh/{path}/HEAD?urlpath=lab/tree/notebooks/00_explore.ipynb" if path else ""
        self.common |= {"binder": binder, "about": "", "card": False, "bound": "", "dataset": None, "others": []}

    def prose(self, text: str) -> str:
        """Sentences as HTML; in names and notes from data no mark counts."""
        return self.document(markdown(text))

    def document(self, text: str) -> str:
        """A text of Markdown as HTML, tables of it in boxes that scroll; its headings keep their level."""
        made = str(self.markdown(text)).replace("<th>", '<th scope="col">')
        for place in range(1, made.count("<table>") + 1):
            name = say("Table {number}", number=place)
            box = f'<div class="wide" tabindex="0" role="region" aria-label="{name}"><table >'
            made = made.replace("<table>", box, 1)
        made = made.replace("<table >", "<table>").replace("</table>", "</table></div>")
        return re.sub(r"<tr>\s*<td>(.*?)</td>", r'<tr><th scope="row">\1</th>', made)

    def write(self, folder: Path, page: Mapping[str, Any], template: str) -> None:
        """Write a page as the index of a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        path, code = _path(folder, template), language()
        around: dict[str, Any] = {"path": path, "lang": code, "dir": direction(), "root": "../" * path.count("/")}
        around |= {"reviewed": not_reviewed()}
        made = self.environment.get_template(template)
        dark = dark_rules(made.render({**self.common, **around, **page, "style": "", "policy": ""}))
        style = f"{self.style}@media screen and (prefers-color-scheme:dark){{{dark}}}" if dark else self.style
        allowed = f"style-src {_source(style)}; script-src {_source(self.common['script'])}"
        policy = f"default-src 'none'; img-src data:; {allowed}; base-uri 'none'; form-action 'none'"
        text = made.render({**self.common, **around, **page, "style": style, "policy": policy})
        there = set(re.findall(r' id="(r-[a-z0-9-]+)"', text))
        text = re.sub(r'<a href="#(r-[a-z0-9-]+)">([^<]*)</a>', lambda a: a[0] if a[1] in there else a[2], text)
        (folder / "index.html").write_text(printable(text), "utf-8", newline="\n")


def _path(folder: Path, template: str) -> str:
    """The path of a page below the site's address."""
    below = "" if language() == "en" else f"{language()}/"
    return below if template == "index.html.j2" else f"{below}{folder.name}/"


def _source(text: str) -> str:
    """A style or script as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
