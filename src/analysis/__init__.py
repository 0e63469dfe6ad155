"""Monthly death tolls as monitors printed them: read, reconcile, compare, compute shares, audit.

    >>> from analysis import compare, monthly_tolls, read_data
    >>> tolls = monthly_tolls(read_data(), "snhr", "civilians")
    >>> int(compare(tolls, "2016-01").frame.set_index("party")["killed"]["russian_forces"])
    679

Read
    Data                the figures as printed, one DataFrame a table
    read_data           read and check a data folder
    read_claims         read a table of claims of one's own
    tolls_from_records  monthly tolls from a list of victims or incidents
    mentions            the tolls and comparisons that a text states
    read_page           a monitor's report, or a relay of it, as rows for the tables

Reconcile
    monthly_tolls       what the pages of a monitor print: one toll a month, party and measure
    Tolls               what it returns, and what the questions take

What the numbers say
    compare             the parties' tolls of one month
    completeness        how far the parties of each month reach its total
    places              the governorates printed for a month
    shares              the shares of children and women in one month
    period              the sums of several months; those that are missing are named
    exceeds             in which months one party's toll exceeded another's
    trend               the months in a row, with what may not be compared marked
    agreement           what monitors print for one month, side by side
    orderings           which orderings of two parties the monitors support

Whether they hold
    audit               every discrepancy in what is printed
    check               a text, each statement marked with its verdict
    mentions            the numbers and comparisons that a text states
    check_claims        numbers and comparisons as outlets printed them, and verdicts
    check               what a sentence, a draft or an article states, with a verdict on each
    quote               one line on a toll to quote, with its source and its doubts
    differences         what differs between two data folders, or two builds of them

In which language
    use_language        write sentences, tables and pictures in English or Arabic

Errors
    AnalysisError       all of them: what failed, where, and what to do next
    DataError           data that break their contract
    UnknownMonth        a month without figures
    UnknownParty        a party that parties.csv does not have
    NotComparable       monitors, or civilians and persons, mixed
    RunError            a batch that cannot be run

An answer prints as a table; .frame is its DataFrame, .table the one for a reader, .title and .text
what it says, .sources its pages, .plot() its picture.
Each question has a room in analysis.questions (comparison, shares, audit, claims, trends, monitors,
tipping) with its sentences (words), table and picture; analysis.show displays them in a notebook.
Every other module is private.
"""

import lazy_loader as _lazy

__version__ = "0.2.0"
__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)  # the names are those of __init__.pyi
