"""A webinar served by one process: the workbook for delegates in their browsers, and the page that facilitators run it from."""

from careerskit.server.app import make_app
from careerskit.server.http import Solo
from careerskit.server.realtime import SessionContext
from careerskit.server.serve import address_of, is_this_machine_alone, listen_here, serve, serve_solo

__all__ = [
    "SessionContext",
    "Solo",
    "address_of",
    "is_this_machine_alone",
    "listen_here",
    "make_app",
    "serve",
    "serve_solo",
]
