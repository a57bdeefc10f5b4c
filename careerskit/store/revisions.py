"""What is read back of the history of answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["Change", "Revision"]


@dataclass(frozen=True)
class Revision:
    """One revision of an answer. who: by whom. at: when (UTC)."""

    path: str
    value: Any
    who: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """A revision of any school's answers. number: greater than that of any earlier one."""

    number: int
    school: str
    path: str
    value: Any
    who: str
