"""The workbook for delegates in a browser: the same notebooks and forms, served to many by one process."""

from careerskit.server.app import make_app
from careerskit.server.serve import is_this_machine_alone, serve

__all__ = ["is_this_machine_alone", "make_app", "serve"]
