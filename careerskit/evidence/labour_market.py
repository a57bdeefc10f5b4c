"""The labour market around a school, in sentences and figures, each with its area, its time and its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careerskit.errors import StoreError
from careerskit.evidence.labour import INDUSTRIES, STATEMENTS, STATUS, AreaSeries, AreaTable, Rate, Statement, rates_of
from careerskit.evidence.published import published_about
from careerskit.evidence.source import Published

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["LABOUR_MARKET_TOPICS", "LabourMarket", "labour_market_of", "read_labour_market"]

LABOUR_MARKET_TOPICS = tuple(STATEMENTS)
"""The topics of which the store has something where anything is known about a labour market."""


@dataclass(frozen=True)
class LabourMarket:
    """What is published about the labour market around a school.

    statements: the most useful first. industries: people in work by industry, None where that is not published. rates: of being in
    work and out of work, with the table that they are worked out from.
    """

    statements: tuple[Statement, ...] = ()
    industries: AreaTable | None = None
    status: AreaTable | None = None
    rates: tuple[Rate, ...] = ()


def labour_market_of(store: Store, school_id: str) -> LabourMarket | None:
    """Return the labour market around a school, as :func:`read_labour_market` does; None where the store has nothing."""
    school = store.schools.find(school_id)
    return read_labour_market(published_about(store, [school])[school_id]) if school else None


def read_labour_market(published: Published) -> LabourMarket | None:
    """Return the labour market around a school; None where nothing is published about its area.

    Raises:
        StoreError: a row no longer has what was in it when it was imported.
    """
    found = {topic: published.content[topic] for topic in STATEMENTS if topic in published.content}
    if not found:
        return None
    try:
        statements = [one for topic, content in found.items() for one in STATEMENTS[topic](AreaSeries(content))]
        status = AreaSeries(found[STATUS.topic]) if STATUS.topic in found else None
        return LabourMarket(
            tuple(statements),
            AreaSeries(found[INDUSTRIES.topic]).table if INDUSTRIES.topic in found else None,
            status.table if status else None,
            tuple(rates_of(status)) if status else (),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoreError(
            f"What the store has about the labour market around {published.name} can no longer be read ({error}). Import the files "
            "again."
        ) from error
