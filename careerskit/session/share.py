"""What a school agreed to in a session."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Share"]


@dataclass(frozen=True)
class Share:
    """What a school agreed to, nothing where it was not asked.

    board: what it types may stand on the board, with no name; named: the report may name the school;
    vision: its vision statement may be read out.
    """

    board: bool = False
    named: bool = False
    vision: bool = False
