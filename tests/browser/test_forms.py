"""The forms on a delegate's page: the box is on the first screen, typing needs no mouse, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from careerskit.session import default_run_of_show, open_session
from careerskit.store import load_plan
from tests.browser.steps import STEPS, go_to, open_step, wait_until_saved

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
FULL = "900001"
BOXES = "main [data-cell] :is(input, textarea, select, .ck-fold:not(.ck-open))"


def objective_with_actions(store, school, count):
    key = store.answers.add_record(school.id, "objectives", {"objective": "All have met an employer by July 2027."})
    for number in range(1, count + 1):
        values = {
            "action": f"Do the {number}th of many things that were agreed",
            "responsible": "Careers leader",
            "time": "Aut1",
        }
        store.answers.add_record(school.id, f"objectives[{key}].actions", values)
    return key


def points(page, noun):
    return page.locator(f".ck-list-{noun} .ck-point textarea").evaluate_all("all => all.map(one => one.value)")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("whose", ["a new plan", "a full plan"])
def test_the_first_box_of_each_step_is_on_the_first_screen_with_an_open_poll(new_context, webinar, school, size, whose):
    """Also where a session is on, with a poll to answer: all of the first box is seen, above the status line."""
    session = open_session(webinar.store, "Benchmark 1, Module 1")
    run = default_run_of_show()
    poll = run.polls[0]
    page = new_context().new_page()
    page.set_viewport_size(size)
    objective_with_actions(webinar.store, school, 0)
    open_step(page, webinar, school.id if whose == "a new plan" else FULL, STEPS[0])
    session.refresh()
    session.sync_polls(run.polls)
    session.open_poll(poll.id)
    session.move_to(STEPS[0])  # on every other step, the page says where the room is
    try:
        for step in STEPS:
            if step == "01_aims":
                continue  # there is nothing to fill in
            go_to(page, step)
            expect(page.get_by_text("Poll: ").first).to_be_visible()
            first = ".ck-finding a" if step == "10_check_your_plan" else BOXES
            box, bar = page.locator(first).first, page.locator("#status")
            expect(box).to_be_visible()
            seen = box.evaluate(
                "one => Math.min(one.getBoundingClientRect().top + 44, one.getBoundingClientRect().bottom)"
            )
            assert page.evaluate("scrollY") == 0
            assert seen <= bar.evaluate("one => one.getBoundingClientRect().top"), (step, bar.inner_text())
    finally:
        session.close_poll(poll.id)


def test_a_line_of_what_a_part_could_use_leads_to_its_box_and_goes_once_that_is_filled(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    page.get_by_text("What this part could still use (3)").click()
    line = page.get_by_role("link", name="Write: SLT Comments")
    for _ in range(2):  # the same link again leads there again
        line.click()
        expect(page.get_by_label("SLT Comments")).to_be_focused()
        page.get_by_label("Link Governor Comments").focus()
    page.get_by_label("SLT Comments").fill("Ambitious for all")
    expect(line).to_have_count(0)
    expect(page.get_by_role("link", name="Write: Link Governor Comments")).to_be_visible()  # it stays open


def test_advice_is_set_aside_with_a_reason_that_is_kept(page, webinar, school):
    open_step(page, webinar, school.id, "10_check_your_plan")
    page.get_by_role("button", name="Set aside: Write: School’s Vision Statement").click()
    reason = page.get_by_label("Why it does not apply")
    expect(reason).to_be_focused()
    page.keyboard.type("It is being written")
    expect(page.get_by_text("and 1 set aside")).to_be_visible()
    expect(reason).to_be_focused()
    wait_until_saved(page)
    page.reload()
    expect(page.get_by_role("heading", name="Set aside")).to_be_visible()
    expect(reason).to_have_value("It is being written")
    go_to(page, "02_vision")
    expect(page.get_by_text("What this part could still use (2)")).to_be_visible()


def test_a_swot_analysis_of_eight_points_and_six_actions_take_two_screens_each(new_context, webinar, school):
    page = new_context().new_page()
    page.set_viewport_size(LAPTOP)
    for name in ("strengths", "weaknesses", "opportunities", "threats"):
        for text in (
            "Every student has met at least two employers",
            "Tutors have asked for time to talk about careers",
        ):
            webinar.store.answers.add_record(school.id, f"swot.{name}", {"text": text, "prompt": "Staff CPD"})
    objective_with_actions(webinar.store, school, 6)
    open_step(page, webinar, school.id, "04_swot")
    form = page.locator(".careerskit-form:has(.ck-list)")
    assert form.bounding_box()["height"] <= 2 * LAPTOP["height"]
    go_to(page, "06_action_plan")
    expect(page.get_by_role("button", name="Action 6:")).to_be_visible()
    page.get_by_role("button", name="Action 6:").click()
    expect(page.get_by_label("Responsible")).to_be_visible()
    assert form.bounding_box()["height"] <= 2 * LAPTOP["height"]


def test_an_open_action_is_three_rows_of_boxes_at_one_height_and_what_the_plan_needs_in_a_year_is_one_row(
    new_context, webinar, school
):
    page = new_context().new_page()
    page.set_viewport_size(LAPTOP)
    objective_with_actions(webinar.store, school, 1)
    open_step(page, webinar, school.id, "06_action_plan")
    page.get_by_role("button", name="Action 1:").click()
    expect(page.get_by_label("Responsible")).to_be_visible()
    for group, count in (("action", 3), ("request", 1)):
        tops = page.locator(
            f".ck-of-{group} > .field:not(.tick)"
        ).evaluate_all("""fields => fields.map((field) => [
            field, field.querySelector("textarea, input, select")].map((one) => Math.round(one.getBoundingClientRect().top)))""")
        rows = {}
        for field, box in tops:
            rows.setdefault(field, set()).add(box)
        assert len(rows) == count < len(tops)
        assert {field: len(boxes) for field, boxes in rows.items()} == dict.fromkeys(rows, 1)


def test_points_are_typed_one_after_the_other_with_enter_alone(page, webinar, school):
    open_step(page, webinar, school.id, "04_swot")
    page.get_by_label("Weakness 1", exact=True).focus()
    for text in ("Few parents come", "No time for tutors", "Old figures"):
        page.keyboard.type(text)  # faster than the server answers: lines wait for their boxes
        page.keyboard.press("Enter")
    wait_until_saved(page)
    assert [point.text for point in load_plan(webinar.store, school).swot.weaknesses] == [
        "Few parents come",
        "No time for tutors",
        "Old figures",
    ]
    expect(page.get_by_label("Weakness 4", exact=True)).to_be_focused()


def test_lines_that_are_pasted_into_a_point_become_points(page, webinar, school):
    open_step(page, webinar, school.id, "04_swot")
    page.get_by_label("Threat 1", exact=True).fill("one\ntwo\n\nthree")
    expect(page.get_by_label("Threat 3", exact=True)).to_have_value("three")
    expect(page.get_by_label("Threat 1", exact=True)).to_have_value("one")
    wait_until_saved(page)
    page.reload()
    expect(page.get_by_label("Threat 3", exact=True)).to_have_value("three")
    assert points(page, "threats") == ["one", "two", "three", ""]


def test_points_typed_offline_are_all_there_once_after_a_reload_without_the_server(page, context, webinar, school):
    open_step(page, webinar, school.id, "04_swot")
    context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Not connected.")
    page.get_by_label("Strength 1", exact=True).focus()
    page.keyboard.type("first")
    page.keyboard.press("Enter")  # there is no other box yet: a line of its own
    page.keyboard.type("second")
    page.get_by_label("Threat 1", exact=True).fill("third")
    context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Strength 2", exact=True)).to_have_value("second")
    wait_until_saved(page)
    swot = load_plan(webinar.store, school).swot
    assert [point.text for point in (*swot.strengths, *swot.threats)] == ["first", "second", "third"]
    page.reload()
    expect(page.get_by_label("Threat 1", exact=True)).to_have_value("third")
    assert points(page, "strengths") == ["first", "second", ""]
    assert points(page, "threats") == ["third", ""]


def test_a_point_that_the_server_saved_before_it_was_killed_is_not_there_twice(page, webinar, school):
    open_step(page, webinar, school.id, "04_swot")
    page.get_by_label("Strength 1", exact=True).fill("first")
    while not webinar.store.answers.read(school.id).get("swot"):
        page.wait_for_timeout(10)
    webinar.kill()
    page.get_by_label("Strength 1", exact=True).press("End")
    page.keyboard.type(" and more")
    webinar.start()
    wait_until_saved(page)
    page.reload()
    expect(page.get_by_label("Strength 2", exact=True)).to_be_visible()
    assert points(page, "strengths") == ["first and more", ""]


def test_a_point_that_was_started_when_the_server_was_killed_comes_back(page, webinar, school):
    """Nothing of it was saved: it was an empty box with a first and a second letter."""
    open_step(page, webinar, school.id, "04_swot")
    page.get_by_label("Strength 1", exact=True).focus()
    page.keyboard.type("first and only")
    webinar.kill()
    assert not webinar.store.answers.read(school.id)
    webinar.start()
    wait_until_saved(page)
    page.reload()
    expect(page.get_by_label("Strength 1", exact=True)).to_have_value("first and only")
    assert [point.text for point in load_plan(webinar.store, school).swot.strengths] == ["first and only"]


def test_an_empty_box_keeps_the_focus_when_the_connection_returns(page, context, webinar, school):
    open_step(page, webinar, school.id, "04_swot")
    page.get_by_label("Opportunity 1", exact=True).focus()
    context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Not connected.")
    context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("Connected again.")
    page.keyboard.type("a chance")
    expect(page.get_by_label("Opportunity 1", exact=True)).to_have_value("a chance")


def test_two_colleagues_start_the_same_list_at_the_same_time(webinar, school, new_context):
    pages = [new_context().new_page() for _ in range(2)]
    for page in pages:
        open_step(page, webinar, school.id, "04_swot")
        page.get_by_label("Strength 1", exact=True).focus()
    texts = [" ".join(f"{letter}{number}" for number in range(12)) for letter in "AB"]
    for letters in zip(*texts, strict=True):
        for page, letter in zip(pages, letters, strict=True):
            page.keyboard.type(letter, delay=30)
    for page in pages:
        wait_until_saved(page)
    for page in pages:
        page.wait_for_function(
            """texts => texts.every(text => [...document.querySelectorAll(".ck-list-strengths textarea")].some(
                one => one.value === text))""",
            arg=texts,
        )
        assert sorted(points(page, "strengths")) == ["", *texts]
    assert sorted(point.text for point in load_plan(webinar.store, school).swot.strengths) == texts


def test_benchmarks_ticked_offline_in_a_new_objective_are_saved_with_it(page, context, webinar, school):
    open_step(page, webinar, school.id, "05_objectives")
    context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Not connected.")
    page.get_by_label("Kind of objective").select_option("Development of Careers Provision")
    page.get_by_role("checkbox", name="5. Encounters").check()
    context.set_offline(False)
    wait_until_saved(page)
    expect(page.get_by_role("status")).not_to_contain_text("colleague")
    (objective,) = load_plan(webinar.store, school).objectives
    assert (objective.kind, objective.benchmarks) == ("careers", (5,))


def test_an_action_that_was_closed_stays_closed_when_the_connection_returns(page, context, webinar, school):
    objective_with_actions(webinar.store, school, 1)
    open_step(page, webinar, school.id, "06_action_plan")
    page.get_by_role("button", name="Action 1:").click()
    page.get_by_role("button", name="Action 1 of objective 1", exact=True).click()
    expect(page.get_by_role("button", name="Action 1:")).to_be_visible()
    context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Not connected.")
    context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("Connected again.")
    expect(page.get_by_role("button", name="Action 1:")).to_be_visible()
    expect(page.get_by_label("Outcomes")).to_have_count(0)


def test_an_open_action_stays_open_and_focused_when_the_connection_returns(page, context, webinar, school):
    objective_with_actions(webinar.store, school, 2)
    open_step(page, webinar, school.id, "06_action_plan")
    page.get_by_role("button", name="Action 2:").click()
    box = page.get_by_label("Outcomes")
    expect(page.locator("textarea:focus")).to_have_count(1)  # the server gives the focus to what was opened
    box.focus()
    page.keyboard.type("All know")
    context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Not connected.")
    page.keyboard.type(" where to go")
    context.set_offline(False)
    wait_until_saved(page)
    expect(box).to_have_value("All know where to go")
    expect(box).to_be_focused()
    page.keyboard.type(".")
    expect(box).to_have_value("All know where to go.")
    assert page.get_by_role("button", name="Action 1:").get_attribute("aria-expanded") == "false"


def test_a_draft_of_an_action_that_is_closed_after_a_reload_is_saved_all_the_same(page, context, webinar, school):
    objective_with_actions(webinar.store, school, 1)
    open_step(page, webinar, school.id, "06_action_plan")
    page.get_by_role("button", name="Action 1:").click()
    expect(page.get_by_label("Outcomes")).to_be_visible()
    webinar.kill()
    page.get_by_label("Outcomes").fill("typed while the server was away")
    address = page.url
    page.close()
    webinar.start()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Outcomes")).to_have_value("typed while the server was away")
    wait_until_saved(page)
    (objective,) = load_plan(webinar.store, school).objectives
    assert objective.actions[0].outcome == "typed while the server was away"


def test_what_the_plan_could_still_use_leads_to_its_box_in_a_closed_action(page, webinar, school):
    objective_with_actions(webinar.store, school, 2)
    open_step(page, webinar, school.id, "10_check_your_plan")
    page.get_by_role("link", name="Objective 1, action 2: say what success looks like").click()
    box = page.get_by_label("Outcomes")
    expect(box).to_be_focused()
    expect(page.get_by_role("button", name="Action 2 of objective 1", exact=True)).to_be_visible()
    go_to(page, "10_check_your_plan")
    page.get_by_role("link", name="Add: Threats").click()
    expect(page.get_by_label("Threat 1", exact=True)).to_be_focused()
    go_to(page, "10_check_your_plan")
    page.get_by_role("link", name="Write 2 more, to have 3 to 5 objectives").click()
    expect(page.get_by_role("button", name="Add another objective")).to_be_focused()
    go_to(page, "10_check_your_plan")
    page.get_by_role("link", name="Choose: Compass - Priority Benchmarks").click()
    expect(page.get_by_role("checkbox").first).to_be_focused()


def test_advice_appears_when_the_last_box_is_left(page, webinar, school):
    open_step(page, webinar, school.id, "00_start")
    box = page.get_by_label("Proposed Review Date")
    box.fill("next Tuesday")
    page.keyboard.press("Tab")
    expect(page.locator(".ck-error")).to_be_visible()
    expect(box).to_have_value("next Tuesday")
    expect(box).to_have_attribute("aria-invalid", "true")


def test_the_label_of_a_long_text_stays_in_sight(new_context, webinar, school):
    page = new_context().new_page()
    page.set_viewport_size(LAPTOP)
    open_step(page, webinar, school.id, "02_vision")
    box = page.get_by_label("SLT Comments")
    box.fill("A long story.\n" * 200)
    box.press("End")
    label = page.locator("label", has_text="SLT Comments")
    place = label.bounding_box()
    assert 0 <= place["y"] < LAPTOP["height"]
    assert box.bounding_box()["y"] + 20 < page.locator("#status").bounding_box()["y"]


def test_with_forced_colours_charts_are_on_white_and_the_current_step_is_told_by_a_line(new_context, webinar):
    page = new_context(forced_colors="active", color_scheme="dark").new_page()
    open_step(page, webinar, FULL, "03_current_state")
    chart = page.get_by_role("img").last
    expect(chart).to_be_visible()
    assert chart.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    steps = page.get_by_role("navigation", name="Steps").get_by_role("link")
    lines = steps.evaluate_all("all => all.map(one => getComputedStyle(one).borderLeftColor)")
    current = steps.evaluate_all("all => all.findIndex(one => one.ariaCurrent === 'step')")
    assert [lines.count(color) for color in set(lines)].count(1) == 1
    assert lines.count(lines[current]) == 1


def assert_one_line(navigation):
    links = navigation.get_by_role("link")
    expect(links.first).to_be_visible()
    assert len({round(links.nth(at).bounding_box()["y"]) for at in range(links.count())}) == 1


def test_on_a_laptop_the_menu_is_one_line_and_the_open_step_is_in_the_list_of_steps(page, webinar, school):
    page.set_viewport_size({"width": 1366, "height": 640})  # of 1366 x 768, what the browser's own bars leave
    open_step(page, webinar, school.id, "10_check_your_plan")
    expect(page.get_by_role("button", name="This isn’t my school")).to_be_visible()
    assert_one_line(page.get_by_role("navigation", name="Your plan"))
    opened = page.locator(".steps [aria-current]").bounding_box()
    assert opened["y"] + opened["height"] <= page.get_by_role("status").bounding_box()["y"]

    page.get_by_role("link", name="View your plan").click()
    assert_one_line(page.get_by_role("navigation", name="Workbook"))


def test_a_school_that_was_chosen_by_mistake_is_given_back_while_nothing_is_written(page, webinar, school):
    page.goto(webinar.address)
    page.get_by_label("Part of its name, or its URN").fill(school.id)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Tallowfield School").filter(has_text=school.id).click()
    page.get_by_role("link", name="Continue to the workbook").click()
    expect(page.get_by_label("School Name")).to_be_visible()
    page.get_by_role("button", name="This isn’t my school").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Find your school")
    assert webinar.store.links.count(school.id) == 0

    open_step(page, webinar, school.id, "00_start")  # its real people
    expect(page.get_by_role("button", name="This isn’t my school")).to_be_visible()
    page.get_by_label("Career Leader Name").fill("A. Leader")
    expect(page.get_by_role("button", name="This isn’t my school")).to_have_count(0)


def test_every_box_and_button_of_a_full_plan_has_a_name_of_its_own(page, context, webinar):
    """As a screen reader hears them: nobody can tell two boxes of one name apart."""
    open_step(page, webinar, FULL, STEPS[0])
    reader = context.new_cdp_session(page)
    controls = {"textbox", "combobox", "checkbox", "radio", "button", "DisclosureTriangle"}
    for step in STEPS:
        go_to(page, step)
        toggles = page.locator("[data-cell] .ck-toggle")
        for number in range(min(toggles.count(), 6)):
            if "ck-open" not in (toggles.nth(number).get_attribute("class") or ""):
                toggles.nth(number).click()
            expect(toggles.nth(number)).to_have_class(re.compile("ck-open"))
        nodes = reader.send("Accessibility.getFullAXTree")["nodes"]
        heard = [
            (node["role"]["value"], node["name"]["value"])
            for node in nodes
            if not node["ignored"] and node["role"]["value"] in controls
        ]
        assert {one for one in heard if not one[1] or heard.count(one) > 1} == set(), step
