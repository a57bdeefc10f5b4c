"""Plans made by hypothesis from the model itself, filled with what people type and with what mischief types."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from careerskit.plan import Group, Kind, Plan, Question, Record, questions_of

__all__ = ["IDS", "TEXTS", "TIMES", "plans"]

HOSTILE = (
    "<script>alert('x')</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "{students} {nobody} {{ 7 * 7 }} {% raw %}",
    "${PATH} $x^2$ `rm` %s %(a)s",
    "\x00\x07\x1b[31m\x7f\u0085\u2028",
    "\u202eright to left\u202c مدرسة السماء עברית",
    "👩🏽\u200d🏫 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f e\u0301",
    " spaces \t\r\n\n lines ",
    "'; DROP TABLE revision; --",
    "=1+1",
    "0",
    "null",
)
TEXTS = st.just("") | st.sampled_from(HOSTILE) | st.text(max_size=20)
TIMES = TEXTS | st.sampled_from(
    ("Sept 2026", "Aut1 & Summer2", "termly", "01/09/2026", "31/02/2026", "Oct 16", "Terms 3 & 4")
)
IDS = st.text("abcXYZ019-_", min_size=1, max_size=8)


def plans() -> st.SearchStrategy[Plan]:
    """Plans of every sort, empty ones among them."""
    school = st.text("abcXYZ019-", min_size=1, max_size=12)
    return _group(Plan).flatmap(lambda plan: school.map(lambda key: plan.model_copy(update={"school": key})))


def _group(model: type[Group]) -> st.SearchStrategy[Any]:
    fields = {question.name: _answer(question) for question in questions_of(model)}
    return st.builds(model, **fields, **({"id": IDS} if issubclass(model, Record) else {}))


def _answer(question: Question) -> st.SearchStrategy[Any]:
    values = [choice.value for choice in question.choices]
    match question.kind:
        case Kind.GROUP:
            return _group(question.model)
        case Kind.ROWS:
            return st.lists(_group(question.model), max_size=2, unique_by=lambda record: record.id).map(tuple)
        case Kind.CHOICE:
            return st.sampled_from(["", *values])
        case Kind.CHOICES:
            return st.lists(st.sampled_from(values), unique=True).map(tuple)
        case Kind.TICK:
            return st.booleans()
        case Kind.WHEN:
            return TIMES
        case _:
            return TEXTS
