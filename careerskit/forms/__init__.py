"""A plan as forms. Hundreds of people open them at once: pandas and matplotlib are not loaded, and ipywidgets in notebooks only."""

from careerskit.forms.autosave import save_pending
from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controller import MAX_RECORDS, FormController
from careerskit.forms.controls import Control
from careerskit.forms.findings import build_findings_form
from careerskit.forms.host import FormHost, Scheduler, notebook_widgets, schedule_on_loop
from careerskit.forms.interfaces import Box, Button, Dropdown, Html, Input, Options, Widget, WidgetFactory
from careerskit.forms.labels import layout_style_sheet
from careerskit.forms.part_forms import build_form
from careerskit.forms.read_only import ReplaceableOutput, html_widget
from careerskit.forms.school_picker import SchoolPicker

__all__ = [
    "MAX_RECORDS",
    "Box",
    "Button",
    "CheckboxGroup",
    "Control",
    "Dropdown",
    "FormController",
    "FormHost",
    "Html",
    "Input",
    "Options",
    "ReplaceableOutput",
    "Scheduler",
    "SchoolPicker",
    "Widget",
    "WidgetFactory",
    "build_findings_form",
    "build_form",
    "html_widget",
    "layout_style_sheet",
    "notebook_widgets",
    "save_pending",
    "schedule_on_loop",
]
