"""The context of a school: how many pupils it has, and the shares with special educational needs and others, beside England's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careerskit.errors import StoreError
from careerskit.evidence.census import CENSUS_TOPIC
from careerskit.evidence.figures import Figure
from careerskit.evidence.published import published_about
from careerskit.evidence.source import Published

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["Context", "Measure", "context_of", "read_context"]

_MEASURES = (
    ("SEN support", "SEN support", "TSENELK", "PSENELK"),
    ("Education, health and care plan", "an education, health and care plan", "TSENELSE", "PSENELSE"),
    ("Free school meals in the last six years", "free school meals in the last six years", "NUMFSMEVER", "PNUMFSMEVER"),
    ("English as an additional language", "English as an additional language", "NUMEAL", "PNUMEAL"),
)
"""Labels, the same within a sentence, and their columns of counts and per cents."""

_COMPARED = {
    "State-funded primary": "state-funded primary schools in England",
    "State-funded secondary": "state-funded secondary schools in England",
    "State-funded special school": "state-funded special schools in England",
}

SMALL = 6
"""The share of a group below this is not shown, as in the Department's own figures on destinations."""


@dataclass(frozen=True)
class Measure:
    """A group of a school's pupils: how many, and in per cent, with the per cent of all schools of its type; None without that.

    words: the label within a sentence.
    """

    label: str
    words: str
    count: Figure
    per_cent: Figure
    england: Figure | None

    @property
    def is_small(self) -> bool:
        """Whether it has so few pupils that someone could be recognised."""
        return self.count.value is not None and 0 < self.count.value < SMALL

    @property
    def share(self) -> str:
        """Its share in per cent as people write it, or that it is small."""
        return f"fewer than {SMALL}" if self.is_small else f"{self.per_cent.text}%"


@dataclass(frozen=True)
class Context:
    """What the school census says about a school.

    pupils: on roll. compared: with which schools, "" with none. year: of the census, which is in January. source: who published it.
    """

    pupils: Figure
    measures: tuple[Measure, ...]
    compared: str
    year: int
    source: str


def context_of(store: Store, school_id: str) -> Context | None:
    """Return the context of a school; None where the store has none. Raises like :func:`read_context`."""
    school = store.schools.find(school_id)
    return read_context(published_about(store, [school])[school_id]) if school else None


def read_context(published: Published) -> Context | None:
    """Return the context of a school; None where no census is published about it, or none of its figures is.

    Raises:
        StoreError: a row no longer has what was in it when it was imported.
    """
    content = published.content.get(CENSUS_TOPIC)
    if content is None:
        return None
    try:
        ours, national = content["school"]["figures"], content["national"]
        measures = tuple(
            Measure(
                label,
                words,
                Figure(ours[count]),
                Figure(ours[per_cent]),
                Figure(national["figures"][per_cent]) if national else None,
            )
            for label, words, count, per_cent in _MEASURES
        )
        known = tuple(measure for measure in measures if measure.per_cent.value is not None)
        pupils = Figure(ours["NOR"])
        compared = _COMPARED.get(content["school"]["type"], "") if national else ""
        return Context(pupils, known, compared, int(content["year"]), content["source"]) if known else None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoreError(
            f"What the store has about the pupils of {published.name} can no longer be read ({error}). Import the file again."
        ) from error
