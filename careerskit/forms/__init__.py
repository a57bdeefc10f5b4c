"""A plan as ipywidgets. Imports neither pandas nor matplotlib: hundreds of people open forms at once."""

from careerskit.forms.autosave import save_pending
from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controller import MAX_RECORDS, FormController
from careerskit.forms.controls import Control
from careerskit.forms.host import FormHost, Scheduler, schedule_on_loop
from careerskit.forms.part_forms import build_form
from careerskit.forms.read_only import ReplaceableOutput, html_widget
from careerskit.forms.school_picker import SchoolPicker
from careerskit.forms.widget_factory import WidgetFactory, layout_style_sheet

__all__ = [
    "MAX_RECORDS",
    "CheckboxGroup",
    "Control",
    "FormController",
    "FormHost",
    "ReplaceableOutput",
    "Scheduler",
    "SchoolPicker",
    "WidgetFactory",
    "build_form",
    "html_widget",
    "layout_style_sheet",
    "save_pending",
    "schedule_on_loop",
]
