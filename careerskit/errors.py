"""Every error that careerskit raises on purpose.

    CareerskitError                 anything a person can put right; commands print it without a traceback
    ├── UnknownSchoolError          no school of that id in the store
    ├── UnknownSessionError         no session of that id in the store
    ├── InputFileError              a file cannot be read as it is
    ├── DateError                   a date that a command or notebook was given cannot be read
    ├── UnknownPathError            an answer's path is malformed, or names nothing in a plan
    ├── StoreError                  the store cannot be opened, or an answer could not be saved
    ├── ListeningError              the server cannot listen at the address it was given
    ├── ProcessError                work in another process failed, took too long, or its process ended
    ├── SessionError                a live session refused a command
    └── RenderError                 a notebook could not be made into a page
    ProtocolError                   a browser sent something that our own script never sends; nobody is shown it

A message says what happened, to which school and field or file, row and column, and what to do next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from traceback import format_tb

__all__ = [
    "CareerskitError",
    "DateError",
    "InputFileError",
    "ListeningError",
    "ProcessError",
    "ProtocolError",
    "RenderError",
    "SessionError",
    "StoreError",
    "UnknownPathError",
    "UnknownSchoolError",
    "UnknownSessionError",
    "did_you_mean",
    "safe_traceback",
]


class CareerskitError(Exception):
    """Base of all errors that a person can put right. Catch this one to catch them all."""

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the message alone; IPython asks for this hook instead of a traceback."""
        return [str(self)]


class UnknownSchoolError(CareerskitError, LookupError):
    """No school of that id is in the store."""


class UnknownSessionError(CareerskitError, LookupError):
    """No session of that id is in the store."""


class InputFileError(CareerskitError, ValueError):
    """A file cannot be read as it is: the message names file, row and column."""


class DateError(CareerskitError, ValueError):
    """A date that a command or notebook was given cannot be read: the message shows dates that can."""


class UnknownPathError(CareerskitError, ValueError):
    """An answer's path is malformed, or names nothing in a plan."""


class StoreError(CareerskitError):
    """The store cannot be opened, or an answer could not be saved."""


class SessionError(CareerskitError):
    """A live session refused a command: the message says why, and what to do."""


class ListeningError(CareerskitError):
    """The server cannot listen at the address it was given."""


class ProcessError(CareerskitError):
    """Work in another process failed unexpectedly, took too long, or its process ended."""


class ProtocolError(Exception):
    """A browser sent something that our own script never sends. Nobody is shown this: the connection is closed."""


class RenderError(CareerskitError):
    """A notebook could not be made into a page: the message names the cell and the reason."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean …?" with the closest of the known words, or "" where none comes close."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f" Did you mean {by_folded[close[0]]}?" if close else ""


def safe_traceback(error: BaseException) -> str:
    """Return what went wrong and where, for the log: without anybody's words, which the messages of other libraries may quote."""
    what = f"{type(error).__name__}: {error}" if isinstance(error, CareerskitError) else type(error).__name__
    return "\n".join([what, *(line.rstrip() for line in format_tb(error.__traceback__))])
