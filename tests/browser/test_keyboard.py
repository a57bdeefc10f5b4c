"""The whole workbook by keyboard: from the session's link to the finished plan, through every control."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from careerskit.plan import School
from careerskit.resources import notebooks
from careerskit.review import PARTS, is_started
from careerskit.store import load_plan
from tests.browser.timeouts import RENDERED

STEPS = sorted(file.stem for file in notebooks().glob("[0-9]*.ipynb"))
AT = """() => { const at = document.activeElement; return {
    kind: at.type === "checkbox" ? "tick" : at.localName, id: at.id, words: at.textContent.trim(), target: at.getAttribute("href"),
    label: (at.labels?.[0]?.querySelector(".ck-label") ?? at.labels?.[0])?.textContent ?? "",
    expects: at.closest(".field")?.className ?? "",
    seen: at.matches(":focus-visible"), size: Math.min(at.offsetWidth, at.offsetHeight) } }"""


class Keyboard:
    """Somebody who uses only the keyboard."""

    def __init__(self, page):
        self.page, self.typed, self.done = page, {}, set()

    def at(self):
        return self.page.evaluate(AT)

    def press(self, key):
        self.page.keyboard.press(key)
        return self.at()

    def go(self, wanted, key="Tab"):
        """Press a key until something is true of the focused element."""
        for _ in range(400):
            if wanted(at := self.at()):
                return at
            self.page.keyboard.press(key)
        raise AssertionError(f"pressing {key} does not reach it; the focus is at {self.at()}")

    def fill_in_page(self):
        """Answer every box, write the first record of every list, and stop at the link to the next step."""
        self.page.locator("#main").focus()
        at = self.press("Tab")
        while not (at["kind"] == "a" and at["words"].startswith("Next:")) and at["kind"] != "body":
            assert at["seen"], f"the focus is not visible at {at}"
            at = self.answer(at)

    def answer(self, at):
        if "ck-point" in at["expects"] and not at["label"].endswith(" 1"):
            return self.press("Tab")  # one point in each list: there is always another empty box at its end
        if at["kind"] in ("input", "textarea", "select", "tick") and at["id"] not in self.done:
            assert at["label"], "a box without a label"
            assert at["size"] >= 18 or at["kind"] == "tick"
            self.done.add(at["id"])
            self.page.keyboard.press({"select": "ArrowDown", "tick": "Space"}.get(at["kind"], "End"))
            if at["kind"] in ("input", "textarea"):
                self.type(at)
        return self.press("Tab")

    def type(self, at):
        words = "50" if "ck-score" in at["expects"] else f"Words of {at['label']} {len(self.typed)}"
        words = "July 2027" if "ck-when" in at["expects"] else words
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        self.typed[at["id"]] = words


def test_a_delegate_completes_the_workbook_by_keyboard(page, paused_clock, webinar):
    school = School("1077", "Fernhollow School")
    webinar.store.schools.register([school])
    page.goto(webinar.address)
    hands = Keyboard(page)

    assert hands.press("Tab")["words"] == "Skip to main content"
    hands.go(lambda at: at["id"] == "find")
    page.keyboard.type("fernh")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("1 result"))).to_be_visible()
    hands.go(lambda at: at["kind"] == "button" and "Fernhollow" in at["words"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your private link")
    hands.go(lambda at: at["words"] == "Continue to the workbook")
    page.keyboard.press("Enter")
    of_the_plan: set[str] = set()
    for step, coming in zip(STEPS, [*STEPS[1:], ""], strict=True):
        expect(page).to_have_url(re.compile(f"/{step}$"))
        page.wait_for_load_state()  # until then, no script has said yet that the page is loading
        expect(page.get_by_role("status")).not_to_have_text("Loading…")
        before = set(hands.typed.values())
        hands.fill_in_page()
        if step != "07_reflective_questions":  # which are not part of the plan
            of_the_plan |= set(hands.typed.values()) - before
        if coming:
            page.keyboard.press("Enter")

    page.wait_for_function(
        "() => !Object.keys(localStorage).some(key => key.startsWith('careerskit '))"
    )  # all is saved
    plan = load_plan(webinar.store, school)
    assert [part for part in PARTS if not is_started(plan, part)] == []
    in_the_store = plan.to_json()
    assert [words for words in hands.typed.values() if words not in in_the_store] == []
    assert len(hands.typed) > 40
    page.locator("#main").focus()
    hands.go(lambda at: at["words"] == "View your plan", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strategic Careers Plan", timeout=RENDERED)
    assert [words for words in of_the_plan if words not in page.inner_text("body")] == []
