"""What is said of the labour market in an area: statements, figures and shares, each with where and when they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from careerskit.evidence.figures import Figure

__all__ = ["AreaTable", "Rate", "Statement"]


@dataclass(frozen=True)
class Statement:
    """A sentence or two on the labour market.

    topic: what it is about, in few words. geography: which area, as "Kent and Medway, Local Skills Improvement Plan area".
    period: of its figures, as "2018 to 2022" or "October 2022"; year: the last of these. source: who published them.
    """

    topic: str
    text: str
    geography: str
    period: str
    year: int
    source: str


@dataclass(frozen=True)
class AreaTable:
    """Figures of an area in one year, by label, in the file's order. The other attributes are those of a statement."""

    figures: Mapping[str, Figure]
    area: str
    geography: str
    year: int
    source: str


@dataclass(frozen=True)
class Rate:
    """A share in per cent of an area's people, rounded, beside England's; None where one is not published."""

    label: str
    here: int | None
    england: int | None
