"""Files of records, opened: CSV, Excel, JSON, JSON Lines, GeoJSON and Parquet, also in gzip or a ZIP archive."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from analysis.data.folder import refuse_no_file
from analysis.errors import DataError, Problem

READ = "CSV, Excel (.xlsx), JSON, JSON Lines, GeoJSON or Parquet, also in .gz or .zip"
ENOUGH = 100_000_000  # bytes; what unpacks to more must not be so much larger than it was packed
RATIO = 200
_OTHERS = {  # how files of other kinds begin: what they are, and what to do
    b"\xd0\xcf\x11\xe0": ("an old or encrypted Excel workbook", "save it as .xlsx, without a password"),
    b"%PDF": ("a PDF", "get the table as a spreadsheet"),
    b"SQLite": ("an SQLite database", "export the table as CSV"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it"),
    b"Rar!": ("a RAR archive", "unpack it"),
    b"BZh": ("a bzip2 file", "unpack it"),
    b"\xfd7zXZ": ("an XZ file", "unpack it"),
    b"RDX": ("a data file of R", "write it as CSV"),
    b"<": ("a web page or XML", "get the table as a spreadsheet"),
}


Opening = Callable[[], Any]  # of a file of bytes


class Source(NamedTuple):
    """One file to be read, or one member of an archive: its name for messages, its kind and how to open it."""

    name: str
    kind: str  # text, json, workbook or parquet
    path: Path
    open: Opening


def unread(path: Path, row: int, found: str, expected: str = READ, name: str = "", step: str = "") -> DataError:
    """Say that a file cannot be read."""
    problem = Problem(name or path.name or str(path), row, "", found, expected)
    return DataError(path, [problem], step or "save it anew, or name another file.")


def sources(path: Path, sheets: tuple[str, ...] = ()) -> list[Source]:
    """What there is to be read in a file: the file, or the members of an archive that `sheets` names."""
    refuse_no_file(path)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\x1f\x8b"):
        return [_source(path.name, path, lambda: _Bounded(gzip.open(path), path))]
    if head.startswith(b"PK\x03\x04"):
        return _members(path, sheets)
    return [_source(path.name, path, lambda: path.open("rb"))]


def _source(name: str, path: Path, opening: Opening) -> Source:
    with reading(name, path), opening() as file:
        head = file.read(4096)
    for start, (found, expected) in _OTHERS.items():
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise unread(path, 0, found, f"{READ}: {expected}", name)
    if head.startswith(b"PAR1"):
        return Source(name, "parquet", path, opening)
    kind = "json" if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{") else "text"
    return Source(name, kind, path, opening)


def _members(path: Path, wanted: tuple[str, ...]) -> list[Source]:
    """A workbook as it is; of an archive the one file that can be read, or those that are named."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise unread(path, 0, f"a ZIP archive that is damaged ({type(error).__name__})") from None
    names = [one.filename for one in infos]
    if "xl/workbook.xml" in names:
        size = sum(one.file_size for one in infos)
        if size > ENOUGH and size > RATIO * path.stat().st_size:
            raise _bomb(path)
        return [Source(path.name, "workbook", path, lambda: path.open("rb"))]
    if "content.xml" in names and "mimetype" in names:
        raise unread(path, 0, "an OpenDocument spreadsheet", f"{READ}: save it as .xlsx")
    if any(one.flag_bits & 1 for one in infos):
        raise unread(path, 0, "a ZIP archive with a password", "an archive without one: unpack it")
    chosen = names if wanted == ("*",) or len(names) == 1 else [name for name in names if name in wanted]
    if not chosen or (wanted not in ((), ("*",)) and set(wanted) - set(chosen)):
        listed = ", ".join(f'"{name}"' for name in names[:10]) + (", ..." if len(names) > 10 else "")
        expected = f'which to read, in the mapping: sheet = ["..."] of {listed}, or sheet = "*" for all'
        raise unread(path, 0, f"a ZIP archive of {len(names)} files", expected)

    def opener(name: str) -> Opening:
        def opened() -> _Bounded:
            archive = zipfile.ZipFile(path)
            try:
                return _Bounded(archive.open(name), path, archive)
            except BaseException:
                archive.close()
                raise

        return opened

    return [_source(f"{path.name}: {name}", path, opener(name)) for name in chosen]


def look_into(path: Path) -> bool:
    """Whether a workbook has formulas. One whose parts declare entities, which can fill the memory, is refused."""
    has_formulas = False
    with zipfile.ZipFile(path) as archive:
        for name in [one for one in archive.namelist() if one.endswith((".xml", ".rels"))]:
            with archive.open(name) as part:
                before = b""
                while block := part.read(1 << 20):
                    text = (before + block).replace(b"\0", b"")  # UTF-16, too
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise unread(path, 0, "a workbook whose XML declares entities", "one that Excel has saved")
                    has_formulas |= name.startswith("xl/worksheets/") and (b"<f>" in text or b"<f " in text)
                    before = block[-10:]
    return has_formulas


class _Bounded(io.BufferedIOBase):
    """Bytes of a packed file as far as they are in proportion: a few that unpack to very many fill the memory."""

    def __init__(self, file: Any, path: Path, archive: zipfile.ZipFile | None = None) -> None:
        self.file, self.path, self.size, self.count, self.archive = file, path, path.stat().st_size, 0, archive

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Read, and count."""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        found: bytes = self.file.read(size)
        self.count += len(found)
        if self.count > ENOUGH and self.count > RATIO * self.size:
            raise _bomb(self.path)
        return found

    read1 = read

    def close(self) -> None:
        """Close the file too."""
        self.file.close()
        if self.archive:
            self.archive.close()
        super().close()


def _bomb(path: Path) -> DataError:
    found = f"{path.stat().st_size:,} bytes that unpack to more than {ENOUGH:,}, {RATIO} times as many"
    return unread(path, 0, found, "a list: if this is one, unpack it")


@contextmanager
def reading(name: str, path: Path) -> Iterator[None]:
    """Say which file it is that cannot be read; what is in it is not shown."""
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError) as error:
        raise unread(path, 0, f"packed data that are damaged ({type(error).__name__})", name=name) from None
    except OSError as error:
        raise unread(path, 0, error.strerror or type(error).__name__, name=name) from error
    except UnicodeError:
        raise unread(path, 0, "what is no UTF-8", "text in UTF-8", name) from None
    except (json.JSONDecodeError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        raise unread(path, row, getattr(error, "msg", "lists within lists"), "JSON that is whole", name) from None
