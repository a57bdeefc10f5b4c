"""The days that options name, read from dates as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from careerskit.plan import Span

__all__ = ["read_option", "today_in_england"]


def read_option(text: str, option: str, now: datetime) -> Span:
    """Return the days that a date or term names.

    Raises:
        typer.BadParameter: it names none.
    """
    from careerskit.errors import DateError
    from careerskit.review import read_days

    try:
        return read_days(text, today_in_england(now))
    except DateError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def today_in_england(now: datetime) -> date:
    """Return the day that it is in England at a moment."""
    from careerskit.views import ENGLAND

    return now.astimezone(ENGLAND).date()
