"""The threads that all open pages share, first come, first served.

They are few: Python runs one thread at a time, and those with much to do take turns at every row that they read from the database.
100 delegates who moved on together waited a fifth longer where six threads built their pages. And they are apart, so that nobody's
answers wait for somebody else's page, or for news of the session.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

__all__ = ["message_executor", "page_executor", "session_executor"]

page_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
"""Reads plans, and builds pages and forms."""

message_executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="page-messages")
"""Handles what browsers send of open pages: here answers are saved."""

session_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session-parts")
"""Renders the parts of open pages that show the session."""
