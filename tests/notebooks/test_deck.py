"""The webinar's deck: its notebook, its match with the run of show, and its pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
import segno
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import careerskit.publish
from careerskit.errors import InputFileError
from careerskit.plan import BENCHMARKS, read_plan
from careerskit.publish import read_slides, run_notebook, slide_headings, write_deck
from careerskit.resources import deck_notebook, notebooks, samples, scaffold, step_notebooks
from careerskit.session import default_run_of_show, read_run_of_show

DECK = deck_notebook()
VENDORED = Path(careerskit.publish.__file__).parent / "reveal"
HOSTS = {"www.gatsbybenchmarks.org.uk", "resources.careersandenterprise.co.uk", "www.thecdi.net"}
NOTE_TEXT = "Tell them about the pangolin"


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text of its scripts."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self._open = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, _tag):
        self._open = ""

    def handle_data(self, data):
        if self._open == "script":
            self.scripts[-1] += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def cells():
    return nbformat.read(DECK, as_version=4).cells


@pytest.fixture(scope="module")
def slides():
    return read_slides(DECK)


def test_the_headings_alone_are_those_of_the_slides(slides, tmp_path):
    assert slide_headings(DECK) == {slide.name: slide.heading for slide in slides}
    (tmp_path / "deck.ipynb").write_text("[]", "utf-8")
    for broken in (tmp_path / "deck.ipynb", tmp_path / "missing.ipynb"):
        with pytest.raises(InputFileError, match="notebook"):
            slide_headings(broken)


def test_the_deck_is_made_without_nbformat_which_takes_seconds_to_import():
    code = """
import sys
from careerskit.publish import render_deck
from careerskit.resources import deck_notebook
render_deck(deck_notebook(), notes=True, link="https://plans.example.org/")
assert "nbformat" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_deck_of_an_older_version_of_notebooks_is_read_too(tmp_path):
    cell = {"cell_type": "markdown", "metadata": {"slideshow": {"slide_type": "slide"}}, "source": ["# One"]}
    (tmp_path / "old.ipynb").write_text(
        json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 2})
    )
    assert [slide.heading for slide in read_slides(tmp_path / "old.ipynb")] == ["One"]


