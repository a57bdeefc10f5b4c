"""Templates are in plain words: no name from the code is shown on a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).parents[2] / "careerskit").rglob("*.html.j2"))
WORDS = {"JavaScript"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_no_class_of_the_code_is_named_on_a_page(template):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text("utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", re.sub(r"<[^>]*>", " ", text))) <= WORDS
