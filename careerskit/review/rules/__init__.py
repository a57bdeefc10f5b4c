"""The readiness rules of a plan, one function each. :mod:`careerskit.review.findings` lists them."""

__all__: list[str] = []
