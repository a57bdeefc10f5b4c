"""What stands out in a text: wording from before September 2025, and what could point at a person."""

from careerskit.review.phrases.personal_data import personal_data
from careerskit.review.phrases.small_groups import SMALLEST_GROUP
from careerskit.review.phrases.text_match import TextMatch
from careerskit.review.phrases.wording import old_wording

__all__ = ["SMALLEST_GROUP", "TextMatch", "old_wording", "personal_data"]
