"""A plan as a Word document in the shape of the template, written and read. Knows no notebooks."""

from careerskit.word.merge import DocumentChange, DocumentChanges, add_to_plan, changes_by
from careerskit.word.package import MAX_DOCUMENT_BYTES, is_word
from careerskit.word.read import ReadDocument, read_document
from careerskit.word.whose import school_of
from careerskit.word.write import write_plan

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "DocumentChange",
    "DocumentChanges",
    "ReadDocument",
    "add_to_plan",
    "changes_by",
    "is_word",
    "read_document",
    "school_of",
    "write_plan",
]
