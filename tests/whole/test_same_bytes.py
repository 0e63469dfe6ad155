"""A reader's shell, profile, settings and fonts change no number, no sentence and no picture."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest
from click.testing import CliRunner
from fontTools import ttLib

import analysis
from analysis import Data, RunError
from analysis.cli import main
from analysis.cli.options import _cores
from analysis.notebooks import runner

SNHR = Path(sys.executable).parent / "snhr"
BATCH = ("run", "2016-01", "--notebook", "01_comparison", "--notebook", "05_monitors", "--jobs", "2")
RESTYLE = """
import matplotlib.pyplot as plt, pandas as pd, seaborn as sns
plt.style.use("dark_background"); sns.set_theme(font_scale=2)
pd.options.display.max_colwidth = 5; pd.options.mode.string_storage = "python"
"""
ANSWERS = (
    "months",
    "compare 2016-01",
    "compare 2018-03 --format json",
    "shares 2016-01 --format markdown",
    "period 2015-11:2016-02",
    "period 2015-11:2016-02 russian_forces>government --format csv",
    "monitors 2016-01",
    "audit 2016-01 --format csv",
    "claims 2016-01",
    "quote 2016-01 government",
    "check 2016-01 Russia>government",
)
OPTIONS = {  # of pandas; those that remain change only how pandas prints, and are tried as one
    "future.distinguish_nan_and_na": True,
    "future.infer_string": False,
    "future.python_scalars": True,
    "mode.string_storage": "python",
    "mode.copy_on_write": "warn",
    "compute.use_bottleneck": False,
    "compute.use_numexpr": False,
    "mode.sim_interactive": True,
}
PRINTING: dict[str, Any] = {
    "display.max_columns": 2,
    "display.max_rows": 3,
    "display.min_rows": 1,
    "display.precision": 1,
    "display.float_format": "{:.1f}".format,
    "display.max_colwidth": 5,
    "display.large_repr": "info",
    "display.chop_threshold": 10.0,
    "display.colheader_justify": "left",
    "display.notebook_repr_html": False,
    "display.html.border": 3,
    "display.html.table_schema": True,
    "display.show_dimensions": True,
    "display.multi_sparse": False,
    "display.encoding": "ascii",
    "display.unicode.east_asian_width": True,
    "display.date_dayfirst": True,
    "styler.format.decimal": ",",
    "styler.format.precision": 1,
    "plotting.matplotlib.register_converters": False,
}


def answers() -> dict[str, tuple[int, str]]:
    done = {line: CliRunner().invoke(main, line.split(" ")) for line in ANSWERS}
    return {line: (result.exit_code, result.output) for line, result in done.items()}


@pytest.fixture(scope="module")
def usual() -> dict[str, tuple[int, str]]:
    found = answers()
    assert {status for status, _ in found.values()} == {0, 1}  # a claim of the press differs
    return found


@pytest.mark.figures
@pytest.mark.filterwarnings("ignore:.*deprecated")
@pytest.mark.parametrize("name", [*OPTIONS, "printing"])
def test_no_option_of_pandas_changes_an_answer(name: str, usual: dict[str, tuple[int, str]]) -> None:
    options = {name: OPTIONS[name]} if name in OPTIONS else PRINTING
    with pd.option_context(*(part for option in options.items() for part in option)):
        assert answers() == usual


def named_as_ours(font: Path, to: Path) -> None:
    """Put another font under the family that a batch draws with, as its italic: matplotlib's own is an oblique."""
    read = ttLib.TTFont(font)
    for number, name in ((1, "DejaVu Sans"), (2, "Italic"), (4, "DejaVu Sans Italic"), (6, "DejaVuSans-Italic")):
        read["name"].setName(name, number, 3, 1, 0x409)
        read["name"].setName(name, number, 1, 0, 0)
    read.save(to)


