"""What a plan still lacks. Does not know how it is shown."""

from careerskit.review.gaps import Gap, answered, gaps

__all__ = ["Gap", "answered", "gaps"]
