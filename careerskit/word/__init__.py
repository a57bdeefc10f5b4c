"""A plan as a Word document in the shape of the template, written and read. Knows plans and their words, and no notebooks."""

from careerskit.word.read import ReadDocument, read_document
from careerskit.word.write import write_plan

__all__ = ["ReadDocument", "read_document", "write_plan"]