def hostile(folder: Path) -> dict[str, str]:
    """A home, and a shell, of somebody who has set everything."""
    profile = folder / ".ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "00-mine.py").write_text(RESTYLE)
    formats = "c.InlineBackend.figure_formats = {'svg', 'retina'}\nc.InteractiveShellApp.exec_lines = ['month = 0']\n"
    (profile / "ipython_kernel_config.py").write_text(f"c = get_config()\n{formats}")
    (system := folder / "etc").mkdir()  # as /etc/ipython would be
    (system / "ipython_config.py").write_text(f"c = get_config()\n{formats}{RESTYLE}")
    (folder / "modules").mkdir()
    (folder / "modules" / "sitecustomize.py").write_text(
        "from IPython.core import application\n"
        f"application.SYSTEM_CONFIG_DIRS.append({str(system)!r}); application.ENV_CONFIG_DIRS.append({str(system)!r})\n"
    )
    (config := folder / ".config" / "matplotlib").mkdir(parents=True)
    (config / "matplotlibrc").write_text("figure.facecolor: red\nfont.size: 30\nfont.family: Arial, serif\n")
    (folder / "work").mkdir()
    (folder / "work" / "matplotlibrc").write_text("axes.facecolor: blue\n")
    (folder / "work" / "seaborn.py").write_text("raise SystemExit('not this one')\n")
    (spec := folder / "jupyter" / "kernels" / "python3").mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["/no/python", "-m", "x", "{connection_file}"], "display_name": "P"}')
    (fonts := folder / ".fonts").mkdir()
    own = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf")
    for number in range(300):
        (fonts / f"Font{number}.ttf").symlink_to(own)
    named_as_ours(own.with_name("DejaVuSerif-Italic.ttf"), fonts / "Sans-Italic.ttf")
    return {
        "HOME": str(folder),
        "JUPYTER_PATH": str(folder / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "FREETYPE_PROPERTIES": "truetype:interpreter-version=35",
        "MPLBACKEND": "Agg",
        "PANDAS_FUTURE": "legacy",
        "PYTEST_ADDOPTS": "--nbval-lax -k nothing",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join([str(folder / "modules"), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONWARNINGS": "always",
        "LC_ALL": "C",
        "TZ": "Asia/Kathmandu",
        "COLUMNS": "20",
    }


def snhr(folder: Path, *words: object, **more: Any) -> str:
    done = subprocess.run(
        [SNHR, *map(str, words)], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=600, **more
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pages(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "2016-01").glob("*.ipynb"))}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("usual")
    snhr(folder, *BATCH, "--out", "reports")
    snhr(folder, "site", "site", "--reports", "reports")
    assert len(pages(folder / "reports")) == 2
    return folder


@pytest.mark.figures
@pytest.mark.skipif(sys.platform == "win32", reason="a home of Unix")
class TestAHostileHome:
    @pytest.fixture
    def home(self, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
        folder = tmp_path_factory.mktemp("hostile")
        return folder / "work", {"env": {**os.environ, **hostile(folder)}, "umask": 0o077}

    @pytest.mark.parametrize("how", [(), ("--cold",)], ids=["warm", "cold"])
    def test_a_batch_has_the_same_bytes(
        self, how: tuple[str, ...], home: tuple[Path, dict[str, Any]], batch: Path, tmp_path: Path
    ) -> None:
        work, shell = home
        said = snhr(work, *BATCH, *how, "--out", tmp_path, **shell)
        assert "2 run, 0 up to date, 0 failed" in said
        assert sys.platform != "linux" or "not forked" not in said
        assert pages(tmp_path) == pages(batch / "reports")

    def test_verify_and_the_site_say_the_same(
        self, home: tuple[Path, dict[str, Any]], batch: Path, tmp_path: Path
    ) -> None:
        work, shell = home
        assert "2 notebooks hold, 0 do not, 0 were refused." in snhr(work, "verify", batch / "reports", **shell)
        snhr(work, "site", tmp_path, "--reports", batch / "reports", **shell)
        for path in (batch / "site").rglob("*.html"):
            assert (tmp_path / path.relative_to(batch / "site")).read_bytes() == path.read_bytes()

    def test_an_answer_is_the_same(self, home: tuple[Path, dict[str, Any]]) -> None:
        work, shell = home
        for line in ("compare 2016-01", "audit 2016-01"):
            assert snhr(work, *line.split(), **shell) == CliRunner().invoke(main, line.split()).output


@pytest.mark.figures
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else")
def test_a_user_without_a_name_and_a_home(batch: Path, tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and folder.stat().st_mode & 0o1 == 0:
            folder.chmod(folder.stat().st_mode | 0o5)
    tmp_path.chmod(0o777)
    shell = {"env": {**os.environ, "HOME": "/", "PYTHONDONTWRITEBYTECODE": "1"}, "user": 12345, "group": 12345}
    try:
        subprocess.run([SNHR, "--version"], cwd="/", capture_output=True, check=True, **shell)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("nobody else can read this environment")
    for how in ((), ("--cold",)):
        out = tmp_path / f"out{len(how)}"
        snhr(tmp_path, *BATCH, *how, "--out", out, **shell)
        assert pages(out) == pages(batch / "reports")


@pytest.mark.parametrize("name", ["with blanks in it", "تقارير عن الضحايا", "x" * 200, "link"])
def test_a_folder_of_any_name(name: str, batch: Path, tmp_path: Path) -> None:
    folder = tmp_path / name
    if name == "link":
        (tmp_path / "there").mkdir()
        folder.symlink_to(tmp_path / "there")
    ran = CliRunner().invoke(main, ["run", "2016-01", "--notebook", "01_comparison", "--out", str(folder)])
    assert ran.exit_code == 0, ran.output
    assert "1 notebooks hold" in CliRunner().invoke(main, ["verify", str(folder)]).output
    text = (folder / "2016-01" / "01_comparison.ipynb").read_bytes()
    assert text == (batch / "reports" / "2016-01" / "01_comparison.ipynb").read_bytes()


def test_what_python_warns_of_is_not_ours(tmp_path: Path) -> None:
    command = [SNHR, "run", "2016-01", "--notebook", "02_shares", "--out", "reports"]
    shell = {"env": {**os.environ, "PYTHONWARNINGS": "error"}, "capture_output": True, "text": True}
    done = subprocess.run(command, cwd=tmp_path, **shell)
    assert (done.returncode, done.stderr) == (0, "")


def test_files_are_read_and_written_in_utf_8(tmp_path: Path) -> None:
    """Python warns of a file, and of a program's output, whose encoding would be that of the system."""
    command = [SNHR, "run", "2016-01", "--notebook", "02_shares", "--out", "reports"]
    shell = {"env": {**os.environ, "PYTHONWARNDEFAULTENCODING": "1"}, "capture_output": True, "text": True}
    done = subprocess.run(command, cwd=tmp_path, **shell)
    ours = str(Path(analysis.__file__).parent)
    assert [line for line in done.stderr.splitlines() if line.startswith(ours)] == []


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOLCK, "has no locks"), (errno.EOPNOTSUPP, "has no locks"), (errno.EIO, "cannot write")]
)
def test_a_lock_that_cannot_be_is_not_another_run(
    code: int, said: str, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network file system may refuse locks."""

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(RunError, match=said) as caught:
        runner.run(["2016-01"], ["02_shares"], tmp_path, data, {}, jobs=1)
    assert "another run" not in str(caught.value)


def test_an_address_is_no_folder(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", "s3://bucket/mine"])
    assert (done.exit_code, "an address" in done.output) == (2, True)
    assert not list(Path.cwd().glob("s3*"))


def test_jobs_count_the_cores_that_may_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(7)), raising=False)
    monkeypatch.setattr("analysis.cli.options._GROUPS", str(tmp_path))
    assert _cores() == 7
    (tmp_path / "cpu.max").write_text("250000 100000\n")
    assert _cores() == 2
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert _cores() == 7


def test_jobs_count_all_cores_where_nothing_binds_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows: no affinity, no /proc; and a system that does not know how many there are."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(Path, "read_text", lambda path, *_: (_ for _ in ()).throw(FileNotFoundError(str(path))))
    for known, jobs in ((5, 5), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda known=known: known)
        assert _cores() == jobs


def test_lines_end_alike_on_every_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows ends a line of a text with two characters, unless told not to; hashes and versions would differ."""
    really = Path.write_text

    def as_on_windows(path: Path, text: str, encoding: str = "", errors: str = "", newline: str | None = None) -> int:
        return really(path, text, encoding or None, errors or None, newline or "\r\n")

    monkeypatch.setattr(Path, "write_text", as_on_windows)
    monkeypatch.chdir(tmp_path)
    for line in (
        "init mine",
        "build --data mine",
        "run 2024-01 --data mine --notebook 01_comparison --jobs 1 --out reports",
        "site pages --reports reports --data mine",
        "notebooks copies",
    ):
        done = CliRunner().invoke(main, line.split())
        assert done.exit_code == 0, done.output
    made = [path for path in tmp_path.rglob("*") if path.suffix in {".csv", ".html", ".ipynb", ".json", ".md"}]
    assert {path.suffix for path in made} == {".csv", ".html", ".ipynb", ".json", ".md"}
    assert [path for path in made if b"\r" in path.read_bytes()] == []
