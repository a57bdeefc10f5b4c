"""Points that say the same are grouped, and near misses are not: a wrong group embarrasses a facilitator in front of the room."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from careerskit.session.similarity import cluster_similar

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "grouping.py"

MINIMUM_PRECISION, MINIMUM_RECALL = 0.92, 0.72
"""On the held-out half, a little below what was measured: 0.95 and 0.77. Single linkage of keywords had 0.72 and 0.52."""


def is_together(*texts, topics=()):
    return len(cluster_similar(texts, topics)) == 1


def test_most_labelled_points_are_grouped_and_few_wrongly():
    done = subprocess.run([sys.executable, BENCHMARK, "--json"], capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])["held-out"]
    assert measured["points"] > 200
    assert measured["precision"] >= MINIMUM_PRECISION
    assert measured["recall"] >= MINIMUM_RECALL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Strong links with employers", "Strong links with colleges"),
        ("A new Enterprise Adviser", "A new employer"),
        ("A new Enterprise Adviser", "Enterprise Adviser"),
        ("2 employers", "4 employers"),
        ("Two employers", "Four employers"),
        ("1:1 guidance for Year 9", "1:1 guidance for Year 13"),
        ("Low aspirations of boys", "Low aspirations of girls"),
        ("LMI", "LMI not shared with parents"),
        ("Careers leader leaving", "Careers adviser leaving"),
        ("Staff training", "Tracking"),
        ("Careers plan not shared with staff", "Careers plan not shared with governors"),
        ("HE encounters", "He has no encounters"),
    ],
)
def test_points_about_something_else_are_apart(one, other):
    assert not is_together(one, other)


@pytest.mark.parametrize(
    "texts",
    [
        ("Two employers", "2 employers"),
        ("Strong links with employers", "good relationships with local firms", "Employer links"),
        ("EA is supportive", "Supportive enterprise advisor"),
        ("SLT buy-in", "senior leaders right behind us", "Senior Leadership Team on board"),
        ("parental engagment", "Families are not engaged", "Parents aren't involved"),
        ("HE links", "Links with universities", "Uni links"),
        ("Benchmark 8", "personal guidance", "One-to-one careers interviews"),
    ],
)
def test_points_that_say_the_same_are_together_however_they_are_written(texts):
    assert is_together(*texts)


def test_a_point_that_is_like_two_others_does_not_join_them():
    apart = ["Careers website out of date and hard to search", "Careers website has no videos"]
    assert not is_together(*apart)
    assert len(cluster_similar([*apart, "Careers website"])) >= 2


def test_a_chosen_prompt_says_whom_a_point_is_about():
    texts = ["they are right behind us", "SLT buy-in"]
    assert not is_together(*texts)
    assert is_together(*texts, topics=["SLT Buy-in", ""])
