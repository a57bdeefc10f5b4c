"""What every page of the server has in common: the application, signing in, reading requests, pages and their headers."""

from careerskit.server.http.app import create_app
from careerskit.server.http.solo import Solo

__all__ = ["Solo", "create_app"]
