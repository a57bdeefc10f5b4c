"""A plan as a Word document, in the shape of the template or of a school’s own. Knows plans, and nothing of notebooks."""

from careerskit.word.own_template import check_template, fill_template
from careerskit.word.starter_template import write_starter_template
from careerskit.word.template_data import placeholders
from careerskit.word.write import write_plan

__all__ = ["check_template", "fill_template", "placeholders", "write_plan", "write_starter_template"]
