"""A webinar served by one process: the workbook for delegates in their browsers, and the page that facilitators run it from."""

from careerskit.server.app import make_app
from careerskit.server.realtime import SessionContext
from careerskit.server.serve import address_of, is_this_machine_alone, serve

__all__ = ["SessionContext", "address_of", "is_this_machine_alone", "make_app", "serve"]
