"""A school's colours and logo in a browser: everything can be read, whatever the colour."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from careerskit.branding import Branding, read_logo
from careerskit.publish import render_plans
from careerskit.resources import plan_notebook
from careerskit.store import open_store
from careerskit.views import branded_style

FULL = "900001"


@pytest.fixture(scope="module")
def branded(sample_plans, tmp_path_factory):
    """Return the page of a plan with a wide logo and a colour that is too light for text."""
    content = io.BytesIO()
    Image.new("RGB", (1600, 200), "purple").save(content, "PNG")
    logo = read_logo(content.getvalue(), "logo.png")
    with open_store(str(sample_plans.folder / "samples.db"), create=False) as store:
        store.branding.set(FULL, Branding(logo, "A purple crest", "#ffd100"))
        schools, out = [store.schools.get(FULL)], tmp_path_factory.mktemp("branded")
        (result,) = render_plans(store, schools, plan_notebook(), out, workers=1)
        store.branding.set(FULL, Branding())
    return result.page.as_uri()


@pytest.mark.parametrize(
    "colour", ["#ffd100", "#ffffff", "#000000", "#777777", "#ffc0cb", "#00ff00", "#ff0000", "#0000ff"]
)
def test_axe_finds_no_violations_in_any_colour(page, branded, axe, colour):
    page.goto(branded)
    page.add_style_tag(content=branded_style(Branding(colour=colour)))
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert axe(page)["violations"] == []


def test_the_colours_reach_bands_text_and_tints(page, branded):
    page.goto(branded)

    def colour_of(selector, name="color"):
        return page.locator(selector).first.evaluate(f"element => getComputedStyle(element)['{name}']")

    assert colour_of(".banner", "background-color") == "rgb(255, 209, 0)"
    assert colour_of(".banner p") == "rgb(0, 0, 0)"
    assert colour_of(".step", "border-top-color") == "rgb(255, 209, 0)"
    assert colour_of(".step h2") == colour_of(".contents a") == colour_of("h1 .whose") != "rgb(29, 91, 121)"
    assert colour_of(".statement", "background-color") == "rgb(255, 251, 232)"


@pytest.mark.parametrize("forced", ["active", "none"])
def test_a_wide_logo_fits_a_phone_and_stays_on_white(page, branded, forced):
    page.emulate_media(forced_colors=forced)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(branded)
    logo = page.get_by_role("img", name="A purple crest")
    box = logo.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(8, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert logo.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(255, 255, 255)"
