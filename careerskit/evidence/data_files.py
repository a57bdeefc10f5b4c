"""The files to import: a file, each file of a folder, or each member of a zip, whatever they are called."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from careerskit.errors import InputFileError

__all__ = ["DataFile", "files_at", "files_in"]

_MAX_FILES = 500
"""How many files of a folder or zip are read. The Department's largest zip has about 60."""

_MAX_UNPACKED = 4_000_000_000
"""How many bytes a zip may hold in all once unpacked."""

_MAX_RATIO = 200
"""How many times larger a member may be than it is packed: tables reach 20, zips made to fill a disk over 1,000."""

_EMPTY = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"


@dataclass(frozen=True)
class DataFile:
    """A file that can be read from its start as often as needed.

    name: for messages; a member of a zip is named with its zip. open: returns its bytes. size: how many, 0 where not known.
    """

    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    size: int = 0

    def head(self, size: int = 65_536) -> bytes:
        """Return its first bytes.

        Raises:
            InputFileError: it cannot be opened, or is empty.
        """
        try:
            with self.open() as file:
                data = file.read(size)
        except OSError as error:
            raise InputFileError(f"{self.name} cannot be opened: {error.strerror or error}.") from None
        if len(data) < size and not data.strip(_EMPTY):
            raise InputFileError(f"{self.name} is empty.")
        return data

    def read(self, limit: int) -> bytes:
        """Return all of it.

        Raises:
            InputFileError: it has more bytes than the limit, or see :meth:`head`.
        """
        data = self.head(limit + 1)
        if len(data) > limit:
            raise InputFileError(f"{self.name} is larger than {limit // 1_000_000} MB, which no file of this kind is.")
        return data


def files_at(path: Path) -> Iterator[DataFile]:
    """Yield the file at a path, or each file in a folder and its subfolders, by name. Hidden files are left out.

    Raises:
        InputFileError: there is nothing there, nothing in it, or too much in it.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        reason = f"There is no file {path}." if isinstance(error, FileNotFoundError) else f"{path}: {error.strerror}."
        raise InputFileError(reason) from None
    if stat.S_ISDIR(mode):
        found = [file for file in sorted(path.rglob("*")) if file.is_file() and not _is_hidden(file.relative_to(path))]
        _check_count(path.name, len(found))
        for file in found:
            yield _file_at(file, str(file.relative_to(path)))
    elif stat.S_ISREG(mode):
        yield _file_at(path, path.name)
    else:
        raise InputFileError(f"{path} is not a file or folder.")


def files_in(file: DataFile) -> Iterator[DataFile]:
    """Yield each file in a zip, by name. A zip within a zip is yielded as it is.

    Raises:
        InputFileError: the zip is damaged, empty, encrypted, or unpacks to more than any download does.
    """
    try:
        with file.open() as opened, zipfile.ZipFile(opened) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(Path(info.filename))]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputFileError(f"{file.name} is a damaged zip file ({error}). Download it again.") from None
    _check_count(file.name, len(members))
    if any(info.flag_bits & 1 for info in members):
        raise InputFileError(f"{file.name} needs a password. Unpack it, and import the files in it.")
    if sum(info.file_size for info in members) > _MAX_UNPACKED or any(
        info.file_size > _MAX_RATIO * max(info.compress_size, 1000) for info in members
    ):
        raise InputFileError(f"{file.name} unpacks to far more than it should. Download it again from its publisher.")
    for info in sorted(members, key=lambda info: info.filename):
        name, read = f"{file.name}: {info.filename}", partial(_open_member, file, info)
        yield DataFile(name, read, info.file_size)


def _file_at(path: Path, name: str) -> DataFile:
    return DataFile(name, lambda: path.open("rb"), path.stat().st_size)


@contextmanager
def _open_member(file: DataFile, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    try:
        with file.open() as opened, zipfile.ZipFile(opened) as archive, archive.open(info) as member:
            yield member
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InputFileError(
            f"{file.name}: {info.filename} cannot be unpacked ({error}). Download the zip file again."
        ) from None


def _check_count(name: str, count: int) -> None:
    if not count:
        raise InputFileError(f"{name} has no files in it.")
    if count > _MAX_FILES:
        raise InputFileError(f"{name} has {count:,} files in it, and at most {_MAX_FILES} are read at once.")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)
