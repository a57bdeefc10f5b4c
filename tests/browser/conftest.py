"""A real Chromium: Debian's where it is, Playwright's own elsewhere."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
    ]
    return browser_type_launch_args | ({"executable_path": found} if found else {}) | {"args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "en-GB", "viewport": {"width": 1280, "height": 1000}}
