"""Names in a text that look like a pupil's.

A first name by itself is one: adults are named in full or with a title in a plan, or with where they come from. A first name and a
surname are, if the words around them speak of a pupil: a year group or a form, "a pupil called …", "…’s mum". So staff, employers,
places and programmes stay out, also where they are called like a person. First names are known from ``pupil_names.toml``; where the
words around leave no doubt, any name will do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

__all__ = ["FORM", "PUPIL", "Span", "is_first_name", "is_organisation", "names_of_pupils"]

Span = tuple[int, int]
"""Where a part of a text starts and ends."""

_WORDS = tomllib.loads(files("careerskit.review.phrases").joinpath("pupil_names.toml").read_text("utf-8"))
_FIRST_NAMES, _ALSO_SOMETHING_ELSE, _ORGANISATIONS, _NEVER, _NOT_INITIALS = (
    frozenset(_WORDS[name].split())
    for name in ("first_names", "also_something_else", "organisations", "never", "not_initials")
)
_WELL_KNOWN = frozenset(_WORDS["well_known"].splitlines())

PUPIL = r"(?:[Pp]upil|[Ss]tudent|[Ll]earner|[Cc]hild|[Bb]oy|[Gg]irl|[Ll]ad|[Ll]eaver|[Tt]rainee|[Yy]oungster|[Yy]oung [Pp]erson)"
"""A word for a pupil. With both letters, a search for it takes two thirds of the time of one that ignores case."""

_YEAR = r"(?:[Yy](?:ea)?r?\.? ?(?:[7-9]|1[0-4])\b)"
FORM = r"(?:\b(?:[7-9]|1[0-3])(?:[A-Z]{1,2}|[A-Z][a-z]{2,12}|\.\d)\b)"
_YEAR_OR_FORM = rf"(?:{_YEAR}|{FORM})"
_WORD = r"[A-Z][a-zà-öø-ÿ]{1,20}(?:[-’'][A-Z][a-zà-öø-ÿ]{1,20}){0,2}"
_CANDIDATE = re.compile(rf"(?<![\w.@/’'-]){_WORD}")
_SURNAME = re.compile(rf" (?:((?:[A-Z][’'])?{_WORD})(?![\w@])|[A-Z]\b(?![’']|\.? [A-Z][a-z])\.?)")

_BEFORE_STAFF = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Prof|Professor|Lord|Lady|St|Saint|King|Queen|Prince|Princess|Cllr|Councillor|Rev|Fr)\.? $"
)
_STAFF = re.compile(
    r"(?:,| \(| is| was| [–-]),? (?:[\w’'&/]{1,20} ){0,3}?(?:advis[eo]rs?|leader|lead|governor|teacher|tutor|head(?:teacher)?"
    r"|deputy|principal|manager|director|co-?ordinator|officer|receptionist|librarian|SENDCO|SENCO|SLT|chair|engineer|owner|founder"
    r"|CEO|mentor|author|assistant|technician|counsellor|HR)\b|\s\((?:advis|careers|governor|head|SENCO|SLT|HR|EA\b|EC\b)",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:advis[eo]r|leader|lead|governor|teacher|tutor|head(?:teacher)?|deputy|principal|manager|director|co-?ordinator|officer"
    r"|librarian|SENDCO|SENCO|chair|mentor|assistant|technician|counsellor|champion|coach|trustee)"
)
_NOT_A_PUPIL = r"(?!(?:student|pupil|learner|peer|youth|prefect|with|by|for|to|sees?|seen|saw|from|needs?)s?\b)"
_STARTS_WITH_ROLE = rf"(?:^|[.;!?\n•-] ?)(?:{_NOT_A_PUPIL}[\w’'&/]{{1,20}} ){{0,4}}{_ROLE}"
_IN_ROLE = re.compile(
    rf"(?:^|[^\w ] ?|{_NOT_A_PUPIL}\b[\w’'&/]{{1,20}} )(?P<comma>{_ROLE}, )$"
    rf"|\b[Oo]ur (?:{_NOT_A_PUPIL}[\w’'&/]{{1,20}} ){{0,3}}{_ROLE} $"
    rf"|{_STARTS_WITH_ROLE}(?: (?:for|of|in) [\w’'&/ ]{{1,30}})?(?: is|:| ?[=–-]) $"
    # "Careers champions: Art - Lucy; Maths - Dan", "Careers leads: Emma, Dan and Lucy".
    rf"|{_STARTS_WITH_ROLE}s?(?: (?:for|of|in) [\w’'&/ ]{{1,30}})?:(?:[^.!?]{{0,200}}[;,\n])? ?[A-Z][\w’'&/ ]{{1,30}} ?[=:–-] ?$"
    rf"|{_STARTS_WITH_ROLE}s: ?(?:{_WORD}(?:, ?| and )){{0,12}}$",
    re.IGNORECASE,
)
"""What stands before the name of an adult: a role."""
_KIN = (
    r"(?:mum|mam|mom|dad|mother|father|nan|gran|grandad|grandma|grandparents?|step(?:mum|dad|mother|father)|foster|sister|brother|"
    r"guardian|aunt|aunty|uncle|social worker)"
)
_CLOSE = (
    rf"(?:{_KIN}|parents?|carers?|family|home|EHCPs?|EHC plan|attendance|behaviour|placement"
    r"|options|grades|destination|interview|CV|applications?|offer|results|report|place|personal statement|mock)"
)
_FOR_A_YEAR = (
    r"\s{1,3}(?:students|pupils|learners|parents|tutors?|teachers?|leads?|leader|team|and|to|options|assembly|workshops?|day|visit"
    r"|event)\b"
)

_AFTER_ANY = re.compile(rf"[’']s? {_KIN}\b|(?: \({_YEAR_OR_FORM}\))? and (?:his|her) {_KIN}\b")
_AFTER_KNOWN = re.compile(
    rf"[’']s? {_CLOSE}\b"
    rf"|(?: and [A-Z][a-zà-ÿ]{{1,20}})? and (?:his|her|their) {_CLOSE}\b"
    rf"|,? ?[(–-]?,? ?(?:a|our|one of our|who is|now)? ?(?:also )?(?:in |from |of )?{_YEAR_OR_FORM}(?!{_FOR_A_YEAR})"
    rf"|,? (?:and {_WORD} )?(?:in|from) {_YEAR_OR_FORM}"
    rf"| \((?:EAL|SEND?|PP|FSM|LAC|CLA|EHCP|GRT)\b"
    rf"|[,(–-]{{1,2}} ?\(?(?:a|an|our|one of our|another|who is a) (?:{_YEAR} )?{PUPIL}s?\b"
)
_PREDICATE = re.compile(
    r"(?:, who)? (?:(?:still |also |now |really )?wants to (?:be|work|become|join|go|leave|study|do|train|apply|stay)|is at risk"
    r"|is NEET|(?:is|was) in care|lives (?:in|with)|refuses|dropped out|cried|is (?:predicted|not attending|eligible for)"
    r"|has (?:been (?:permanently |temporarily )?(?:excluded|suspended|moved|absent|off)|missed|dropped out"
    r"|stopped (?:coming|attending)|no (?:plan|offer|place|placement|destination|one|application)|left (?:the|school|college))"
    r"|did(?:n[’']t| not) (?:turn up|attend|come|apply)|never (?:came|turned up|attends|applied))\b"
)
_NOUN = re.compile(
    rf"\b{PUPIL}s?(?P<year> in {_YEAR_OR_FORM})?(?P<link>[,:]? (?:(?:is )?(?:called|named) |\()?)(?={_WORD})"
)
_OPENINGS = tuple(
    f"{kin} of " for kin in ("mum", "dad", "mother", "father", "parent", "parents", "carer", "sister", "brother")
)
_SOMEONE = re.compile(r"\b(?:an?|one|the|this|that|our|my|another) (?:of our )?(?:former )?$", re.IGNORECASE)
_YEAR_BEFORE = re.compile(rf"\b{_YEAR} $")
# What follows a name of an adult from elsewhere or of an organisation, and what stands before a name that is part of a longer one.
_ELSEWHERE = re.compile(
    r",? (?:from|of|at|who works)\b|[’']s? [A-Z]| ?\([A-Z]| (?:and|&) (?:the|[A-Z][a-z]{1,20} [A-Z])|,? [A-Z]| in [A-Z]|-| ?&"
    r"|@|\.\w"
)
_IN_A_NAME = re.compile(
    r"[a-z,;:)’”] (?:[A-Z][\w’'&.-]{0,20})(?: (?:and|&|of|the))? $|\w[@/-]$|[A-Z]\. $|^[A-Z]\w{1,20} (?:and|&) $"
)
_SIBLINGS = re.compile(rf"\b[Tt]he ({_WORD}) (?:twins|brothers|sisters|siblings)\b")
_FAMILY = re.compile(rf"[’']s {_KIN}\b")
_IN_BRACKETS = re.compile(r"\((?:(?:[Yy]ear|[Yy]r|[Yy]) ?\d{1,2}|(?:[7-9]|1[0-3])[A-Za-z]{1,2})\)")
_SMALL_LETTERS = re.compile(r"(?<![\w’'-])[a-z]{3,15}(?![\w’'-])")
_INITIALS = re.compile(r"(?<![\w.])[A-Z](?:\. ?[A-Z]\b\.?|[A-Z]\b)")
_IN_YEAR = re.compile(rf" (?:in |from )?\(?{_YEAR_OR_FORM}")
_IN_FORM = re.compile(rf" (?:in |\(){FORM}")
_PUPIL_BEFORE = re.compile(rf"\b{PUPIL} $", re.IGNORECASE)
_FIRST_PART = re.compile("[-’']")


def is_first_name(word: str) -> bool:
    """Whether a word, perhaps a double name, starts with a first name that we know."""
    name = word.lower()
    return name in _FIRST_NAMES or (not name.isalpha() and _FIRST_PART.split(name, maxsplit=1)[0] in _FIRST_NAMES)


def is_organisation(first: str, last: str) -> bool:
    """Whether a first name with the word after it is an organisation or somebody well known, such as "Grace Academy"."""
    return last in _ORGANISATIONS or f"{first} {last}" in _WELL_KNOWN


def names_of_pupils(text: str) -> Iterator[Span]:
    """Yield where names stand in a text that look like a pupil's."""
    yield from _initials(text)
    introduced = dict(_introductions(text))
    covered = 0
    for found in _CANDIDATE.finditer(text):
        if found.start() >= covered:
            start, end, is_pupil = _name_at(text, found, introduced.get(found.start(), ""))
            covered = end
            if is_pupil:
                yield start, end
    yield from _in_small_letters(text)
    if any(word in text for word in ("twins", "brothers", "sisters", "siblings")):
        yield from (found.span(1) for found in _SIBLINGS.finditer(text))


