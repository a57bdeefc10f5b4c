"""The readiness rules of a plan, one function each. :mod:`careerskit.review.gaps` lists them."""

__all__: list[str] = []
