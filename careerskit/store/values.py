"""What an answer can be: anything JSON can hold. One that was damaged is told from one that was not, and an empty one from both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

__all__ = ["Damaged", "decoded", "says_nothing", "whole"]


@dataclass(frozen=True)
class Damaged:
    """What stands in place of an answer that is no JSON any more, as another program or a bad disk left it."""

    text: str


def decoded(text: str) -> Any:
    """Return the value behind the JSON that the database holds, or a :class:`Damaged` one."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return Damaged(text)


def whole(value: Any) -> Any:
    """Return the value with half characters replaced: a browser can send half an emoji, which no file or page can hold."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def says_nothing(value: Any) -> bool:
    """Whether it is an empty answer: no text, no tick, nothing in a list. A number is an answer, 0 too."""
    return value is None or value is False or value in ("", [], {})
