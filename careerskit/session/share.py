"""What a school agreed to share in a session."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Share"]


@dataclass(frozen=True)
class Share:
    """What a school agreed to share; nothing unless it said so.

    board: the board may show what it types, without its name. named: the report may name the school. vision: its vision statement
    may be read out, without its name.
    """

    board: bool = False
    named: bool = False
    vision: bool = False
