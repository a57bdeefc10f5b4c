"""A published figure is a number or a symbol, and a symbol is never a zero."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.evidence.figures import SYMBOLS, Figure
from careerskit.plan import Setting

NUMBERS = {
    "93%": 93,
    "161": 161,
    "0": 0,
    "0%": 0,
    "528139": 528139,
    "1,361": 1361,
    "12.5%": 12.5,
    " 94 % ": 94,
    "-3": -3,
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_number_is_read_as_it_is_written(text: str, value: float) -> None:
    assert Figure(text).value == value


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("SUPP", "hidden to protect students", "hidden"),
        ("c", "hidden to protect students", "hidden"),
        ("SP", "less than 0.5%", "under 0.5%"),
        ("~", "less than 0.5%", "under 0.5%"),
        ("NA", "no data", "no data"),
        ("NE", "no entries", "no entries"),
        ("LOWCOV", "not shown, too few students covered", "too few covered"),
        ("z", "not applicable", "not applicable"),
        ("x", "not available", "not available"),
        ("low", "above zero, but rounds to zero", "above zero"),
        ("SN", "not published (SN)", "not published"),
        ("QQ", "not published (QQ)", "not published"),
        ("", "not published", "not published"),
    ],
)
def test_a_symbol_is_shown_in_words(text: str, words: str, short: str) -> None:
    figure = Figure(text)

    assert (figure.value, figure.words, figure.short) == (None, words, short)


def test_numbers_are_formatted_for_readers() -> None:
    assert (Figure("528139").words, Figure("528139").short) == ("528,139", "528,139")
    assert (Figure("0").words, Figure("93%").short) == ("0", "93%")


@given(st.sampled_from(sorted(SYMBOLS)) | st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=12))
def test_no_symbol_is_ever_shown_as_a_zero(text: str) -> None:
    figure = Figure(text)

    assert figure.value is None
    for text in (figure.words, figure.short, *(figure.words_for(setting) for setting in Setting)):
        assert text
        assert not re.search(r"(?<![\d.])0(?![\d.])", text)


def test_students_are_called_by_the_word_of_the_setting() -> None:
    assert Figure("SUPP").words_for(Setting.SPECIAL) == "hidden to protect pupils"
    assert Figure("LOWCOV").words_for(Setting.PROVIDER) == "not shown, too few learners covered"


def test_braces_in_a_damaged_cell_are_plain_text() -> None:
    assert Figure("{students}").words_for(Setting.SPECIAL) == "not published ({students})"


def test_a_figure_says_whether_it_is_known_and_whether_it_is_hidden() -> None:
    assert [Figure(text).is_known for text in ("SUPP", "SN", "7", "QQ")] == [True, True, True, False]
    assert [Figure(text).is_hidden for text in ("SUPP", "c", "NA", "SP", "0")] == [True, True, False, False, False]
