"""A plan as a Word document, in the shape of the template or of a school’s own, written and read. Knows no notebooks."""

from careerskit.word.merge import DocumentChange, DocumentChanges, add_to_plan, changes_by
from careerskit.word.own_template import check_template, fill_template
from careerskit.word.package import MAX_DOCUMENT_BYTES, is_word
from careerskit.word.read import ReadDocument, read_document
from careerskit.word.starter_template import write_starter_template
from careerskit.word.template_data import placeholders
from careerskit.word.whose import school_of
from careerskit.word.write import write_plan

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "DocumentChange",
    "DocumentChanges",
    "ReadDocument",
    "add_to_plan",
    "changes_by",
    "check_template",
    "fill_template",
    "is_word",
    "placeholders",
    "read_document",
    "school_of",
    "write_plan",
    "write_starter_template",
]
