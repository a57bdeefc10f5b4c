"""Compass scores as they are written: "64%", "64", "100 %"."""

from __future__ import annotations

import re
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Score"]

_PER_CENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)?", re.IGNORECASE)


class Score(str):
    """A score of one benchmark as written: the share of its assessment areas that are met, in per cent."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic take and give it as plain text."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @property
    def per_cent(self) -> float | None:
        """The score from 0 to 100; None where nothing is written or it is not such a number."""
        found = _PER_CENT.fullmatch(self.strip())
        value = float(found[1]) if found else None
        return value if value is not None and value <= 100 else None

    @property
    def is_achieved(self) -> bool:
        """Whether the benchmark is fully achieved. Only 100% is: 75% is "in progress", however good."""
        return self.per_cent == 100
