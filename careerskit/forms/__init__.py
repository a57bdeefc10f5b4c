"""A plan as ipywidgets. Imports neither pandas nor matplotlib: hundreds of people open forms at once."""

from careerskit.forms.choosing import SchoolChoice
from careerskit.forms.controls import Control, Several
from careerskit.forms.desk import Desk
from careerskit.forms.look import Look
from careerskit.forms.parts import form_of
from careerskit.forms.reading import Place, shown
from careerskit.forms.saving import Later, keep_waiting, on_the_running_loop

__all__ = [
    "Control",
    "Desk",
    "Later",
    "Look",
    "Place",
    "SchoolChoice",
    "Several",
    "form_of",
    "keep_waiting",
    "on_the_running_loop",
    "shown",
]
