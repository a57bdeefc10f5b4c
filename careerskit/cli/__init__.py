"""The commands. Each is one call into a room of the house; rooms are imported when a command needs them."""

from careerskit.cli.app import app, main

__all__ = ["app", "main"]
