"""How the store keeps labour market figures, and how those of a school's area are read back.

A row is about an area, in one release; its part is the year or month ("2022", "2022-10"), and its body is figures as text by label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from careerskit.evidence.figures import Figure
from careerskit.evidence.labour.areas import ENGLAND, areas_of

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["CAUTION", "Figures", "all_published", "area_selection", "some_published"]

CAUTION = "caution"
"""The subject of what a release's publisher asks to bear in mind."""

Figures: TypeAlias = Mapping[str, str]
"""Figures of an area in one year or month, as published, by label."""


def some_published(count: int) -> Callable[[Figures], bool]:
    """Return whether at least that many figures are numbers above zero, as a function of figures."""
    return lambda figures: sum(bool(Figure(str(text)).value) for text in figures.values()) >= count


def all_published(*labels: str) -> Callable[[Figures], bool]:
    """Return whether all of these figures are numbers, as a function of figures."""
    return lambda figures: all(Figure(str(figures.get(label, ""))).value is not None for label in labels)


def area_selection(
    topic: str, is_usable: Callable[[Figures], bool]
) -> Callable[[Store, Iterable[str]], dict[str, dict[str, Any]]]:
    """Return a source's ``select``: the figures of the smallest area of each school that has usable ones, with England's.

    is_usable: whether figures of the last year or month can be shown; those of an area that has none are not looked at.
    """

    def select(store: Store, schools: Iterable[str]) -> dict[str, dict[str, Any]]:
        releases = store.published.releases(topic)
        if not releases:
            return {}
        areas = areas_of(store, list(schools))
        subjects = {area.subject for some in areas.values() for area in some}
        rows = store.published.get(topic, [ENGLAND, CAUTION, *sorted(subjects)])
        found: dict[str, dict[str, Any]] = {}
        for school, some in areas.items():
            choices = ((area, release) for area in some for release in releases)
            for area, release in choices:
                by_period = rows.get(area.subject, {}).get(release.key)
                if by_period and is_usable(by_period[max(by_period)]):
                    found[school] = {
                        "level": area.level,
                        "name": area.name,
                        "source": release.credit,
                        "figures": by_period,
                        "england": rows.get(ENGLAND, {}).get(release.key, {}),
                        "caution": bool(rows.get(CAUTION, {}).get(release.key)),
                    }
                    break
        return found

    return select
