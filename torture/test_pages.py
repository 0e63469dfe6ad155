"""Every page of the site of all months in Chromium: three widths, light, dark and on paper, shut and unfolded."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import browser
import pytest

SNHR = Path(sys.executable).parent / "snhr"
UNFOLDED = "for (const one of document.querySelectorAll('details')) one.open = true"
WIDE = "document.documentElement.scrollWidth"
KILOBYTES = 300


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of all months; or, to look at one made before, the folder that PAGES names."""
    if there := os.environ.get("PAGES"):
        return Path(there)
    folder = tmp_path_factory.mktemp("pages")
    subprocess.run([SNHR, "run", "all", "--out", folder / "reports"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([SNHR, "site", folder / "site", "--reports", folder / "reports"], check=True)
    return folder / "site"


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    with browser.chromium() as found:
        yield found


@pytest.mark.skipif(browser.COMMAND is None, reason="no Chromium on this machine")
def test_every_page_of_all_months(site: Path, page: browser.Page, tally: Callable[[str, str, int, str], None]) -> None:
    pages, wrong = sorted(site.rglob("*.html")), list[tuple[str, object]]()
    for path in pages:
        name = str(path.relative_to(site))
        if path.stat().st_size > KILOBYTES * 1000:
            wrong.append((name, f"{path.stat().st_size // 1000} KB"))
        for width, media, scheme in (
            *((width, "", scheme) for width in (1280, 768, 360) for scheme in ("light", "dark")),
            (720, "print", "light"),
        ):
            page.show_as(media, prefers_color_scheme=scheme)
            page.open(path.as_uri(), width)
            asked = [address for address in page.asked() if not address.startswith("data:")]
            where = f"{name} at {width} {media or scheme}"
            wrong += [(where, one) for one in page.complaints()]
            wrong += [(where, one) for one in asked if one != path.as_uri()]
            for state in ("shut", "unfolded"):
                if state == "unfolded":
                    page.value(UNFOLDED)
                if (wide := page.value(WIDE)) > width:
                    wrong.append((f"{where}, {state}", f"{wide} wide"))
                wrong += [(f"{where}, {state}", one) for one in page.crowded()]
            if width == 1280:
                wrong += [(f"{where}, unfolded", one) for one in page.barriers()]
    page.show_as()
    tally("site", "page opened in Chromium: three widths, light, dark, on paper, unfolded", len(pages), "nothing wrong")
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong)
