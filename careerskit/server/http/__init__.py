"""What every page of the server has in common: the application, signing in, reading requests, pages and their headers."""

from careerskit.server.http.app import create_app

__all__ = ["create_app"]
