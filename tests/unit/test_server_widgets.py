"""The widgets of a delegates' page: the same forms as in a notebook, and what they and the browser tell each other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import ipywidgets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import ProtocolError
from careerskit.forms import FormController, build_findings_form, build_form, notebook_widgets
from careerskit.review import PARTS
from careerskit.server.realtime import PageWidgets, WidgetManager
from careerskit.server.realtime.page_widgets import MAX_ANSWER_CHARACTERS, PageButton, PageInput, to_json
from careerskit.store import import_plan
from tests.widgets import widgets_in

SAMPLES = sorted((Path(__file__).parents[2] / "data/samples").glob("*.json"))
OPTIONS = [("Choose one", ""), ("Yes", "y"), ("No", "n")]


@pytest.fixture
def manager():
    return WidgetManager()


@pytest.fixture
def widgets(manager):
    return PageWidgets(manager)


def sent(manager):
    """Return what the browser gets: the kind, the model and the content of each message."""
    messages = json.loads(manager.drain() or "[]")
    found = []
    for message in messages:
        content = message["content"]
        found.append((message["header"]["msg_type"], content["comm_id"], content["data"]))
    return found


def set_value(manager, widget, **state):
    data = {"method": "update", "state": state}
    manager.handle({"header": {"msg_type": "comm_msg"}, "content": {"comm_id": widget.model_id, "data": data}})


def custom(manager, widget, event):
    data = {"method": "custom", "content": {"event": event}}
    manager.handle({"header": {"msg_type": "comm_msg"}, "content": {"comm_id": widget.model_id, "data": data}})


SHOWN = {"ButtonModel": ("description",), "HTMLModel": ("value",), "HBoxModel": (), "VBoxModel": ()}
"""What somebody sees of a widget; of inputs, all of it."""


def shown(widget):
    """Return what a page or a notebook shows of a widget, and of all that it contains. When something was saved is left out."""
    kind = getattr(widget, "MODEL", f"{type(widget).__name__}Model")
    names = SHOWN.get(kind, ("description", "value", "placeholder", "rows"))
    values = [getattr(widget, name, None) or getattr(widget, "state", {}).get(name) or "" for name in names]
    texts = [
        re.sub("<time.*?</time>", "", str(value)).strip("\u200b") for value in values
    ]  # ipywidgets' empty placeholder
    options = [list(option) for option in getattr(widget, "options", ())]
    children = [shown(child) for child in getattr(widget, "children", ()) if not is_style_sheet(child)]
    return [kind, sorted(widget._dom_classes), texts, options, children]


def is_style_sheet(widget):
    return str(getattr(widget, "value", "")).startswith("<style>")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_page_and_a_notebook_show_the_same_form(store, widgets, sample, part):
    school = import_plan(store, sample.read_text("utf-8"), sample.name)
    form = build_form(FormController(store, school, widgets=widgets), part)
    in_notebook = build_form(FormController(store, school, widgets=notebook_widgets()), part)
    assert shown(form) == shown(in_notebook)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_page_and_a_notebook_show_the_same_findings(store, widgets, sample):
    school = import_plan(store, sample.read_text("utf-8"), sample.name)
    forms = [
        build_findings_form(FormController(store, school, widgets=factory), lambda path: f"step#{path}")
        for factory in (notebook_widgets(), widgets)
    ]
    assert shown(forms[0]) == shown(forms[1])


@pytest.mark.parametrize("part", PARTS)
def test_a_page_and_a_notebook_change_in_the_same_way(store, widgets, part):
    """Everything is pressed, typed in and chosen in both, one after the other, each in a plan of its own."""
    text, school = SAMPLES[0].read_text("utf-8"), json.loads(SAMPLES[0].read_text("utf-8"))["school"]
    forms = []
    for factory in (widgets, notebook_widgets()):
        here = import_plan(store, text.replace(school, f"{school}0" if factory is widgets else school), "plan")
        forms.append(build_form(FormController(store, here, widgets=factory), part))
    for number in range(40):
        for form in forms:
            use(form, number)
        assert shown(forms[0]) == shown(forms[1]), number


def use(form, number):
    """Use one control or button of a form, the same one in every form that shows the same."""
    every = [one for one in widgets_in(form) if hasattr(one, "click") or getattr(one, "description", "")]
    one = every[number * 7 % len(every)]
    if hasattr(one, "click"):
        one.click()
    elif hasattr(one, "index"):
        one.index = number % len(one.options)
    else:
        one.value = not one.value if isinstance(one.value, bool) else f"Answer {number}"


def test_new_widgets_are_sent_as_a_whole_and_before_anything_else(manager, widgets):
    text = widgets.text("as typed", description="Name", css_classes="ck-when")
    text.value = "changed before it was sent"
    text.focus()
    column = widgets.column(text)
    assert sent(manager) == [
        (
            "comm_open",
            text.model_id,
            {
                "state": {
                    "_model_name": "TextModel",
                    "value": "changed before it was sent",
                    "description": "Name",
                    "_dom_classes": ["ck-when"],
                }
            },
        ),
        (
            "comm_open",
            column.model_id,
            {"state": {"_model_name": "VBoxModel", "children": [f"IPY_MODEL_{text.model_id}"]}},
        ),
        ("comm_msg", text.model_id, {"method": "custom", "content": {"do": "focus"}}),
    ]
    assert manager.drain() == ""


def test_a_change_is_sent_once_and_what_changes_nothing_is_not(manager, widgets):
    text, column = widgets.textarea("", rows=2), widgets.column()
    manager.drain()
    for _ in range(2):
        text.value = "typed"
        text.add_class("ck-open")
        column.children = [text]
    text.remove_class("ck-open")
    assert [data["state"] for _, _, data in sent(manager)] == [
        {"value": "typed"},
        {"_dom_classes": ["ck-open"]},
        {"children": [f"IPY_MODEL_{text.model_id}"]},
        {"_dom_classes": []},
    ]


def test_what_the_browser_sets_is_not_sent_back_but_what_a_handler_makes_of_it_is(manager, widgets):
    text = widgets.text()
    seen = []
    text.observe(lambda change: seen.append(change["new"]), "value")
    manager.drain()
    set_value(manager, text, value="plain")
    assert not manager.has_queued
    text.observe(lambda change: setattr(text, "value", change["new"].strip()), "value")
    set_value(manager, text, value=" spaced ")
    assert [data["state"] for _, _, data in sent(manager)] == [{"value": "spaced"}]
    assert seen == ["plain", " spaced ", "spaced"]
    set_value(manager, text, value="spaced")
    assert seen == ["plain", " spaced ", "spaced"], "nothing has changed"


def test_a_list_is_set_by_the_index_of_an_option_and_has_its_value(manager, widgets):
    chosen = widgets.dropdown(OPTIONS, "y", description="Sure?")
    seen = []
    chosen.observe(lambda change: seen.append(change["new"]), "value")
    ((_, _, data),) = sent(manager)
    assert data["state"]["_options_labels"] == ["Choose one", "Yes", "No"]
    assert data["state"]["index"] == 1
    set_value(manager, chosen, index=2)
    assert (chosen.value, seen) == ("n", ["n"])
    assert manager.to_wire(chosen.model_id, "y") == 1
    assert manager.to_wire(chosen.model_id, "gone") is None
    assert manager.to_wire("another", "y") == "y"


@pytest.mark.parametrize("kind", ["text", "textarea", "dropdown", "checkbox", "button", "html", "column", "button_row"])
def test_a_widget_has_the_names_of_ipywidgets_for_what_the_browser_gets(manager, widgets, kind):
    arguments = {"textarea": {"rows": 3}, "dropdown": {"options": OPTIONS, "value": "n"}}.get(kind, {})
    positional = {"html": ("<p>one</p>",), "button": ("Press",)}.get(kind, ())
    model = getattr(widgets, kind)(*positional, **arguments)
    twin = getattr(notebook_widgets(), kind)(*positional, **arguments)
    theirs = twin.get_state(list(model.state))
    assert {name: to_json(value) for name, value in model.state.items()} == theirs | {
        name: list(value) for name, value in theirs.items() if isinstance(value, tuple)
    }


def test_only_a_button_is_pressed_and_only_a_text_box_is_left(manager, widgets):
    left, pressed = [], []
    manager._on_blur = left.append
    button, text, tick = widgets.button("Add"), widgets.text(), widgets.checkbox()
    button.on_click(pressed.append)
    custom(manager, button, "click")
    custom(manager, text, "blur")
    assert (pressed, left) == ([button], [text.model_id])
    for widget, event in ((text, "click"), (tick, "blur"), (button, "blur"), (button, "hover")):
        with pytest.raises(ProtocolError):
            custom(manager, widget, event)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("header", "content", "comm_id", "data", "method", "state", "event")), inner, max_size=3
        )
    ),
    max_leaves=8,
)
STATES = st.dictionaries(
    st.sampled_from(("value", "index", "description", "children", "_dom_classes")), JSON, max_size=2
)


@given(
    message=JSON, state=STATES | JSON, event=JSON, method=st.sampled_from(("update", "custom", "echo_update")) | JSON
)
def test_nothing_else_comes_in_from_a_browser(message, state, event, method):
    manager = WidgetManager()
    widgets = PageWidgets(manager)
    every = [
        widgets.text(),
        widgets.textarea(rows=2),
        widgets.dropdown(OPTIONS, ""),
        widgets.checkbox(),
        widgets.button("Add"),
        widgets.html(""),
        widgets.column(),
    ]
    messages = [message] + [
        {"header": {"msg_type": "comm_msg"}, "content": {"comm_id": one.model_id, "data": data}}
        for one in every
        for data in ({"method": method, "state": state}, {"method": method, "content": {"event": event}}, state)
    ]
    for one in messages:
        try:
            manager.handle(one)
        except ProtocolError:
            continue
    assert [type(one.value) for one in every[:2]] == [str, str]
    assert every[2].value in ("", "y", "n")
    assert type(every[3].value) is bool
    assert not any("description" in one.state for one in every if isinstance(one, PageInput))
    assert [one.description for one in every if isinstance(one, PageButton)] == ["Add"]


def test_a_text_may_be_long_but_not_endless(manager, widgets):
    text = widgets.text()
    set_value(manager, text, value="x" * MAX_ANSWER_CHARACTERS)
    with pytest.raises(ProtocolError):
        set_value(manager, text, value="x" * (MAX_ANSWER_CHARACTERS + 1))
    assert len(text.value) == MAX_ANSWER_CHARACTERS


def test_a_closed_page_takes_nothing_and_sends_nothing(manager, widgets):
    text = widgets.text()
    manager.close()
    assert manager.drain() == ""
    with pytest.raises(ProtocolError):
        set_value(manager, text, value="late")


def test_ipywidgets_are_what_a_notebook_gets():
    assert isinstance(notebook_widgets().text(), ipywidgets.Text)
