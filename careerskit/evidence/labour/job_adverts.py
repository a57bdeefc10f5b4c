"""Online job adverts by month: Textkernel's, as the Office for National Statistics and the Local Skills dashboard publish them."""

from __future__ import annotations

import re

from careerskit.evidence.labour.area_files import AreaFile, area_source
from careerskit.evidence.labour.stored import all_published

__all__ = ["ADVERTS", "JOB_ADVERTS", "MONTHS"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

ADVERTS = "vacancies"


def _read_month(text: str) -> str:
    """Return a month like "Apr 17" as "2017-04"; "" for anything else."""
    found = re.fullmatch(r"([A-Z][a-z]{2}) ([0-9]{2})", text)
    number = next((at for at, month in enumerate(MONTHS, 1) if found and month.startswith(found[1])), 0)
    return f"20{found[2]}-{number:02}" if found and number else ""


JOB_ADVERTS = area_source(
    AreaFile(
        "online job adverts",
        "online job adverts",
        "Office for National Statistics, Textkernel online job adverts, from the Department for Education’s Local Skills dashboard",
        (ADVERTS,),
        "time_period",
        _read_month,
        ("jobpc", "Year"),
    ),
    all_published(ADVERTS),
)
