"""A plan as ipywidgets. Imports neither pandas nor matplotlib: hundreds of people open forms at once."""

from careerskit.forms.autosave import save_pending
from careerskit.forms.controller import FormController
from careerskit.forms.controls import CheckboxGroup, Control
from careerskit.forms.host import FormHost, Scheduler, schedule_on_loop
from careerskit.forms.part_forms import build_form
from careerskit.forms.read_only import ReplaceableOutput, html_widget
from careerskit.forms.school_picker import SchoolPicker
from careerskit.forms.widget_factory import WidgetFactory

__all__ = [
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
    "save_pending",
    "schedule_on_loop",
]