def _initials(text: str) -> Iterator[Span]:
    """Yield initials of a year group, a form or a pupil: "J.S. in 11B". Without full stops, only those of a form."""
    for found in _INITIALS.finditer(text):
        if "." not in found[0]:
            if found[0] not in _NOT_INITIALS and _IN_FORM.match(text, found.end()):
                yield found.span()
        elif _IN_YEAR.match(text, found.end()) or _PUPIL_BEFORE.search(
            text[max(0, found.start() - 15) : found.start()]
        ):
            yield found.span()


def _introductions(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a word with a capital follows a word for a pupil, and how strongly that says that it is a name.

    "any": any word is a name, "comma": any word is that a comma or full stop follows, "known": a first name that we know is.
    """
    for found in _NOUN.finditer(text):
        before, link = text[max(0, found.start() - 24) : found.start()], found["link"]
        year = _YEAR_BEFORE.search(before)
        someone = _SOMEONE.search(before[: year.start()] if year else before)
        if "called" in link or "named" in link:
            yield found.end(), "any"
        elif link.startswith(","):
            yield found.end(), "comma" if year or someone else ""
        elif link.endswith(("(", ": ")):
            yield found.end(), "known"
        else:
            yield found.end(), "any" if year or someone else "known"
    lower = text.lower()
    for phrase in _OPENINGS:
        if phrase in lower:
            yield from ((found.end(), "known") for found in re.finditer(phrase, text, re.IGNORECASE))


def _in_small_letters(text: str) -> Iterator[Span]:
    """Yield names that are typed in small letters: "jordan smith (year 10)", "jordan's mum"."""
    for pattern in (_IN_BRACKETS, _FAMILY):
        for after in pattern.finditer(text):
            start, end = max(0, after.start() - 30), after.start() - (pattern is _IN_BRACKETS)
            for word in list(_SMALL_LETTERS.finditer(text, start, end))[-2:]:
                if word[0] in _FIRST_NAMES and word[0] not in _ALSO_SOMETHING_ELSE:
                    yield word.start(), end
                    break


def _name_at(text: str, found: re.Match[str], introduced: str) -> tuple[int, int, bool]:
    """Return where the name that starts with a word stands, and whether it looks like a pupil's.

    introduced: see :func:`_introductions`.
    """
    first, start, end = found[0], *found.span()
    known = is_first_name(first)
    sure = first.lower() not in _ALSO_SOMETHING_ELSE
    if first in _NEVER or not (known or introduced or text.startswith(("'", "’", " (", " and "), end)):
        return start, end, False
    is_alone, has_initial = True, False
    surname = _SURNAME.match(text, end)
    if surname and surname[1] not in _NEVER:
        is_alone, has_initial, sure, end = False, not surname[1], True, surname.end()
        if is_organisation(first, surname[1]):
            return start, end, False
    if _BEFORE_STAFF.search(text[max(0, start - 12) : start]) or _STAFF.match(text, end):
        return start, end, False
    signs: list[object] = [introduced == "any", _AFTER_ANY.match(text, end)]
    if introduced == "comma":
        signs += [known, text[end : end + 1] in {",", "."}]
    if known:
        signs += [has_initial, _PREDICATE.match(text, end)]
    if known and sure:
        signs += [introduced == "known", _AFTER_KNOWN.match(text, end)]
    if known and sure and is_alone and not _is_in_role(text, start, end):
        is_elsewhere = _ELSEWHERE.match(text, end) or _IN_A_NAME.search(text[max(0, start - 24) : start])
        signs.append(not is_elsewhere)
    return start, end, any(signs)


def _is_in_role(text: str, start: int, end: int) -> bool:
    """Whether the words before a name say that it is an adult's: "our link governor, Paul, visited", "Careers lead: Emma"."""
    role = _IN_ROLE.search(text[max(0, start - 300) : start])
    return role is not None and (not role["comma"] or text[end : end + 1] in {"", ",", ".", ";", ")", "\n"})
