"""A webinar served by one process: the workbook for delegates in their browsers, and the page that facilitators run it from."""

from careerskit.server.afterwards import Afterwards, afterwards, folder_of
from careerskit.server.app import make_app
from careerskit.server.rehearsing import rehearsing
from careerskit.server.serve import address_of, is_this_machine_alone, serve
from careerskit.server.webinar import Webinar

__all__ = [
    "Afterwards",
    "Webinar",
    "address_of",
    "afterwards",
    "folder_of",
    "is_this_machine_alone",
    "make_app",
    "rehearsing",
    "serve",
]
