"""Measures what the largest inputs take: searches in a register twice England's size, and the boards of full rooms.

    python benchmarks/largest.py                 print a table, and write it into README.md
    python benchmarks/largest.py --quick --json  one try of each, with one JSON object as the last line

Of several tries the fastest counts. Searches are compared with reading all schools once, and boards of long
texts with one of short texts. The first search of a process reads all schools into its index; the others use it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import count, product
from pathlib import Path
from string import ascii_lowercase

from readme import update_readme

from careerskit.errors import UnknownSchoolError
from careerskit.plan import Plan, School, Setting
from careerskit.session import Share, board, school_names
from careerskit.store import Store, open_store
from careerskit.store.schools import SchoolRegister

SCHOOLS, AREAS = 100_000, {str(number): f"Area{number}" for number in range(150)}
"""About twice as many establishments as England's register has with those that have closed, and as many local authorities."""

FIRST = (
    "Lark",
    "North",
    "Fern",
    "Ash",
    "Oak",
    "Mill",
    "Stone",
    "West",
    "East",
    "Green",
    "Hill",
    "River",
    "Brook",
    "Holly",
)
SECOND = ("moor", "field", "hollow", "ton", "ley", "ford", "bury", "wick", "combe", "mere")
TOWNS = [f"{first}{second}" for first in ("Wyn", "Otter", "Salter", "Brindle", "Fen") for second in SECOND]
SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gil",
    "hor",
    "lan",
    "mer",
    "nor",
    "pel",
    "quil",
    "ros",
    "sal",
    "ter",
    "ul",
    "wen",
)
WORDS = ["".join(parts).title() for parts in product(SYLLABLES, SYLLABLES, SYLLABLES, SYLLABLES[:8])]
"""As many words as the names of so many schools have: 32,768."""

KINDS = ("Primary School", "Academy", "High School", "Church of England Primary School", "Community College")

READ_ALL, SHORT_TEXTS = "read all schools", "a board of 100 schools with 20 points each"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="try each once, and leave README.md as it is")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args()
    tries = 1 if options.quick else 5
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "store.db")) as store:
        _register_england(store)
        searches = {name: _fastest(do, tries) for name, do in _searches(store).items()}
    boards = {name: _fastest(do, tries) for name, do in _boards().items()}
    rows = [f"| {name} | {seconds:.2g} s | {seconds / searches[READ_ALL]:.2g} |" for name, seconds in searches.items()]
    rows += [f"| {name} | {seconds:.2g} s | {seconds / boards[SHORT_TEXTS]:.2g} |" for name, seconds in boards.items()]
    head = "| | takes | times the first of its kind |\n| --- | --- | --- |\n"
    results = f"{head}{chr(10).join(rows)}\n\n{os.cpu_count()} cores, {date.today():%-d %B %Y}."
    print(results)
    if not options.quick:
        update_readme("largest.py", results)
    if options.json:
        print(json.dumps(searches | boards))


def _fastest(do: Callable[[], object], tries: int) -> float:
    taken = []
    for _ in range(tries):
        start = time.perf_counter()
        do()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _register_england(store: Store) -> None:
    names = [f"{a}{b} {c}{d} {kind}" for a, b, c, d, kind in product(FIRST, SECOND, FIRST, SECOND, KINDS)]
    store.schools.register(
        School(
            str(100_000 + 2 * number),
            f"{WORDS[number % len(WORDS)]} {names[number % len(names)]}",
            local_authority=str(number % len(AREAS)),
            closed=number % 3 == 0,
            town=TOWNS[number % len(TOWNS)],
        )
        for number in range(SCHOOLS)
    )


def _searches(store: Store) -> dict[str, Callable[[], object]]:
    search, nearly = partial(store.schools.search_page, limit=50, areas=AREAS), store.schools.nearly_named

    def suggest(text: str) -> None:
        with suppress(UnknownSchoolError):
            store.schools.get(text)

    search("moor")  # makes the index

    def search_first() -> None:
        SchoolRegister(store.database).search("moor", 50, AREAS)

    def add_and_search() -> None:
        store.schools.add("Mossgate School", Setting.SCHOOL)
        search("mossgate")

    return {
        READ_ALL: store.schools.search,
        "the first search, which makes the index": search_first,
        "search for words of a name": partial(search, "moor academy"),
        "search for a word that most names have": partial(search, "school"),
        "search for a town": partial(search, "wynmoor"),
        "search for a URN": partial(search, "100100"),
        "search for what isn’t there": partial(search, "xyzzy plugh"),
        "search for eight words that aren’t there": partial(
            search, "lorem ipsum dolores sitting amet consect adipis elits"
        ),
        "add a school, and find it": add_and_search,
        "search for words of a name and an area": partial(search, "academy ash area11"),
        "search for a word with a typing error": partial(search, "larkmor ashtn"),
        "schools that may be meant by a name": partial(nearly, "Larkmor Ashtn Academy", 5, AREAS),
        "suggestion for an unknown id": partial(suggest, "1000011"),
        "suggestion for an unknown name": partial(suggest, "St Marys Catholic Primary Scool"),
    }


def _boards() -> dict[str, Callable[[], object]]:
    chance = random.Random(1)  # noqa: S311

    def word() -> str:
        return "".join(chance.choices(ascii_lowercase, k=chance.randint(4, 9)))

    words = [word() for _ in range(1500)]
    return {
        SHORT_TEXTS: _board_of(lambda: chance.choice(words), 50),
        "the same with 20,000 characters each": _board_of(lambda: chance.choice(words), 20_000),
        "of words with one first letter": _board_of(lambda: f"a{word()}", 20_000),
        "of a school’s name again and again": _board_of(lambda: chance.choice(("xx", "xx", word())), 20_000),
        "of spaces": _board_of(lambda: word() + " " * 200, 20_000),
    }


def _board_of(make_word: Callable[[], str], length: int) -> Callable[[], object]:
    """Return what builds a board from texts of that many characters, which are new each time: some work is cached by text."""
    source = " ".join(make_word() for _ in range(40_000))
    texts, tries = [source[start * 37 :][:length] for start in range(2_000)], count()
    shares = {f"id{number}": Share(board=True) for number in range(100)}

    def build() -> None:
        new = f"try{next(tries)} "
        plans = {}
        for number, school in enumerate(shares):
            points = [{"id": f"r{at}", "text": new + text} for at, text in enumerate(texts[number::100])]
            header = {"school_name": f"{'xx ' * 6_600}{number}"}
            plans[school] = Plan.of(school, {"swot": {"weaknesses": points}, "header": header})
        board(plans, shares, session="s1", names=school_names((), plans.values()))

    return build


if __name__ == "__main__":
    main()
