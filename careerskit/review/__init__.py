"""What a plan still lacks, by rules, and how far it is. Does not know how it is shown."""

from careerskit.review.changes import Changes, Effect, FieldChange, MovedRecord, changes, placed_records
from careerskit.review.gaps import gaps
from careerskit.review.measurable import Feature, Measures, Phrase, Weak, measure
from careerskit.review.personal_data import personal_data
from careerskit.review.progress import PARTS, is_started, started_parts
from careerskit.review.record_matching import PlacedRecord
from careerskit.review.rules.gap import Gap
from careerskit.review.text_match import TextMatch
from careerskit.review.word_changes import Words
from careerskit.review.wording import old_wording
from careerskit.review.year import ActionProgress, ActionState, TermlyReview, review_term

__all__ = [
    "PARTS",
    "ActionProgress",
    "ActionState",
    "Changes",
    "Effect",
    "Feature",
    "FieldChange",
    "Gap",
    "Measures",
    "MovedRecord",
    "Phrase",
    "PlacedRecord",
    "TermlyReview",
    "TextMatch",
    "Weak",
    "Words",
    "changes",
    "gaps",
    "is_started",
    "measure",
    "old_wording",
    "personal_data",
    "placed_records",
    "review_term",
    "started_parts",
]
