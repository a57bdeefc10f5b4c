"""A school as the register knows it: who it is, not what it has written."""

from __future__ import annotations

from dataclasses import dataclass

from careerskit.plan.setting import Setting

__all__ = ["School"]


@dataclass(frozen=True)
class School:
    """A school, college or provider.

    id: its URN as text, or any short id of letters, figures and hyphens where it has none.
    local_authority: the authority's three-figure number as the Department for Education writes it, "" where unknown.
    closed: whether the register says that it has closed.
    """

    id: str
    name: str
    setting: Setting = Setting.SCHOOL
    local_authority: str = ""
    closed: bool = False
