"""Personal data in an answer: what may give a pupil, or anybody, away before the plan reaches governors and the website.

A plan needs no pupil's data: it is about groups, and for staff a role is better than a name. So what looks like a named pupil, a
date of birth, a unique pupil number, an email address, a telephone number, somebody's health or a group of very few is pointed out,
with what to write instead. Everything happens here, by rules: no text leaves the computer. A rule can be wrong both ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from careerskit.review.phrases.pupil_names import PUPIL, Span, is_first_name, is_organisation, names_of_pupils
from careerskit.review.phrases.small_groups import SMALLEST_GROUP, small_groups
from careerskit.review.phrases.text_match import TextMatch

__all__ = ["personal_data"]

_DFE = "Data protection in schools (Department for Education)"
_IN_A_PLAN = "A plan is read by governors and may be on the website."


@dataclass(frozen=True)
class _Rule:
    """How one kind of personal data is found, why it matters, and what to write instead."""

    kind: str
    find: Callable[[str], Iterator[Span]]
    why: str
    mend: str
    source: str = _DFE


def personal_data(text: str) -> list[TextMatch]:
    """Return what in a text looks like personal data, in its order. No two matches of one kind overlap."""
    found = []
    for rule in _RULES:
        covered = 0
        for start, end in sorted(rule.find(text)):
            if start >= covered:
                found.append(TextMatch(start, end, text[start:end], rule.kind, rule.why, rule.source, rule.mend))
                covered = end
    return sorted(found, key=lambda match: (match.start, match.end))


# Dates of birth

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}"
_NUMERIC_DATE = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|20\d\d-\d\d-\d\d)\b"
_DATE = rf"(?:{_NUMERIC_DATE}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:20)?\d\d\b)"
_BORN = re.compile(
    rf"\b(?:born(?: on)?(?: the)?|d\.? ?o\.? ?b\.?|date of birth|birth ?da(?:te|y))[^\w\n]{{0,4}}(?:is |was |on )?{_DATE}"
    rf"|\b(?:DOB|date of birth)\b[^\n]{{0,40}}?\b{_DATE}",
    re.IGNORECASE,
)
_BIRTHS = ("born", "birth", "dob", "d.o.b", "d. o. b")
_DAY = re.compile(rf"(?<![\w./-]){_NUMERIC_DATE}")
_NAME_BEFORE = re.compile(r"(?<!\w)([A-Z][a-z]{1,20})(?: [A-Z][\w’'-]{1,20})?,? \(?$")


def _births(text: str) -> Iterator[Span]:
    lower = text.casefold()
    if any(word in lower for word in _BIRTHS):
        yield from (found.span() for found in _BORN.finditer(text))
    for found in _DAY.finditer(text):
        name = _NAME_BEFORE.search(text[max(0, found.start() - 48) : found.start()])
        if name and is_first_name(name[1]):
            yield found.span()


# Unique pupil numbers

_UPN = re.compile(r"\b[A-HJ-NP-RT-Z] ?\d(?: ?\d){10} ?[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE | re.ASCII)
_SAYS_UPN = re.compile(r"\bUPNs?\W{1,3}$", re.IGNORECASE)
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _upns(text: str) -> Iterator[Span]:
    """Yield unique pupil numbers whose check letter is right, or which are called one.

    The check letter stands for the remainder of dividing by 23 the sum of the twelve others, each multiplied by its place, from 2.
    The last of a temporary number is a letter, which counts as its place among the check letters (UK Government Data Standards
    Catalogue, Unique Pupil Number, version 2.0).
    """
    for found in _UPN.finditer(text):
        letter, *others = list(found[0].replace(" ", "").upper())
        values = [int(sign) if sign.isdigit() else _CHECK_LETTERS.index(sign) for sign in others]
        total = sum(place * value for place, value in enumerate(values, start=2))
        if _CHECK_LETTERS[total % 23] == letter or _SAYS_UPN.search(text[max(0, found.start() - 8) : found.start()]):
            yield found.span()


# Addresses and numbers

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}\b")
_ROLES = re.compile(
    r"(?:careers?|info|enquir(?:y|ies)|office|admin\w{0,10}|hello|contact|reception|school|work\.?experience|apprenticeships?|governors?|"
    r"head(?:teacher)?|principal|hr|jobs|placements?|support|mail|team|sixthform|events|employers?|training|press|dpo|general|post)"
    r"(?:[._-]?(?:team|leader|adviser|advisor|office|hub|enquiries|dept))?",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w+])(?:\+44 ?(?:\(0\) ?)?|0044 ?|\(?0 ?)(?:7\d{3}|1\d{2,4}|2\d{1,3})\)?[ -]?\d{3,4}(?:[ -]?\d{3,4}){0,2}(?!\w)",
)


_LENGTHS = (10, 11)
"""How many digits a number of the United Kingdom has, its 0 included."""


def _emails(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from (found.span() for found in _EMAIL.finditer(text) if not _ROLES.fullmatch(found[1]))


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        national = found[0].replace("+44", "0").replace("0044", "0").replace("(0)", "")
        if sum(sign.isdigit() for sign in national) in _LENGTHS:
            yield found.span()


# Health

_CONDITIONS = (
    "(?-i:ADHD)", "(?-i:ADD)", "(?-i:ASD)", "(?-i:ASC)", "(?-i:OCD)", "(?-i:PTSD)", "(?-i:MS)",
    "autis(?:m|tic)", "asperger[’']?s?", "epilep(?:sy|tic)", "diabet(?:es|ic)", "asthma(?:tic)?", "anxiety", "depression",
    "dyslexi[ac]", "dyspraxi[ac]", "dyscalculia", "tourette[’']?s?", "cerebral palsy", "cancer", "leukaemia", "down[’']?s syndrome",
    "eating disorder", "anorexi[ac]", "bulimi[ac]", "bipolar", "psychosis", "schizophreni[ac]", "panic attacks?", "migraines?",
    "hearing (?:loss|aids?|impair(?:ed|ment))", "visually impaired", "sight impaired", "partially sighted", "deaf", "blind",
    "crohn[’']?s", "cystic fibrosis", "sickle cell", "long covid", "heart condition", "medical condition", "health condition",
    "mental health", "learning disabilit(?:y|ies)", "learning difficult(?:y|ies)", "disabilit(?:y|ies)", "disabled",
    "selective(?:ly)? mut(?:e|ism)", "type (?:1|one|2|two) diabetes", "speech impediment", "stammer", "allerg(?:y|ic|ies)",
    "pregnan(?:t|cy)", "miscarriage", "seizures?", "illness", "chronic fatigue", "eczema", "scoliosis", "brain injury", "tumou?r",
    "stroke", "breakdown", "sectioned", "suicidal", "overdose", "arthritis", "coeliac", "(?-i:HIV)",
)  # fmt: skip
_STATES = (
    "walking frame", "feeding tube", "operation", "sick leave",
    "medication", "antidepressant", "insulin", "ritalin", "chemotherapy", "tablets", "wheelchair", "hospital", "harm", "hurt",
    "kill h", "psych", "counsellor", "therapist", "camhs", "off sick", "off ill", "off with", "diagnosed",
)  # fmt: skip
_CAPITALS = tuple(condition[5:-1] for condition in _CONDITIONS if condition.startswith("(?-i:"))
_HINTS = (
    *(re.split(r"\w[?]|[^\w ]", condition, maxsplit=1)[0] for condition in _CONDITIONS if condition[0] != "("),
    *_STATES,
)
"""How the words start, one of which a text has if it speaks of health: most have none, and need no further look."""

_CONDITION = (
    rf"(?:{'|'.join(_CONDITIONS)})\b(?! (?:training|awareness|leads?|first|nurs(?:e|es|ing)|support|champions?|qualification|"
    r"charit(?:y|ies)|specialist|teams?|base|unit|services?|practitioner|advis[eo]r|friendly|confident|policy|provision|hub))"
)
_WHO = (
    rf"(?:(?:Year|Yr|Y) ?\d{{1,2}} )?{PUPIL}s?"
    r"(?: (?:in|from) (?:(?:Year|Yr|Y) ?\d{1,2}|\d{1,2}[A-Z]|(?:his|her|their) [\w-]{1,12}(?: year)?))?"
)
_NAMED = (
    r"(?-i:\b(?P<name>[A-Z][a-z]{1,20})(?: (?P<surname>[A-Z](?:[’'][A-Z])?[\w-]{0,20}))?)"
    r"(?:,? \(?(?:in |from |of )?(?:(?:Year|Yr|Y) ?\d{1,2}|\d{1,2}[A-Z])\)?,?)?"
)
"""A name, perhaps with a year group or form: "Jack", "Jack Taylor in 10B"."""
_SOMEBODY = (
    r"(?:\b(?:she|he)|\b(?:one|this|that|the|an?|another|our|my|her|his)(?: of our| of the)? "
    rf"(?:{_WHO}|son|daughter|careers (?:lead|leader|adviser))|{_NAMED})"
)
_STATE = (
    r"(?: (?:also|still|now|only))?(?:"
    r"(?:[’']s(?: got)?| (?:has got|has|had|is|was|suffers from|suffered from|struggles with|is struggling with"
    r"|is recovering from|copes with|is treated for|gets|lives with|has been diagnosed with"
    r"|was diagnosed with))"
    rf"(?: (?:[\w-]{{1,15}} ){{0,2}}| ){_CONDITION}"
    r"| (?:is on|was on|takes|is taking|needs|took) (?:[\w-]{2,15} ){0,2}?"
    r"(?:medication|antidepressants?|insulin|ritalin|chemotherapy|tablets)\b"
    r"| (?:uses|is in|needs) a (?:wheelchair|walking frame|hearing aid|feeding tube)\b| (?:is|was|has been) in hospital\b"
    r"| (?:is|was|has been) on (?:long[- ]term )?sick leave\b"
    r"| (?:has had|had|is having|needs) (?:an?|two|three|several|heart|\w{1,12}) operations?\b"
    r"| self-? ?harm(?:s|ed|ing)?\b| (?:has )?(?:tried|wants|wanted) to (?:harm|hurt|kill) (?:him|her)self\b"
    r"| (?:sees|is seeing|saw) (?:a|the|her|his) (?:psychiatrist|psychologist|counsellor|therapist)\b"
    r"| (?:is|was) (?:on the waiting list for|with|under|known to) CAMHS\b| (?:is|was|has been) off (?:sick|ill|with)\b)"
)
_IN_A_STATE = re.compile(rf"{_SOMEBODY}{_STATE}", re.IGNORECASE)
_WHOSE = re.compile(
    rf"(?:(?<!or )(?<!/)\b(?:his|her)|\b(?:this|that|the|one|our|my) (?:{PUPIL}|son|daughter)[’']s"
    rf"|{_NAMED}[’']s)"
    rf"(?! or)(?: (?:own|severe|recent|past|poor))? {_CONDITION}",
    re.IGNORECASE,
)
_DIAGNOSED = re.compile(
    r"\b(?:was|has been|is being|got) diagnosed\b|\bsigned off (?:sick|ill|with)\b|\bon long[- ]term sick leave\b|\boff sick\b"
    r"|\b(?:is|was|been) off with\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"\b(?:any|each|every|all|no|if|when|where|whether|students|pupils|learners|anyone|everyone|everybody|those|children|people)\b"
    r"[^.;\n]{0,30}$",
    re.IGNORECASE,
)


_WITH = re.compile(
    rf"\b(?:(?:one|our|this|another) {PUPIL} with (?:[\w-]{{2,15}} ){{0,2}}?{_CONDITION}"
    rf"|{PUPIL} with (?:[\w-]{{2,15}} ){{0,2}}?{_CONDITION} (?:in|from) (?:(?:Year|Yr|Y) ?\d{{1,2}}|\d{{1,2}}[A-Z]\b)"
    rf"|an? (?:Year|Yr|Y) ?\d{{1,2}} with (?:[\w-]{{2,15}} ){{0,2}}?{_CONDITION})",
    re.IGNORECASE,
)


def _health(text: str) -> Iterator[Span]:
    lower = text.casefold()
    if not any(hint in lower for hint in _HINTS) and not any(letters in text for letters in _CAPITALS):
        return
    for pattern in (_IN_A_STATE, _WHOSE, _WITH, _DIAGNOSED):
        for found in pattern.finditer(text):
            name, surname = (found.groupdict().get(part) for part in ("name", "surname"))
            if name and surname and is_organisation(name, surname):
                continue
            if name is None and _ANYBODY.search(text[max(0, found.start() - 45) : found.start()]):
                continue
            if name is None or is_first_name(name):
                yield found.span()


_RULES = (
    _Rule(
        "named pupil",
        names_of_pupils,
        f"This looks like the name of a pupil. {_IN_A_PLAN} A name, with or without a year group, tells them who it is.",
        "Write what it means for a group, for example “a Year 10 student” or “some students in Year 10”.",
    ),
    _Rule(
        "date of birth",
        _births,
        f"This looks like a date of birth, which points at one person. {_IN_A_PLAN}",
        "Write the year group.",
    ),
    _Rule(
        "unique pupil number",
        _upns,
        "This looks like a unique pupil number (UPN), which belongs in the school’s own records only.",
        "Leave it out.",
    ),
    _Rule(
        "email address",
        _emails,
        f"This looks like somebody’s own email address. {_IN_A_PLAN} Only the careers leader’s has to be published.",
        "Write the role, or an address that is not a person’s, such as careers@ and the name of your school.",
    ),
    _Rule(
        "telephone number",
        _phones,
        f"This looks like a telephone number. {_IN_A_PLAN} Only the careers leader’s has to be published.",
        "Leave out the number. Say who to contact by role.",
    ),
    _Rule(
        "health detail",
        _health,
        "This looks like a person’s health, which the law protects more than other personal data.",
        "Write about the group and what it needs, for example “students with anxiety can use a quiet room”.",
    ),
    _Rule(
        "small group",
        small_groups,
        f"This is about fewer than {SMALLEST_GROUP} people, so readers may work out who they are.",
        f"Write it without the figure, for example “a few students”, or for a group of {SMALLEST_GROUP} or more.",
        f"The Department for Education hides small numbers too. The limit of {SMALLEST_GROUP} is ours.",
    ),
)
