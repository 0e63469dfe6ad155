"""README, CONTRIBUTING and docs are true: what they tell to type is typed, what they show is printed, links lead."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from calendar import month_name
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Context
from matplotlib.testing.compare import compare_images

import generate
from analysis import Data, audit, compare, monthly_tolls, period
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.model.numerals import half_up, percent
from analysis.questions.tipping.numbers import attribution_tipping_point
from analysis.questions.trends.words import printed_period_sentence
from analysis.tolls.series import Tolls

DOCUMENTS = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"))
    if path.name != "CHANGELOG.md"
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = {"snhr run": "takes minutes; `make reproduce` does it"}
MAY_FIND = ("snhr check", "snhr claims")  # exit status 1: something differs


def text_of(document: str) -> str:
    return (REPOSITORY / document).read_text("utf-8")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the output shown; a block without `$ ` shows none."""
    if not block.startswith("$ "):
        yield from ((line, "") for line in block.splitlines())
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def exists(command: str) -> None:
    """Hold the words of a command of `snhr` against its name and options."""
    _, name, *words = shlex.split(command)
    of = main if name.startswith("-") else main.commands[name]
    options = {option for one in of.get_params(Context(of)) for option in one.opts}
    assert {word for word in (name, *words) if word.startswith("-")} <= options, command


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository with an environment that runs the copy's code."""
    files = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in files.stdout.splitlines():
        if (REPOSITORY / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, tmp_path / name)
    environment = tmp_path / ".venv" / "bin"
    environment.mkdir(parents=True)
    (environment / "activate").write_text(
        "unset PYTHONDONTWRITEBYTECODE\n"  # compiled once, not by every command anew
        f"export PATH={environment}:{Path(sys.executable).parent}:$PATH PYTHONPATH={tmp_path / 'src'} ANALYSIS_DATA=\n"
        "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b\n"
    )
    command = environment / "snhr"
    guarded = "if __name__ == '__main__': main(prog_name='snhr')"  # as in the command that pip installs
    command.write_text(f"#!{sys.executable}\nfrom analysis.cli import main\n{guarded}\n")
    command.chmod(0o755)
    subprocess.run("git init -q && git add .", shell=True, cwd=tmp_path, check=True)
    return tmp_path


def put(copy: Path, language: str, block: str) -> None:
    """Do with a block that is no command what it says; its first line names the file it belongs to."""
    name, _, rest = block.partition("\n")
    path = copy / name.removeprefix("# ")
    if language == "csv":  # rows for a table of the data, or a table of one's own
        path = next((copy / "data" / "raw").glob(name), path)
        path.write_text((path.read_text("utf-8") if path.exists() else "") + rest, "utf-8")
    elif language == "toml":
        (copy / "mapping.toml").write_text(block, "utf-8")
    elif language == "python" and name.endswith(".py"):
        path.write_text(path.read_text("utf-8") + rest, "utf-8")
    elif language == "python":
        (copy / "example.py").write_text(block, "utf-8")
        run(copy, "python example.py && rm example.py")
    elif language == "diff":
        old, new = ("".join(f"{x[1:]}\n" for x in rest.splitlines() if x[0] in signs) for signs in (" -", " +"))
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{name} has no such lines:\n{old}"
        path.write_text(text.replace(old, new), "utf-8")
    else:
        raise AssertionError(f"what is to be done with a block of {language!r}?")