@pytest.fixture(scope="module")
def run_of_show():
    return default_run_of_show()


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """Write the deck for delegates and the facilitator's; return the text of both."""
    folder = tmp_path_factory.mktemp("decks")
    everyones, facilitators = folder / "deck.html", folder / "notes.html"
    return write_deck(DECK, everyones).read_text("utf-8"), write_deck(DECK, facilitators, notes=True).read_text("utf-8")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a notebook with the given cells and returns its path."""

    def write(*some):
        file = tmp_path / "ours.ipynb"
        nbformat.write(new_notebook(cells=list(some)), file)
        return file

    return write


def prose(name, text, kind=None, **more):
    return new_markdown_cell(text, id=name, metadata={**more, **({"slideshow": {"slide_type": kind}} if kind else {})})


def kind_of(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type")


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def remove_scripts(html):
    return re.sub("<script>.*?</script>", "", html, flags=re.DOTALL)


def minutes_of(slide):
    whole, half = re.match(r"Time: (\d*)(½?) minutes? ", words_of(slide.notes)).groups()
    return int(whole or 0) + (0.5 if half else 0)


def test_the_deck_is_formatted_as_jupyterlab_saves_it_without_outputs(cells):
    read = nbformat.read(DECK, as_version=4)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert DECK.read_text("utf-8") == nbformat.writes(read) + "\n"
    assert [cell.id for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


def test_the_decks_code_is_that_of_the_workbooks_steps(cells):
    code = [cell for cell in cells if cell.cell_type == "code"]
    step = [cell for cell in nbformat.read(notebooks() / "02_vision.ipynb", 4).cells if cell.cell_type == "code"]
    assert [cell.source for cell in code[:2]] == [cell.source for cell in step[:2]]
    assert [kind_of(cell) for cell in code[:2]] == ["skip", "skip"]
    assert code[0].metadata["tags"] == ["parameters"]
    for cell in code:
        assert cell.metadata["jupyter"] == {"source_hidden": True}
    assert {cell.source for cell in code[2:]} == {
        f"workbook.{part}" for part in ("vision", "current_state", "swot", "objectives", "action_plan", "reflections")
    }


def test_every_slide_has_notes_with_its_minutes_and_what_to_say_or_ask(cells, slides):
    notes = [cell.id for cell in cells if kind_of(cell) == "notes"]
    assert notes == [f"{slide.name}-notes" for slide in slides]
    for slide in slides:
        assert minutes_of(slide) >= 0
        assert re.search("(Say|Ask|Do): ", words_of(slide.notes)), slide.name


def test_prose_has_no_html_or_pictures_and_links_only_to_known_publishers(cells):
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert re.findall(r"<\w|!\[", text) == []
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    assert {(urlsplit(link).scheme, urlsplit(link).netloc) for link in links} <= {("https", host) for host in HOSTS}


def test_only_the_first_slide_has_a_heading_of_level_1(cells):
    begins = [cell for cell in cells if kind_of(cell) in ("slide", "subslide")]
    assert [re.match("#+ ", cell.source)[0] for cell in begins] == ["# "] + ["## "] * (len(begins) - 1)


def test_blocks_of_the_run_of_show_start_with_slides_in_the_decks_order(slides, run_of_show):
    names = [slide.name for slide in slides]
    begins = [block.slide for block in run_of_show.blocks]
    assert begins[0] == names[0]
    assert begins == sorted(set(begins), key=names.index)


def test_the_notes_say_to_start_each_block_on_the_slide_where_it_starts_and_which_step_it_moves_the_room_to(
    slides, run_of_show
):
    titles = {
        file.stem: nbformat.read(file, 4).cells[0].source.split("\n")[0].removeprefix("# ") for file in step_notebooks()
    }
    wanted, step = {}, ""
    for block in run_of_show.blocks:
        moves = block.step and block.step != step
        wanted[block.slide] = titles[block.step] if moves else ""
        step = block.step or step
    reminder = r"Start the (?:first|next) block on your page(?:: it moves the room to the step “(.+?)”)?"
    said = {slide.name: re.findall(reminder, words_of(slide.notes)) for slide in slides}
    assert {name: found for name, found in said.items() if found} == {name: [title] for name, title in wanted.items()}


def test_the_minutes_of_the_slides_add_up_to_those_of_each_block(slides, run_of_show):
    begins = {block.slide: block.id for block in run_of_show.blocks}
    filled, block = dict.fromkeys(begins.values(), 0), ""
    for slide in slides:
        block = begins.get(slide.name, block)
        filled[block] += minutes_of(slide)
    assert filled == {block.id: block.minutes for block in run_of_show.blocks}


def test_the_swot_activity_has_20_minutes_and_every_block_has_a_purpose(run_of_show):
    assert run_of_show.block("swot-activity").minutes == 20
    for block in run_of_show.blocks:
        assert all((block.aim, block.activity, block.say)), block.id
        assert bool(block.cut) == (block.order is not None), block.id
    orders = [block.order for block in run_of_show.blocks if block.order]
    assert sorted(orders) == list(range(1, len(orders) + 1))


def test_the_polls_mentioned_in_notes_are_those_of_their_blocks(slides, run_of_show):
    begins = {block.slide: block for block in run_of_show.blocks}
    questions = {poll.id: poll.question for poll in run_of_show.polls}
    block, started = None, {}
    for slide in slides:
        block = begins.get(slide.name, block)
        if poll := re.search(r"poll “([^”]+)”", words_of(slide.notes)):
            started[block.id] = poll[1]
    assert started == {block.id: questions[block.poll] for block in run_of_show.blocks if block.poll}


def test_no_poll_is_opened_before_the_link_to_join_is_shown(slides):
    join = next(number for number, slide in enumerate(slides) if slide.has_link)
    assert [slide.name for slide in slides[:join] if "Open the poll" in words_of(slide.notes)] == []


@pytest.mark.parametrize(
    "told_in",
    [
        "README.md",
        "webinar/README.md",
        "notebooks/00_start.ipynb",
        "notes",
        "run_of_show",
        "run_of_show_120",
        "run_of_show_2x60_part_2",
    ],
)
def test_delegates_hear_of_what_to_carry_on_with(slides, told_in):
    if told_in == "notes":
        text = next(slide.notes for slide in slides if slide.name == "next-steps")
    elif told_in.endswith((".md", ".ipynb")):
        text = (DECK.parents[1] / told_in).read_text("utf-8")
    else:
        text = " ".join(read_run_of_show(DECK.with_name(f"{told_in}.yml")).blocks[-1].say)
    words = " ".join(text.split()).lower()
    for name in ("for your website", "check your plan", "termly review"):
        assert name in words, name


def test_the_first_page_lists_every_step():
    (steps,) = [cell.source for cell in nbformat.read(notebooks() / "00_start.ipynb", 4).cells if cell.id == "steps"]
    assert re.findall(r"^\d+\. \[.+\]\((.+)\)$", steps, re.MULTILINE) == [file.name for file in step_notebooks()][1:]


def test_the_poll_about_benchmarks_has_their_current_titles(run_of_show):
    (poll,) = [poll for poll in run_of_show.polls if poll.id == "first-benchmark"]
    assert poll.choices == tuple(map(str, BENCHMARKS))


def test_who_is_responsible_on_the_slide_is_who_is_responsible_in_the_sample(slides):
    plan = read_plan((samples() / "900001.json").read_text("utf-8"), "900001")
    (shown,) = [
        "".join(part.html for part in slide.fragments) for slide in slides if slide.name == "action-plan-example"
    ]
    responsible = [words_of(row.split("</td>")[2]) for row in re.findall("<tr>(.+?)</tr>", shown, re.DOTALL)[1:]]
    assert len(responsible) == 3
    for role in responsible:
        assert [action for action in plan.objectives[0].actions if action.responsible.startswith(role)], role


def test_an_enterprise_adviser_is_responsible_for_nothing_alone_on_the_slides(slides):
    for slide in slides:
        for cell in re.findall("<td>(.+?)</td>", "".join(part.html for part in slide.fragments)):
            assert words_of(cell) != "Enterprise Adviser", slide.name


def test_the_join_slide_shows_the_link_with_its_qr_code_and_without_one_says_where_it_is(tmp_path, decks):
    link = "https://plans.example.org/?a=1&b=2"
    html = write_deck(DECK, tmp_path / "deck.html", link=link).read_text("utf-8")
    (join,) = re.findall('<section id="join".*?</section>', html.replace("<wbr>", ""), re.DOTALL)
    assert "https://plans.example.org/?a=1&amp;b=2" in join
    assert "<title>QR code of the session’s link</title>" in join
    (drawn,) = re.findall(r'<path[^>]* d="([^"]+)"', join)
    assert drawn == re.search(r'd="([^"]+)"', segno.make(link, error="m").svg_inline(border=2))[1]

    (without,) = re.findall('<section id="join".*?</section>', decks[0], re.DOTALL)
    assert "<svg" not in without
    assert "The link is in the chat." in without


def last_words(html):
    """Return what the slide about what comes after says below its list."""
    (last,) = re.findall('<section id="goodbye".*?</section>', html, re.DOTALL)
    return words_of(last.partition("</ol>")[2])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), ""),
        (("--surgery", "22 May"), "The surgery is on 22 May."),
        (("--keep-until", "31 July 2027"), "Your private link works until 31 July 2027."),
        (
            ("--keep-until", "31 July 2027", "--surgery", "22 May"),
            "Your private link works until 31 July 2027. The surgery is on 22 May.",
        ),
    ],
)
def test_the_last_slide_says_the_dates_that_the_command_is_given_and_sends_nobody_to_the_organiser(
    run, tmp_path, options, says
):
    """The organiser is the one that shows it."""
    result = run("deck", *options, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    html = (tmp_path / "deck.html").read_text("utf-8")
    assert last_words(html) == says
    assert "Ask the organiser" not in html


def test_the_guide_gives_the_slides_the_link_and_the_dates_that_it_gives_the_webinar():
    guide = (DECK.parent / "README.md").read_text("utf-8")
    webinar, deck = (re.search(f"`careerskit {name} ([^`]+)`", guide)[1] for name in ("webinar --name", "deck"))
    for option in ("--surgery", "--keep-until"):
        assert re.search(f'{option} "([^"]+)"', deck)[1] == re.search(f'{option} "([^"]+)"', webinar)[1]
    assert re.search(r"--link (\S+)/ ", deck)[1] == re.search(r"--address (\S+)", webinar)[1]


def test_a_link_that_leads_away_from_the_slides_opens_in_a_new_tab(decks):
    for html in decks:
        away = [link for link in Page(html).all("a") if not link["href"].startswith("#") and link["href"] != "?page"]
        assert {link["href"] for link in away} > {"?swot"}
        assert [link for link in away if (link.get("target"), link.get("rel")) != ("_blank", "noopener")] == []


def test_the_deck_that_the_sessions_server_shows_has_its_link(room):
    status, _, html = room.facilitator.ask("GET", "/facilitate/deck")
    assert status == 200
    (join,) = re.findall('<section id="join".*?</section>', html.replace("<wbr>", ""), re.DOTALL)
    assert f"<p>http://{room.host}/</p>" in join
    assert "<title>QR code of the session’s link</title>" in join


def test_what_to_say_is_told_apart_from_what_to_do(slides):
    """What is said aloud opens no poll, shows no slide and gives no order to the facilitator."""
    orders = (
        r"(Open|Show|Press|Paste|Move|Start the|Choose|Read out|Hide|Announce|Park|Say (when|until|who)|Don’t read) "
    )
    for slide in slides:
        for paragraph in re.findall("<p>(.+?)</p>", slide.notes, re.DOTALL):
            kind, _, spoken = words_of(paragraph).partition(": ")
            if kind in ("Say", "Ask"):
                assert not re.search(rf"(^|[.?!] ){orders}", spoken), slide.name
    told = [(block.id, line) for block in default_run_of_show().blocks for line in block.say]
    assert [one for one in told if re.match(orders, one[1])] == []


def test_nothing_on_a_slide_is_for_the_facilitator_alone(decks):
    assert "somebody asks" not in decks[0]


def test_sharing_means_that_the_room_may_see_answers(slides, run_of_show):
    """What schools have in common is not shared: the word has one meaning in the session."""
    shown = {slide.name: words_of("".join(part.html for part in slide.fragments)) for slide in slides}
    for name in ("swot-form", "room"):
        assert not re.search(r"\bshare\b", shown[name]), name
    assert not [
        line for block in run_of_show.blocks for line in (*block.say, *block.do) if "most schools share" in line
    ]


def test_each_picture_has_a_title_and_a_description(decks, slides):
    for slide in (one for one in slides if one.picture):
        (shown,) = re.findall(f'<section id="{slide.name}".*?</section>', decks[0], re.DOTALL)
        (named,) = re.findall('<svg [^>]*role="img" aria-labelledby="([^"]+)"', shown)
        for name in named.split():
            assert re.search(f'<(title|desc) id="{name}">[^<]+', shown)


def test_what_is_shown_only_when_asked_says_something_and_is_listed(decks, slides):
    asked = [slide for slide in slides if slide.asked]
    assert [slide.name for slide in asked] == ["bursaries", "what-it-gave"]
    for slide in asked:
        assert len("".join(part.html for part in slide.fragments).split()) > 40
        assert minutes_of(slide) == 0
    for slide in (one for one in slides if one.lists_asked):
        (shown,) = re.findall(f'<section id="{slide.name}".*?</section>', decks[0], re.DOTALL)
        assert re.findall('<a href="#([^"]+)">', shown)[-2:] == [one.name for one in asked]


def test_every_slide_to_write_on_has_minutes_that_its_notes_have_time_for(slides):
    to_write = {
        slide.name: slide for slide in slides if any("Open your workbook" in part.html for part in slide.fragments)
    }
    assert set(to_write) == {slide.name for slide in slides if slide.countdown}
    for slide in to_write.values():
        assert sum(minutes for minutes, _ in slide.countdown) <= minutes_of(slide), slide.name


def test_the_examples_on_the_slides_are_those_of_the_sample_school(slides):
    plan = read_plan((samples() / "900001.json").read_text("utf-8"), "900001")
    shown = {slide.name: words_of("".join(fragment.html for fragment in slide.fragments)) for slide in slides}
    assert plan.vision.statement in shown["vision-example"]
    objective = re.search(r"Objective: (.+?)\.? (?:For|$)", shown["action-plan-example"])[1]
    assert plan.objectives[0].objective.startswith(objective)


def test_a_deck_loads_nothing_from_another_host(decks):
    for html in decks:
        page = Page(html)
        for tag, attributes in page.tags:
            assert not {"src", "srcset", "data", "poster", "action", "background"} & attributes.keys(), tag
            assert tag in ("a", "link") or "href" not in attributes
        assert page.all("link") == page.all("img") == page.all("iframe") == []
        styles = remove_scripts(html)
        addresses = re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)", styles)
        assert [address for address in addresses if not address.startswith("data:")] == []


def test_the_content_security_policy_allows_only_the_decks_own_scripts(decks):
    for html in decks:
        page = Page(html)
        (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv")]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"].split() == [
            f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in page.scripts
        ]
        assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []


def test_a_deck_has_a_language_a_title_and_the_licence_of_reveal(decks):
    for html in decks:
        page = Page(html)
        assert page.all("html") == [{"lang": "en-GB"}]
        assert "<title>Benchmark 1, Module 1: Building a Strategic Plan" in html
        assert len(page.all("h1")) == 1 + html.count(
            '<h1 id="heading">'
        )  # the second is in the template of the notes' window
        assert (VENDORED / "LICENSE").read_text("utf-8").strip() in html


def test_every_slide_is_in_the_page_by_its_id_with_its_heading(decks, slides):
    for html in decks:
        assert [section["id"] for section in Page(html).all("section")] == [slide.name for slide in slides]
        for slide in slides:
            assert f"{slide.heading}</h2>" in html.replace("&#x27;", "'")


def test_instead_of_a_form_a_slide_says_which_step_to_open(slides):
    instructions = {
        slide.name: words_of(fragment.html)
        for slide in slides
        for fragment in slide.fragments
        if "Open your workbook" in fragment.html
    }
    assert instructions == {
        "vision-form": "Open your workbook at the step Vision .",
        "current-state-form": "Open your workbook at the step Current state .",
        "swot-form": "Open your workbook at the step SWOT analysis .",
        "objectives-form": "Open your workbook at the step Key strategic objectives .",
        "action-plan-form": "Open your workbook at the step Action plan .",
        "reflections": "Open your workbook at the step Reflective questions .",
    }


@pytest.mark.parametrize("place", ["first", "between", "last", "late"])
def test_notes_are_not_in_the_deck_for_delegates(write, tmp_path, place):
    note = prose("planted", f"**Say:** {NOTE_TEXT}", "notes")
    first, more = (
        [prose("one", "# One", "slide")],
        [prose("two", "## Two", "subslide"), prose("more", "Words", "fragment")],
    )
    notebook = {
        "first": write(*first, note, *more),
        "between": write(*first, *more[:1], note, *more[1:]),
        "last": write(*first, *more, note),
        "late": write(*first, *more, prose("three", "Words"), note),
    }[place]

    everyones = write_deck(notebook, tmp_path / "deck.html").read_text("utf-8")
    facilitators = write_deck(notebook, tmp_path / "notes.html", notes=True).read_text("utf-8")

    assert "pangolin" not in everyones
    assert "notes" not in re.sub("<style.*?</style>", "", remove_scripts(everyones), flags=re.DOTALL)
    assert facilitators.count(NOTE_TEXT) == 1


def test_the_facilitators_notes_are_in_nothing_that_delegates_receive(
    decks, slides, run_of_show, sample_plans, tmp_path
):
    scaffold(tmp_path / "workbook")
    given = [decks[0]]
    for folder in (tmp_path / "workbook", sample_plans.folder):
        files = [file for file in folder.rglob("*") if file.suffix in (".html", ".ipynb", ".json", ".md")]
        assert len(files) > 5
        given += [file.read_text("utf-8") for file in files]
    notes = [words_of(paragraph) for slide in slides for paragraph in re.findall("<p>(.+?)</p>", slide.notes)]
    told = [note for note in notes if not note.startswith("Time:")]
    told += [words for block in run_of_show.blocks for words in (*block.say, *block.do, block.cut, block.aim) if words]
    assert len(told) > 80

    everything = words_of("\n".join(given))

    assert [words for words in told if words in everything] == []


def test_text_in_a_deck_is_escaped(write, tmp_path):
    typed = "<img src=x onerror=alert(1)> </script><script>alert(2)</script>"
    notebook = write(prose("one", f"# One {typed}\n\n{typed}", "slide"), prose("notes", f"**Say:** {typed}", "notes"))
    for notes in (False, True):
        page = Page(write_deck(notebook, tmp_path / "deck.html", notes=notes).read_text("utf-8"))
        assert page.all("img") == []
        assert not any("alert" in script for script in page.scripts)


def new(source, **more):
    return new_code_cell(source, id="code", metadata=more)


@pytest.mark.parametrize(
    ("some", "says"),
    [
        ([prose("one", "# One")], "ours.ipynb, cell one: it comes before the first slide"),
        ([], "ours.ipynb has no slide"),
        ([prose("one", "No heading", "slide")], "ours.ipynb, cell one: a slide must begin with its heading"),
        ([new("workbook.vision", slideshow={"slide_type": "slide"})], "ours.ipynb, cell code: a slide must begin"),
        (
            [prose("one", "# One", "slide", tags=["picture-four-part"])],
            "cell one: there is no picture 'four-part'. Did you mean",
        ),
        (
            [prose("one", "# One", "slide", tags=["asked"])],
            "cell one: the first slide cannot be one that is only shown",
        ),
        ([prose("one", "# One", "slide", countdown=[["5", ""]])], "cell one: its countdown must be whole minutes"),
        ([prose("one", "# One", "slid")], "there is no slide type 'slid'. Did you mean slide?"),
        ([prose("one", "# One", "slide"), new("workbook.visions")], "no step of the workbook shows 'workbook.visions'"),
    ],
)
def test_an_invalid_cell_is_reported_by_its_id(write, some, says):
    with pytest.raises(InputFileError) as error:
        read_slides(write(*some))
    assert says in str(error.value)


def test_a_file_that_is_not_a_notebook_is_refused(tmp_path):
    (tmp_path / "deck.ipynb").write_text("# Slides", "utf-8")
    with pytest.raises(InputFileError, match="is not a notebook"):
        read_slides(tmp_path / "deck.ipynb")
    with pytest.raises(InputFileError, match=r"Did you mean deck\.ipynb"):
        read_slides(tmp_path / "dek.ipynb")


def test_the_command_writes_both_decks_and_warns_about_the_one_with_notes(run, write, tmp_path):
    write(prose("one", "# One", "slide"), prose("notes", NOTE_TEXT, "notes"))
    everyones, facilitators = tmp_path / "slides.html", tmp_path / "with-notes.html"

    first = run("deck", "--notebook", tmp_path / "ours.ipynb", "--out", everyones)
    second = run("deck", "--notebook", tmp_path / "ours.ipynb", "--out", facilitators, "--notes")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert NOTE_TEXT not in everyones.read_text("utf-8")
    assert NOTE_TEXT in facilitators.read_text("utf-8")
    assert "speaker’s notes" in second.stdout
    assert "speaker’s notes" not in first.stdout


def test_the_command_writes_the_built_in_deck_from_any_folder(run, tmp_path):
    result = run("deck", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Building a Strategic Plan" in (tmp_path / "deck.html").read_text("utf-8")


def test_the_run_of_show_is_printed_with_times_of_day(run, run_of_show, tmp_path):
    result = run("run-of-show", "--start", "16:00", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "run-of-show.html").read_text("utf-8")
    assert "16:00 to 17:15, 75 minutes." in page
    rows = [words_of(row) for row in re.findall("<tr>(.+?)</tr>", page, re.DOTALL)][1:]
    assert [row.split()[1] for row in rows][:3] == ["16:00", "16:05", "16:11"]
    for block, row in zip(run_of_show.blocks, rows, strict=True):
        for words in (block.title, block.aim, block.activity, *block.say, *block.do, block.cut):
            assert words in row


def test_a_custom_run_of_show_is_escaped_and_an_invalid_one_is_refused(run, tmp_path):
    file, out = tmp_path / "ours.yml", tmp_path / "ours.html"
    file.write_text("title: Ours <b>\nminutes: 90\nblocks: [{id: all, title: All of it, minutes: 90}]", "utf-8")
    assert run("run-of-show", "--file", file, "--out", out).returncode == 0
    page = out.read_text("utf-8")
    assert "Ours &lt;b&gt;" in page
    assert "00:00 to 01:30, 90 minutes." in page

    file.write_text("title: Ours\nminutes: 75\nblocks: [{id: all, title: All of it, minutes: 90}]", "utf-8")
    result = run("run-of-show", "--file", file, "--out", out)
    assert result.returncode == 1
    assert "ours.yml" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_deck_runs_like_a_notebook_of_the_workbook(store):
    done = run_notebook(DECK, "100", store.url)
    shown = [cell.outputs for cell in done.cells if cell.cell_type == "code"][2:]
    assert len(shown) == 6
    assert all("text/html" in outputs[0].data for outputs in shown)


def test_reveal_is_unchanged_and_says_its_version():
    readme = (VENDORED / "README.md").read_text("utf-8")
    sums = {name: total for total, name in re.findall(r"^    ([0-9a-f]{64})  (\S+)$", readme, re.MULTILINE)}
    actual = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VENDORED.iterdir()}
    del actual["README.md"]
    assert actual == sums
    code = (VENDORED / "reveal.js").read_text("utf-8")
    (version,) = re.findall(r"\| version \| (\S+) \|", readme)
    assert f"`{version}`" in code
