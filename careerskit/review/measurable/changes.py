"""What an objective changes for people, told from what the school does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from careerskit.review.measurable.people import People
from careerskit.review.measurable.quantities import Quantity
from careerskit.review.measurable.text import Found, Plain
from careerskit.review.measurable.times import Time
from careerskit.review.measurable.words import (
    ACTIVITIES,
    AUXILIARIES,
    NOT_YET,
    NOUNS_TOO,
    OFFERED,
    OUTCOMES,
    PROVISION,
    STATES,
    VERBS,
)

__all__ = ["change_in", "is_activity", "lead_of", "verb_of"]

_WINDOW = 16
"""How many words after the people their verb may be."""

_TOKEN = re.compile(r"[a-z0-9'%-]+|[.;:!?()]")
_RESULT = re.compile(
    r"\b(?:so that|so (?=\w+ can\b)|enabl(?:e|es|ing)|help(?:s|ing)?|(?:to )?ensur(?:e|es|ing)(?: that)?|in order that|because)\b"
)
_PREAMBLE = re.compile(
    r"(?:\W|\d+[.)]\s|to\b|we (?:will|want to|aim to)\b|our aim is to\b|the school will\b|by\b|in\b|at the\b"
    r"|working to\b|ensur(?:e|ing)\b"
    r"|that\b|fully\b|further\b|also\b|better\b|actively\b|continue to\b|continuing to\b)+"
)
_DIRECTION = (
    r"increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|improv(?:e|es|ed|ing|ement)|reduc(?:e|es|ed|ing|tion)|lower(?:ing)?|cut|decreas(?:e|ing)"
    r"|grow|boost(?:ing)?|enhanc(?:e|ing)|develop(?:ing)?|doubl(?:e|ing)|halv(?:e|ing)|narrow(?:ing)?|clos(?:e|ing)|eliminat(?:e|ing)|rise"
)
_MOVED = re.compile(rf"\b(?P<verb>{_DIRECTION})\b(?: in| on)?(?P<object>[^.;]*)")
_NUMBER_OF = r"(?:numbers?|no\.?|proportion|percentage|share|rate|%|half|third|quarters?|thirds) of"
_FIRST = re.compile(
    rf"\b(?P<provision>{PROVISION})\b|\b(?P<outcome>{OUTCOMES})(?!\w)|(?P<people>{_NUMBER_OF}|\d%? of) "
)
_MOVES = re.compile(
    rf"(?P<outcome>\b(?:{OUTCOMES})\b)(?P<rest>[^.;]*?\b(?:ris\w+|rose|grow\w*|go(?:es)? (?:up|down|from)|to go up"
    r"|up from|down from|up to"
    r"|down to|falls?|fallen|drops?|narrows?|exceeds?|improves?|to improve|increases?|decreases?|reach(?:es)?"
    r"|(?:is|are) \d[\d.]*%"
    r"|(?:is|are) (?:in line|above|below|better|higher|lower|at least)|from \d[^.;]* to \d|below|under|down"
    r"|have improved|has risen))"
)
_MORE = re.compile(r"\b(?:more|fewer|less|most)(?: of)?(?: (?!for\b|to\b|with\b|of\b|than\b)[\w'-]+){0,3} $")
_NO_GAP = re.compile(r"\b(?:no|without(?: a)?) gap\b")
_KNOWN_BY = re.compile(r"\b(?:known|understood|used|valued) by (?:all )?$")
_EVENTS = re.compile(
    r"\b(?:assembl(?:y|ies)|fairs?|careers? days?|workshops?|newsletters?|talks|lessons for|events?)\b"
)
_PARTNERS = re.compile("employer|business|compan|volunteer|mentor|alumni|adviser")
"""What they do with a school is provision."""
_COUNTED = re.compile(r"(?:%|\bof)?(?: (?!(?:for|to|with|in|per)\b)[\w'-]+){0,3} $")
_WON = frozenset("apprenticeship apprenticeships job jobs employment place places course".split())  # noqa: SIM905
"""What somebody is offered who has applied for it."""
_HAVE = frozenset(("have", "has", "had", "receive", "get", "gain"))
_REACH = frozenset(("reach", "reaches", "achieve", "fulfil", "realise", "reaching"))
_DETERMINERS = frozenset(("a", "an", "the", "their"))
_POTENTIAL = re.compile(r"(?:[\w' ]* )?potential\b")


def lead_of(plain: Plain, times: Sequence[Time]) -> Found | None:
    """Return where the first word is that is part of what the objective asks for, after "By July 2027 we will" and the like."""
    at = 0
    while True:
        if skipped := _PREAMBLE.match(plain, at):
            at = skipped.end()
        time = next((time for time in times if time.with_lead <= at <= time.start or at == time.start), None)
        if time is None or time.end <= at:
            break
        at = time.end
    word = re.compile(r"[\w'-]+").search(plain, at)
    return word.span() if word else None


def change_in(
    plain: Plain, people: Sequence[People], quantities: Sequence[Quantity], times: Sequence[Time]
) -> Found | None:
    """Return what changes for people; None where nothing does, or only what the school does or offers is told."""
    return next(_changes(plain, people, quantities, times), None)


def _changes(
    plain: Plain, people: Sequence[People], quantities: Sequence[Quantity], times: Sequence[Time]
) -> Iterator[Found]:
    is_done_by_school = is_activity(plain, times)
    result = _RESULT.search(plain)
    start = 0 if not is_done_by_school else result.end() if result else len(plain)
    for one in people:
        before = plain[max(0, one.start - 40) : one.start]
        if one.start >= start and not _PARTNERS.match(plain, one.start) and (verb := verb_of(plain, one)):
            yield _whole(plain, (_subject_start(plain, one), verb[1]), times)
        if _KNOWN_BY.search(before):
            yield _whole(plain, (one.start, one.end), times)
    yield from _moved(plain, people, times)
    if is_done_by_school:
        return
    for match in _MOVES.finditer(plain):
        first = _FIRST.search(plain, 0, match.end("outcome"))
        if not (first and first["provision"]):
            yield _whole(plain, match.span(), times)
    if no_gap := _NO_GAP.search(plain):
        yield _whole(plain, no_gap.span(), times)
    for one in people:
        more = _MORE.search(plain[max(0, one.start - 60) : one.start])
        if more and not _is_offered(plain, one):
            yield _whole(plain, (max(0, one.start - 60) + more.start(), one.end), times)
    counted = [quantity for quantity in quantities if not quantity.is_universal]
    for one in people:
        last = max((quantity.end for quantity in counted if quantity.end <= one.start), default=None)
        if last is None or _PARTNERS.match(plain, one.start) or not _COUNTED.fullmatch(plain[last : one.start]):
            continue
        if not _is_offered(plain, one):
            yield _whole(plain, (_subject_start(plain, one), one.end), times)
    if (
        counted
        and people
        and people[0].are_students
        and not _EVENTS.search(plain)
        and not _says_provision(plain, people)
    ):
        yield _whole(plain, (min(people[0].start, counted[0].start), max(people[0].end, counted[0].end)), times)


def _moved(plain: Plain, people: Sequence[People], times: Sequence[Time]) -> Iterator[Found]:
    """Yield what rises or falls, such as "raise aspirations" or "increase the number of students who apply"."""
    at = 0
    while match := _MOVED.search(plain, at):
        at = match.end("verb")
        start, end = match.span("object")
        first = _FIRST.search(plain, start, end)
        if not first or first["provision"]:
            continue
        if first["outcome"] or any(
            first.end() <= one.start <= first.end() + 40 and not _is_offered(plain, one) for one in people
        ):
            yield _whole(plain, (match.start(), first.end()), times)


def _says_provision(plain: Plain, people: Sequence[People]) -> bool:
    """Whether what comes before people is what the school provides, as in "opportunities for students"."""
    first = _FIRST.search(plain, 0, people[0].start)
    return bool(first and first["provision"]) or any(word in NOT_YET for word in re.findall(r"\w+", plain))


def is_activity(plain: Plain, times: Sequence[Time]) -> bool:
    """Whether an objective starts with something that a school does, such as "deliver"."""
    lead = lead_of(plain, times)
    return lead is not None and _stem(plain[slice(*lead)]) in ACTIVITIES


def verb_of(plain: Plain, one: People) -> Found | None:
    """Return where the verb of people is, if it says that something changes for them."""
    previous = "students"
    tokens = list(_TOKEN.finditer(plain, one.end, min(len(plain), one.end + 160)))[:_WINDOW]
    for number, token in enumerate(tokens):
        word = token[0]
        following = [after[0] for after in tokens[number + 1 : number + 6]]
        is_internship = word == "supported" and following and following[0].startswith("internship")
        if word in ".;:!?" or (word in NOT_YET and not is_internship):
            return None
        if word in _HAVE and (NOT_YET & set(following[:2]) or OFFERED & set(following)):
            return None
        if word in _REACH and _POTENTIAL.match(plain, token.end()):
            return None
        if word in ("are", "is", "be", "being"):
            if NOT_YET & set(following[:2]):
                return None
            if STATES & set(following[:2]):
                return token.start(), token.end()
        elif word in VERBS or (
            word in NOUNS_TOO
            and (
                previous in AUXILIARIES or previous == "students" or previous[-1].isdigit() or _is_verb(word, following)
            )
        ):
            return token.span()
        previous = word
    return None


def _is_verb(word: str, following: Sequence[str]) -> bool:
    """Whether a word that may also be a noun is a verb by the word after it, as in "on Level 2 programmes progress to"."""
    after = following[0] if following else ""
    return after in _DETERMINERS or (word in ("progress", "progresses") and after in ("to", "into", "onto", "on"))


def _is_offered(plain: Plain, one: People) -> bool:
    """Whether people are only offered or given something, by the words up to their verb and right after it.

    "students in Year 10 have access to"; not "who are offered a job", which is won.
    """
    tokens = list(_TOKEN.finditer(plain, one.end, min(len(plain), one.end + 160)))[:_WINDOW]
    for number, token in enumerate(tokens):
        word, following = token[0], [after[0] for after in tokens[number + 1 : number + 7]]
        if word in NOT_YET - {"supported"} and not (word == "offered" and _WON & set(following)):
            return not (number and tokens[number - 1][0] == "with")
        if word in ".;:!?":
            return False
        if word in _HAVE:
            if OFFERED & set(following[:3]):
                return True
        elif word in VERBS and word not in AUXILIARIES:
            return False
    return False


def _subject_start(plain: Plain, one: People) -> int:
    """Return where the words start that belong to people: "at least 80% of", "every", "no"."""
    clause = re.split(r"[,:;]|\. |\bthat\b", plain[max(0, one.start - 80) : one.start])[-1]
    return one.start - len(" ".join(clause.split(" ")[-10:]).lstrip())


def _whole(plain: Plain, found: Found, times: Sequence[Time]) -> Found:
    """Return a change to the end of what it says: up to a time, a bracket or the next sentence."""
    start, end = found
    stops = [time.with_lead for time in times if time.with_lead >= end]
    stops += [
        match.start() for match in re.finditer(r"\.(?= |$)|[;(]|, (?:up|down) from|$", plain) if match.start() >= end
    ]
    starts = [time.end for time in times if start < time.end <= found[1] and not plain.startswith("'", time.end)]
    return max([start, *starts]), min(stops)


def _stem(word: str) -> str:
    """Return the verb that "providing" or "provides" is a form of."""
    for ending in ("ing", "es", "s"):
        stem = word.removesuffix(ending)
        if stem != word:
            for verb in (stem, stem + "e", stem[:-1]):
                if verb in ACTIVITIES:
                    return verb
    return word
