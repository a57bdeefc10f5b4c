"""Going to the steps of a delegate's plan, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from careerskit.resources import notebooks

__all__ = ["LOADING", "STEPS", "go_to", "open_step", "wait_until_saved"]

STEPS = sorted(file.stem for file in notebooks().glob("[0-9]*.ipynb"))
LOADING = "Loading…"


def open_step(page, webinar, school, step):
    """Open a step by a private link of the school, and wait until its form has loaded."""
    page.goto(f"{webinar.address}/k/{webinar.store.links.create(school)}")
    go_to(page, step)


def go_to(page, place):
    """Go to another page of the plan, and wait until its form has loaded, if it has one."""
    page.goto(f"{page.url.rpartition('/')[0]}/{place}")
    if place in STEPS:
        expect(page.get_by_role("status")).not_to_have_text(LOADING)


def wait_until_saved(page):
    """Wait until the browser holds no unsaved answers."""
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('careerskit '))")
