"""The year of a file that does not say it in its cells."""

from __future__ import annotations

import re

from careerskit.errors import InputFileError
from careerskit.evidence.source import Reading

__all__ = ["stated_year"]

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_ACADEMIC_YEAR = re.compile(r"(20[0-9]{2})[/-][0-9]{2}(?![0-9])")


def stated_year(reading: Reading) -> str:
    """Return the year that whoever imports the file gave, else the last one in its name; with a warning, but where both agree.

    Of an academic year, it is the second: the school census of 2018/19 is that of January 2019.

    Raises:
        InputFileError: neither has a year.
    """
    file, given, named = reading.table.file, _last_year(reading.year), _last_year(reading.table.file)
    if not given and (reading.year or not named):
        raise InputFileError(
            f"{file}: no cell says which year this is. Import the file again with its year, for example 2019 (in the command: "
            "--year 2019)."
        )
    if not given:
        reading.table.warnings.append(
            f"{file}: no cell says which year this is, so {named} was taken from the file’s name. If that is wrong, import it "
            f"again with its year (in the command: --year {named})."
        )
    elif named and named != given:
        reading.table.warnings.append(
            f"{file}: its name says {named}, and it was imported as of {given}, as you said. If that is wrong, import it again "
            "with its year."
        )
    return given or named


def _last_year(text: str) -> str:
    if academic := _ACADEMIC_YEAR.search(text):
        return str(int(academic[1]) + 1)
    return max(_YEAR.findall(text), default="")
