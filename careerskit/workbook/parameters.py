"""Parameters as papermill passes them on: its option -p makes numbers of whatever looks like one."""

from __future__ import annotations

from careerskit.errors import CareerskitError

__all__ = ["as_text"]


def as_text(name: str, value: object) -> str:
    """Return a parameter as the text that was typed; "" for None.

    `papermill -p school 900008` passes the number 900008, which was the same text. What was typed as 007 or 1e5 can no longer be
    told from other numbers: 7 is taken as "7", of which the store then knows no school.

    Raises:
        CareerskitError: it is neither a text nor a whole number.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise CareerskitError(
        f"The parameter {name} must be text, and papermill made {value!r} of it. Use -r, which passes it on as it is typed: "
        f"papermill -r {name} TEXT"
    )
