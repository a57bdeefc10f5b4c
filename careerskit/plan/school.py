"""A school as the register knows it: who it is, not what it has written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from careerskit.plan.setting import Setting

__all__ = ["School"]

_MAX_NAME_LENGTH = 200
# White space, control characters, half an emoji, and what has no width or turns the direction of a text: a terminal would show
# what follows a name backwards.
_UNPRINTABLE = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+"
)


@dataclass(frozen=True)
class School:
    """A school, college or provider.

    id: its URN as text, or any short id of letters, digits and hyphens where it has none.
    name: one line of at most 200 characters, with each run of unprintable ones as a space; the id where nothing is left.
    local_authority: the authority's three-digit number as the Department for Education writes it, "" where unknown.
    closed: whether the register says that it has closed.
    town: where it is, to tell schools of one name apart; "" where unknown.
    """

    id: str
    name: str
    setting: Setting = Setting.SCHOOL
    local_authority: str = ""
    closed: bool = False
    town: str = ""

    def __post_init__(self) -> None:
        name = _UNPRINTABLE.sub(" ", self.name).strip()[:_MAX_NAME_LENGTH].rstrip()
        object.__setattr__(self, "name", name or self.id)
