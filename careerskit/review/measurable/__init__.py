"""Whether an objective is measurable: what it says, what it lacks, and which half of the sentence is weak."""

from careerskit.review.measurable.faults import faults_in
from careerskit.review.measurable.measure import Feature, Measures, measure
from careerskit.review.measurable.text import Phrase
from careerskit.review.measurable.weak import Weak

__all__ = ["Feature", "Measures", "Phrase", "Weak", "faults_in", "measure"]
