"""The year of a file that does not say it in its cells."""

from __future__ import annotations

import re

from careerskit.errors import InputFileError
from careerskit.evidence.source import Reading

__all__ = ["stated_year"]

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_ACADEMIC_YEAR = re.compile(r"(20[0-9]{2})[/-][0-9]{2}(?![0-9])")


def stated_year(reading: Reading) -> str:
    """Return the year that whoever imports the file gave, else the last one in its name, with a warning.

    Of an academic year, it is the second: the school census of 2018/19 is that of January 2019.

    Raises:
        InputFileError: neither has a year.
    """
    if found := _last_year(reading.year):
        return found
    if not reading.year and (found := _last_year(reading.table.file)):
        reading.table.warnings.append(
            f"{reading.table.file}: no cell says which year this is, so {found} was taken from the file’s name. If that is wrong, "
            f"import it again with its year (in the command: --year {found})."
        )
        return found
    raise InputFileError(
        f"{reading.table.file}: no cell says which year this is. Import the file again with its year, for example 2019 (in the "
        "command: --year 2019)."
    )


def _last_year(text: str) -> str:
    if academic := _ACADEMIC_YEAR.search(text):
        return str(int(academic[1]) + 1)
    return max(_YEAR.findall(text), default="")
