"""A school's logo and colour: what is accepted, that it can be read, and that every kind of document has it."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from careerskit.branding import NO_BRANDING, Branding, palette_of, read_colour, read_logo
from careerskit.branding.colours import MIN_CONTRAST, contrast
from careerskit.errors import CareerskitError, InputFileError, StoreError
from careerskit.plan import Header, Plan
from careerskit.publish.jobs import create_jobs, with_answers
from careerskit.resources import plan_notebook
from careerskit.store import open_store
from careerskit.views import branded_style, render_part, style_sheet
from careerskit.word import write_plan
from careerskit.workbook import find_changes

INK, QUIET, WHITE, PALE = "#1f2933", "#52606d", "#ffffff", "#f4f6f7"
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def picture(kind="PNG", size=(400, 120), mode="RGB", colour="navy", **options):
    content = io.BytesIO()
    Image.new(mode, size, colour).save(content, kind, **options)
    return content.getvalue()


def opened(logo):
    return Image.open(io.BytesIO(logo))


@given(COLOURS)
@example("#ffffff")
@example("#ffff00")
@example("#000000")
@example("#767676")
def test_text_in_any_colour_can_be_read_on_every_background(colour):
    palette = palette_of(colour)
    for background in (WHITE, PALE, palette.tint):
        assert contrast(palette.text, background) >= MIN_CONTRAST
    assert contrast(palette.on_band, palette.band) >= MIN_CONTRAST
    assert min(contrast(INK, palette.tint), contrast(QUIET, palette.tint)) >= MIN_CONTRAST
    assert palette.band == colour


def test_the_backgrounds_and_texts_that_are_tested_are_those_of_the_pages():
    assert f"--ink: {INK}; --quiet: {QUIET};" in style_sheet()
    assert f"--pale: {PALE};" in style_sheet()


@given(COLOURS)
def test_a_colour_that_is_dark_enough_is_used_as_it_is(colour):
    palette = palette_of(colour)
    dark_enough = min(contrast(colour, behind) for behind in (WHITE, PALE, palette.tint)) >= MIN_CONTRAST
    assert (palette.text == colour) == dark_enough


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("text", ["#004F71", "004f71", " #004f71 "])
def test_a_colour_is_read_with_and_without_its_hash(text):
    assert read_colour(text) == "#004f71"


def test_three_digits_are_short_for_six():
    assert read_colour("#07a") == "#0077aa"


@pytest.mark.parametrize(
    "text", ["teal", "#00", "#12345g", "rgb(0, 1, 2)", "#004f71; } body { display: none", "#٠٠٤٤٤٤"]
)
def test_what_is_no_colour_is_refused_with_an_example(text):
    with pytest.raises(CareerskitError, match="such as 004F71"):
        read_colour(text)


def test_a_logo_is_made_small_enough_for_a_page():
    assert opened(read_logo(picture(size=(4000, 1000)), "logo.png")).size == (800, 200)
    assert opened(read_logo(picture(size=(300, 90)), "logo.png")).size == (300, 90)


def test_nothing_that_a_file_says_about_itself_is_kept():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Rowan Fennimarsh")
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    place[0x010E] = "Rowan Fennimarsh"
    for content in (picture(pnginfo=text), picture("JPEG", exif=place), picture("JPEG", comment=b"Rowan Fennimarsh")):
        assert b"Fennimarsh" in content
        kept = read_logo(content, "logo")
        assert b"Fennimarsh" not in kept
        assert not opened(kept).getexif()
        assert not opened(kept).info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photograph_that_was_taken_upright_stays_upright():
    turned = Image.Exif()
    turned[0x0112] = 6
    assert opened(read_logo(picture("JPEG", (400, 120), exif=turned), "logo.jpg")).size == (120, 400)


@pytest.mark.parametrize(
    ("mode", "kind", "colour"),
    [
        ("CMYK", "JPEG", (90, 0, 0, 0)),
        ("L", "PNG", 20),
        ("P", "PNG", 5),
        ("I;16", "PNG", 900),
        ("1", "PNG", 0),
        ("LA", "PNG", (9, 99)),
    ],
)
def test_a_logo_may_be_in_any_kind_of_colour(mode, kind, colour):
    assert opened(read_logo(picture(kind, mode=mode, colour=colour), "logo")).mode in {"RGB", "RGBA"}


def test_what_is_transparent_stays_transparent():
    assert opened(read_logo(picture(mode="RGBA", colour=(0, 0, 99, 40)), "logo.png")).getpixel((5, 5))[3] == 40


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "logo is an SVG, which can hold scripts"),
        (picture("GIF", colour="navy"), "logo is not a PNG or JPEG"),
        (b"", "logo is not a PNG or JPEG"),
        (b"%PDF-1.7", "logo is not a PNG or JPEG"),
        (picture()[:150], "logo is damaged"),
        (picture("JPEG")[:700], "logo is damaged"),
        (picture(size=(7000, 6000), mode="1", colour=0), "logo has too many pixels"),
        (picture(size=(20_000, 10_000), mode="1", colour=0), "logo has too many pixels"),
        (picture() + b"x" * 10_000_000, "logo is too large: the limit is 10 MB"),
        (picture(size=(16, 16)), "logo is too small to look sharp: it is 16 × 16"),
        (picture(mode="RGBA", colour=(255, 255, 255, 255)), "logo is white"),
        (picture(mode="RGBA", colour=(0, 0, 0, 0)), "logo is white"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_the_reason(content, message):
    with pytest.raises(InputFileError, match=message):
        read_logo(content, "logo")


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from(["PNG", "JPEG"]))
def test_a_damaged_file_is_refused_or_read_and_nothing_else(noise, place, kind):
    content = picture(kind)
    damaged = content[:place] + noise + content[place + len(noise) :]
    with suppress(InputFileError):
        assert opened(read_logo(damaged, "logo")).format in {"PNG", "JPEG"}


LOGO = read_logo(picture(), "logo.png")
FULL = Branding(LOGO, "A crest", "#ffd100", b"a template")


def test_the_store_keeps_a_schools_branding_and_forgets_it(store):
    assert store.branding.get("100") == NO_BRANDING
    store.branding.set("100", FULL)
    with open_store(store.url) as again:
        assert again.branding.get("100") == FULL
    store.branding.set("100", NO_BRANDING)
    assert store.branding.get("100") == NO_BRANDING
    assert store.branding.digests(["100"]) == {}


def test_a_school_that_the_store_does_not_know_has_no_branding(store):
    with pytest.raises(StoreError):
        store.branding.set("999", FULL)


def test_documents_are_made_again_when_anything_of_it_changes(two_schools, tmp_path):
    store, schools = two_schools, two_schools.schools.search()

    def fingerprints():
        return {job.school.id: job.fingerprint for job in create_jobs(store, schools, [plan_notebook()], tmp_path)}

    seen = [fingerprints()]
    for change in ({"colour": "#004f71"}, {"logo": LOGO}, {"logo_alt": "A crest"}, {"template": b"a template"}):
        store.branding.set("100", replace(store.branding.get("100"), **change))
        seen.append(fingerprints())
    assert len({one["100"] for one in seen}) == len(seen)
    assert len({one["101"] for one in seen}) == 1
    store.branding.set("100", NO_BRANDING)
    assert fingerprints() == seen[0]


def test_each_job_comes_with_the_branding_of_its_own_school(two_schools, tmp_path):
    two_schools.branding.set("101", FULL)
    jobs = with_answers(
        two_schools, create_jobs(two_schools, two_schools.schools.search(), [plan_notebook()], tmp_path)
    )
    assert {job.school.id: job.branding for job in jobs} == {"100": NO_BRANDING, "101": FULL}


def cover(branding, name="Larkmoor School"):
    plan = Plan(header=Header(school_name=name))
    return BeautifulSoup(render_part("cover", plan, branding), "html.parser")


def test_the_cover_starts_with_the_logo_and_its_alternative_text():
    first = cover(FULL).section.find(True)
    assert (first.name, first["alt"]) == ("img", "A crest")
    assert first["src"].startswith("data:image/png;base64,")
    assert cover(replace(FULL, logo_alt="")).img["alt"] == "Larkmoor School"
    assert (
        cover(replace(FULL, logo_alt="", logo=read_logo(picture("JPEG"), ""))).img["src"].startswith("data:image/jpeg")
    )
    assert not cover(NO_BRANDING).img


def test_the_page_of_what_has_changed_has_logo_and_colours_too(store):
    store.branding.set("100", FULL)
    store.answers.save("100", {"header.school_name": "Larkmoor School"})
    html = find_changes(store, store.schools.get("100")).page()
    assert [image["alt"] for image in BeautifulSoup(html, "html.parser").select("main > img.logo")] == ["A crest"]
    assert branded_style(FULL) in html


def test_alternative_text_is_never_markup():
    hostile = '"><script>alert(1)</script>'
    assert cover(replace(FULL, logo_alt=hostile)).img["alt"] == hostile
    assert cover(replace(FULL, logo_alt=""), hostile).img["alt"] == hostile


def test_a_school_without_a_colour_has_ours():
    assert branded_style(replace(FULL, colour="")) == ""
    assert "--band: #ffd100" in branded_style(FULL)


def word(branding, plan=None):
    return Document(io.BytesIO(write_plan(plan or Plan(header=Header(school_name="Larkmoor School")), branding)))


def test_a_word_document_has_the_logo_on_top_with_its_alternative_text():
    first = word(FULL).paragraphs[0]
    assert [one.get("descr") for one in first._p.iter(qn("wp:docPr"))] == ["A crest"]
    plain = word(replace(FULL, logo_alt="")).paragraphs[0]
    assert [one.get("descr") for one in plain._p.iter(qn("wp:docPr"))] == ["Larkmoor School"]
    size = next(first._p.iter(qn("wp:extent")))
    width, height = (int(size.get(side)) / 36000 for side in ("cx", "cy"))
    assert (round(width), round(height)) == (60, 18)
    assert not list(word(NO_BRANDING).element.body.iter(qn("wp:docPr")))


def test_a_word_document_has_the_schools_colours_for_headings_and_shades():
    palette = palette_of(FULL.colour)
    document = word(FULL)
    assert f"#{document.styles['Heading 1'].font.color.rgb}".lower() == palette.text
    shades = {one.get(qn("w:fill")).lower() for one in document.element.body.iter(qn("w:shd"))}
    assert shades == {palette.tint[1:]}
    assert palette.text[1:] not in {str(word(NO_BRANDING).styles["Heading 1"].font.color.rgb).lower()}


@pytest.fixture
def files(tmp_path):
    (tmp_path / "logo.png").write_bytes(picture())
    return tmp_path


def test_the_command_sets_shows_and_removes_it(run, store, files):
    url = store.url
    assert "No logo, colour or Word template is set." in run("branding", "100", "--store", url).stdout
    said = run("branding", "100", "--store", url, "--logo", files / "logo.png", "--colour", "#FFD100")
    assert "PNG, 400 × 120 pixels" in said.stdout
    assert "alternative text: Larkmoor School" in said.stdout
    assert "#ffd100; #" in said.stdout
    assert "A crest" in run("branding", "100", "--store", url, "--logo-alt", " A  crest ").stdout
    assert store.branding.get("100").colour == "#ffd100"
    run("branding", "100", "--store", url, "--remove", "logo")
    assert store.branding.get("100") == Branding(colour="#ffd100")
    assert "No logo" in run("branding", "100", "--store", url, "--remove", "all").stdout


def test_the_schools_of_a_trust_get_theirs_at_once(run, two_schools):
    run("branding", "100", "101", "--store", two_schools.url, "--colour", "#004f71")
    assert {two_schools.branding.get(school).colour for school in ("100", "101")} == {"#004f71"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--logo", "nowhere.png"), "There is no file nowhere.png."),
        (("--logo-alt", "A crest"), "Larkmoor School has no logo yet"),
        (("--logo", "logo.png", "--logo-alt", "x" * 201), "the limit is 200 characters and you have 201"),
        (("--colour", "teal"), "“teal” is not a colour"),
        (("--template", "logo.png"), "logo.png is not a Word document"),
    ],
)
def test_the_command_says_what_is_wrong_and_changes_nothing(run, store, files, options, message):
    said = run("branding", "100", "--store", store.url, *options, cwd=files)
    assert said.returncode == 1
    assert message in said.stderr
    assert store.branding.get("100") == NO_BRANDING
