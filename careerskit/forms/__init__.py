"""A plan as ipywidgets. Imports neither pandas nor matplotlib: hundreds of people open forms at once."""

from careerskit.forms.choosing import SchoolChoice
from careerskit.forms.desk import Desk
from careerskit.forms.parts import form_of
from careerskit.forms.reading import place_for, shown

__all__ = ["Desk", "SchoolChoice", "form_of", "place_for", "shown"]
