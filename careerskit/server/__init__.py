"""The workbook for delegates in a browser: the same notebooks and forms, served to many by one process."""

from careerskit.server.afterwards import Afterwards, afterwards
from careerskit.server.app import make_app
from careerskit.server.rehearsing import rehearsing
from careerskit.server.serve import is_this_machine_alone, serve
from careerskit.server.webinar import Webinar

__all__ = ["Afterwards", "Webinar", "afterwards", "is_this_machine_alone", "make_app", "rehearsing", "serve"]
