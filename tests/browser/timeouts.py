"""How long the browser tests wait for something before they fail: long enough for a busy machine, and no longer."""

from __future__ import annotations

__all__ = ["RENDERED", "SHOWN"]

SHOWN = 20_000
"""Milliseconds for a page to show something, or for what is to be pressed to appear."""

RENDERED = 180_000
"""Milliseconds for what takes a process of its own: a plan, a session's report, JupyterLab's start."""
