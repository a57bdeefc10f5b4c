"""Values as the store keeps them: JSON, and times in UTC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

__all__ = ["InvalidJson", "aware_utc", "decoded", "is_blank", "naive_utc", "replace_lone_surrogates"]


_decode = (
    json.JSONDecoder().decode
)  # json.loads looks at its options for each answer, which takes as long as decoding it


@dataclass(frozen=True)
class InvalidJson:
    """An answer that is not valid JSON any more, as another program or a bad disk left it."""

    text: str


def decoded(text: str) -> Any:
    """Return the value of a JSON text, or an :class:`InvalidJson`."""
    try:
        return _decode(text)
    except (ValueError, RecursionError):
        return InvalidJson(text)


def replace_lone_surrogates(value: Any) -> Any:
    """Return a value, if it is a text, without lone surrogates: a browser can send half an emoji, which no file can hold."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def is_blank(value: Any) -> bool:
    """Whether a value is an empty answer: no text, no tick, nothing in a list. A number is an answer, even 0."""
    return value is None or value is False or value in ("", [], {})


def naive_utc(at: datetime | None = None) -> datetime:
    """Return a time as the tables hold it: UTC without a zone. at: an aware time; None for now."""
    return (at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)


def aware_utc(at: datetime) -> datetime:
    """Return a time of the tables with its zone."""
    return at.replace(tzinfo=UTC)