def run(copy: Path, command: str) -> str:
    done = subprocess.run(
        ["bash", "-c", f"source .venv/bin/activate\n{command}"],
        cwd=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert done.returncode in ((0, 1) if command.startswith(MAY_FIND) else (0,)), f"{command}\n{done.stdout}"
    return done.stdout


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if BLOCK.search(text_of(name))])
def test_what_a_document_tells_to_do_works_in_order(document: str, copy: Path) -> None:
    for language, block in BLOCK.findall(text_of(document)):
        if language == "mermaid":  # drawn from the contract, held against it in test_packaging
            continue
        if language != "console":
            put(copy, language, block)
            continue
        for line, shown in commands(block):
            command = line.partition(" #")[0].strip()
            if command.startswith("make "):
                run(copy, command.replace("make ", "make --dry-run "))
            elif command in NOT_RUN:
                exists(command)
            else:
                output = run(copy, command)
                assert not shown or output == shown, command


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_within_a_line_exist(document: str) -> None:
    text = BLOCK.sub("", text_of(document))
    for command in re.findall(r"`(snhr [^`]+)`", text):
        exists(command)
    targets = re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= set(targets)


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_within_the_repository_lead_somewhere(document: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", BLOCK.sub("", text_of(document))):
        if not link.startswith(("https://", "http://")):
            name, _, anchor = link.partition("#")
            path = (REPOSITORY / document).parent / name if name else REPOSITORY / document
            assert path.exists(), link
            assert not anchor or anchor in anchors(path.read_text("utf-8")), link


def test_the_picture_of_the_readme_is_what_the_package_draws(tmp_path: Path) -> None:
    shown = REPOSITORY / "docs" / "comparison-2016-01.png"
    generate.picture(tmp_path / "drawn.png")
    shutil.copy(shown, tmp_path / "shown.png")
    assert compare_images(tmp_path / "shown.png", tmp_path / "drawn.png", tol=10) is None


# Numbers that count nobody: months, other dates, places in a list, the least that is shown, formulas, versions.
COUNTS_NOBODY = (
    rf"(?:{'|'.join(month_name[1:])}) 20\d\d\b",
    r"of the 29th|dated the 29th",
    r"(?:(?<= )|\*\*)\d\d?\. (?=\S)",
    r"n = 10\b",
    r"\(Python's is 48\)",
    r"\(1 - c\)",
    r"A 0 stands only where|no 0 either|never 0\b|no plain 0\b|A minimum of 0|only a published 0 is a zero",
    r"parties of 6 and \"up to 10\" do not contradict a total of 14",  # an example
    r"\d{4}-\d\d(?:-\d\d)?",
    r"Python 3\.11|CC BY 4\.0|0 fine; 1 a new discrepancy|2 wrong use|130 \(Ctrl-C\), 143 or 129 \(a closed|\[0\d_\w+",
)


def facts(data: Data, monthly: Tolls) -> list[str]:
    """What README and docs say with numbers of people, written with the numbers of the data."""
    keys = ["month", "party", "measure"]
    tolls = monthly.frame
    cells = tolls.set_index(keys)["value"]
    persons = monthly_tolls(data, population="persons").frame.set_index(keys)["value"]

    def n(party: str, measure: str = "killed", month: str = "2016-01") -> int:
        return int(cells[month, party, measure])

    def printed(page: str, party: str, measure: str) -> int:
        rows = data.tolls[(data.tolls["report_id"] == page) & (data.tolls["party"] == party)]
        return int(rows[rows["population"] == "civilians"][measure].item())

    russia, government, nusra, opposition = map(n, ("russian_forces", "government", "nusra_hts", "armed_opposition"))
    about = round(russia, -2)
    few, women = n("russian_forces", "children"), n("russian_forces", "women")
    many = printed("snhr-2016-01-massacres-de", "russian_forces", "children")
    share = percent(few + women, russia)
    of_government = percent(n("government", "children") + n("government", "women"), government)
    assert percent(many + women, russia) > of_government > share
    claimed = data.claims[(data.claims["month"] == "2016-01") & (data.claims["party"] == "nusra_hts")]
    assert {opposition, nusra} == set(claimed["value"])  # some papers had it right
    rounded = audit(data, "2016-01", monitor="snhr").frame.set_index("check").loc["printed_share"]
    children, slip = (printed("snhr-2014-05-en", "government", measure) for measure in ("children", "killed"))
    misprint = f"{slip} for {n('government', month='2014-05'):,}"
    women_then = printed("snhr-2014-05-en", "government", "women")
    group = f"{n('islamist_total')}", f"are ISIS's {n('isis')} and al-Nusra's {nusra}"
    rate = f"{government}/{russia} = {half_up(government, russia, 100)}%"
    tip = f"{attribution_tipping_point(russia, government)} of the {russia}"
    own = tolls[(tolls["measure"] == "killed") & (tolls["party"] != "all_parties") & (tolls["basis"] != "items")]
    with_parties = set(own[own["value"].notna()]["month"])
    withheld = [month for month in with_parties if 1 not in {line.rank for line in compare(monthly, month)}]
    rest = n("other_parties")
    afrin, most = (
        n("other_parties", month="2018-03"),
        tolls.set_index(keys)["at_most"]["2018-03", "turkish_forces", "killed"],
    )
    unnamed, april = n("other_parties", month="2023-04"), n("all_parties", month="2023-04")
    first, second = (n(party, month="2023-04") for party in ("armed_opposition", "government"))
    doubts = tolls.set_index(keys)["doubt"]
    of_2014, of_2015 = (re.findall(r"\d+", doubts[month, "government", "killed"]) for month in ("2014-10", "2015-09"))
    left = audit(data, "2014-12", monitor="snhr").frame.set_index(["population", "check"])["explanation"]
    left_most = re.findall(r"(?:at_most|beyond_those_counted): (\d+)", left["persons", "parts_vs_total"].iloc[0])
    series = period(monthly, "2013-02", "2025-12")
    floor = int(series.frame.set_index(["party", "measure"])["count"]["all_parties", "killed"])
    scopes = data.tolls["scope"].fillna("")
    older = data.tolls[scopes.eq("subset:dated_earlier")].set_index("report_id")["killed"]
    [suwayda] = data.tolls.loc[scopes.str.contains("area:suwayda"), "killed"].unique()
    [disputed] = {int(re.findall(r"disputed: (\d+)", one)[0]) for one in doubts.dropna() if "disputed: 4" in one}
    of_2025 = (
        audit(data, "2025-12", monitor="snhr", population="persons").frame.set_index("check").loc["year_vs_months"]
    )
    months = cells[:, "all_parties", "killed"].loc["2016-01":"2016-12"].sum()
    year = printed_period_sentence(period(monthly, "2016-01", "2016-12"))
    assert f"SNHR's total for the year 2016, 16,913, is 19.5% above the sum of its months, {months:,}" in year
    return [
        f"older graves in April 2025 ({older['levant24-2025-04-en']})",
        f"and in June 2025 ({older['alhagigah-2025-06-ar']}).",
        f"{n('all_parties', month='2025-07')} civilians of July 2025 leave out Suwayda, whose {suwayda:,} dead",
        f"In October 2025 these are {disputed}.",
        f"SNHR's {of_2025['printed']:,.0f} for the year 2025 are less than the "
        f"{of_2025['computed']:,.0f} of its months.",
        f"in March 2018, when {afrin} of {n('all_parties', month='2018-03'):,} were attributed",
        f"for March 2018 Turkish forces may have up to {most}, not none",
        f"{int(of_2014[0]):,} persons of whom {of_2014[1]} were fighters: "
        f"{n('government', month='2014-10'):,} civilians",
        f"{int(of_2015[0]):,} persons of whom {of_2015[1]} were fighters, and the persons of all parties reach their "
        f"total of {persons['2015-09', 'all_parties', 'killed']:,}, so {n('government', month='2015-09'):,} civilians",
        f"for April 2023 that is {unnamed} of {april}.",
        f"(persons) {left_most[1]} are left beyond those counted, and the parties without a figure have at most "
        f"{int(left_most[0]):,}.",
        f"at least {floor:,} civilian deaths. The published totals alone, of {len(series.published)} of "
        f"these months, add up to {sum(one.ends[0] for one in series.published):,};",
        f"SNHR's 16,913 of the year 2016 is 19.5% above the sum of its months, {months:,}.",
        f"for April 2023, with {first} and {second}, two of the {unnamed}.",
        f"more than half of the gap and these together: {(first - second + unnamed) // 2 + 1} of the {unnamed}.",
        f"in January 2016 they are {rest}, and the gap is {russia - government}.",
        f"In {len(withheld)} of the {len(with_parties)} months for which",
        f"has {few} children killed by Russian forces; its massacre report of the same month has {many} in massacres",
        f"With {few} the share of children and women is {share}%, below the government's {of_government}%; with "
        f"{many} it is at least {percent(many + women, russia)}%, above it",
        f"exact for the victims documented** ({few} of {russia})",
        f"counts more than its whole ({many} children, {few} in the month)",
        f"{russia} is nearly {about} and at least 10; {about + 1} is not nearly {about}. A bare {about} differs",
        f"{government} and {russia} make {government + russia:,}",
        f"of {few + women} of {russia}, {share} and {round(share)} agree; {rounded['printed']:g} for "
        f"{n('government', 'children') + n('government', 'women')} of {government} does not",
        "zeros at the end are no digits: 25.0 is 25",
        f"only a smaller one ({many} children in massacres, {few} in all)",
        f"{many} children in massacres, {few} in the month",
        f"because the group's {group[0]} {group[1]} and leave nothing",
        f"the {group[0]} of the Islamist groups in January 2016 {group[1]};",
        f"{russia} against {government}: it reverses if deaths attributed to the second party were documented at less "
        f"than {rate} of the rate of the first's; or if {tip} should have been attributed to the second.",
        f"With {russia} and {government} the order reverses if the second party's deaths were documented at less "
        f"than {rate} of the rate of the first's",
        f"It reverses if {tip} should have been attributed to the second party.",
        f"al-Nusra {opposition} deaths in January 2016, which are the armed opposition's; the page says {nusra}.",
        f"it is named as likely: {misprint}",
        f"{misprint} in May 2014, where {children} children and {women_then} women",
        f"(May 2014 publishes {misprint})",
        f"rounded up ({rounded['printed']:g} for {rounded['computed']:g})",
        f"{n('all_parties'):,} into {n('all_parties') / 1000}",
    ]


def test_every_number_of_people_in_the_prose_is_that_of_the_data(data: Data, tolls: Tolls) -> None:
    """Blocks and generated parts have tests of their own; what counts seconds and bytes is told as measured."""
    names = ["README.md", "CONTRIBUTING.md", "docs/METHODOLOGY.md", "docs/lists.md"]
    names += [f"docs/decisions/{name}.md" for name in ("counts", "dask", "reconcile", "states", "units")]
    prose = {}
    for name in names:
        text = re.sub(r"<!-- generated.*?<!-- end of the generated part -->", "", text_of(name), flags=re.DOTALL)
        prose[name] = " ".join(re.sub(r"`[^`]*`|\]\([^)]*\)", "", BLOCK.sub("", text)).split())
    for fact in facts(data, tolls):
        assert any(fact in text for text in prose.values()), fact
        prose = {name: text.replace(fact, "") for name, text in prose.items()}
    for name, text in prose.items():
        left = re.sub("|".join(COUNTS_NOBODY), "", text)
        found = [left[max(0, m.start() - 40) : m.end() + 40] for m in re.finditer(r"(?<![\w-])\d", left)]
        assert found == [], f"{name}: numbers without a test; add them to `facts`"
