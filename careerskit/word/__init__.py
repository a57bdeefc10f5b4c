"""A plan as a Word document in the shape of the template. Knows plans and their words, and nothing of notebooks."""

from careerskit.word.write import write_plan

__all__ = ["write_plan"]
