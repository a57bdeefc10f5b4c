"""What a plan still lacks. Does not know how it is shown."""

from careerskit.review.gaps import PARTS, Gap, answered, begun, gaps

__all__ = ["PARTS", "Gap", "answered", "begun", "gaps"]
