"""What a plan still lacks, by rules, and how far it is. Does not know how it is shown."""

from careerskit.review.gaps import gaps
from careerskit.review.measurable import Feature, Measures, Phrase, Weak, measure
from careerskit.review.progress import PARTS, is_started, started_parts
from careerskit.review.rules.gap import Gap

__all__ = [
    "PARTS",
    "Feature",
    "Gap",
    "Measures",
    "Phrase",
    "Weak",
    "gaps",
    "is_started",
    "measure",
    "started_parts",
]
