"""Old wording in an answer: phrases that were right before September 2025, and what is said today.

Nothing here is an error: a plan may report what was true in 2024. So each message says what is said today, and leaves the choice. A
phrase is listed only with a source for what replaced it; each was read on 27 November 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from careerskit.plan import Setting
from careerskit.review.phrases.text_match import TextMatch

__all__ = ["old_wording"]

_KIND = "old wording"
_TITLE_3 = "Addressing the needs of each young person"
_BENCHMARKS = "Good Career Guidance: The Next 10 Years (The Gatsby Charitable Foundation, November 2024)"
_GUIDANCE = "Careers guidance and access for education and training providers (Department for Education, May 2025)"
_LEP_GUIDANCE = (
    "Guidance for local enterprise partnerships (Department for Levelling Up, Housing and Communities, August 2023)"
)
_NO_LEPS = (
    "Since April 2024 councils and combined authorities do the work of local enterprise partnerships, which the government no "
    "longer funds."
)
_INSTEAD_OF_LEPS = "the council or combined authority, or the local skills improvement plan (LSIP)"
_NO_GRADE = (
    "Since November 2025 Ofsted’s report card has no overall grade. In schools its areas include attendance and behaviour, and "
    "personal development and well-being, which careers belongs to."
)
_AREA = "the area of the report card, for example “personal development and well-being”"
_INSPECTION = "Ofsted’s education inspection framework (in use from 10 November 2025)"
_SCHOOLS = frozenset({Setting.SCHOOL, Setting.SPECIAL})
_ALL = frozenset(Setting)


@dataclass(frozen=True)
class _Phrase:
    """A phrase, what is said today and by whom. unless: what else in the answer shows that today's words are there already.

    near: what has to stand within 80 characters for it to be meant.
    """

    pattern: re.Pattern[str]
    why: str
    mend: str
    source: str
    settings: frozenset[Setting] = field(default=_ALL)
    unless: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None


def _words(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a phrase: a space stands for any spaces, and capitals do not matter."""
    spaced = pattern.replace(" ", r"\s{1,3}")
    return re.compile(rf"\b(?:{spaced})\b", re.IGNORECASE)


_PHRASES = (
    _Phrase(
        _words("addressing the needs of (?:each|every|all) (?:pupils?|students?|learners?)"),
        f"Since September 2025 benchmark 3 is called “{_TITLE_3}”.",
        f"“{_TITLE_3}”",
        _BENCHMARKS,
    ),
    _Phrase(
        _words("by (?:the )?(?:age (?:of )?)14"),
        "Since September 2025 benchmark 2 asks that careers and labour market information is used in each key stage.",
        "“in each key stage”",
        _BENCHMARKS,
        _SCHOOLS,
        near=re.compile(r"\b(?:labour|information|C?LMI|vacanc(?:y|ies)|salar(?:y|ies))\b", re.IGNORECASE),
    ),
    _Phrase(
        _words(
            "identified (?:and appropriately trained )?person|appropriately trained person"
            "|(?:named|designated) person (?:who is )?(?:responsible for|in charge of) (?:the )?careers"
        ),
        "Since September 2025 benchmark 1 says careers leader where it said person.",
        "“careers leader”",
        _BENCHMARKS,
    ),
    _Phrase(
        _words(
            "(?:explicit )?backing of (?:the |our )?(?:SMT|SLT|senior (?:management|leadership) team|senior leaders)"
        ),
        "Since September 2025 benchmark 1 asks for the backing of governors and the headteacher as well as the senior team.",
        "“the backing of {governors}, the headteacher and the senior leadership team”",
        _BENCHMARKS,
        unless=re.compile(r"govern|trustee|board", re.IGNORECASE),
    ),
    _Phrase(
        _words(
            "(?:known|understood) (?:and understood )?by (?:all )?(?:pupils|students|learners), parents,? (?:and )?teachers"
        ),
        "Since September 2025 benchmark 1 also names carers, all staff, governors and other agencies here.",
        "“known and understood by {students}, parents and carers, staff, {governors}, employers and other agencies”",
        _BENCHMARKS,
    ),
    _Phrase(
        _words("parents (?:and carers )?(?:should be |are |will be )?encouraged to access"),
        "Since September 2025 benchmark 2 asks that parents and carers are supported to use information, as well as encouraged.",
        "“parents and carers are encouraged and supported to use”",
        _BENCHMARKS,
    ),
    _Phrase(
        _words(
            "(?:one|1) experiences? of (?:a |the )?workplaces?"
            r"(?! (?:in|during) (?:year |yr |y|key stage |ks)\d{1,2},{0,1} (?:and|plus) (?:one|another|1|a second)\b"
            r"|(?: in| during){0,1} (?:each|every|per) (?:year|key stage)\b)"
        ),
        "Since September 2025 benchmark 6 asks for several meaningful experiences of workplaces by 16 and one more by 18. The "
        "guidance adds a week’s worth of activities in Years 7 to 9 and a week’s worth of placements in Years 10 and 11.",
        "“meaningful experiences of workplaces by age 16, and at least one more by age 18”",
        f"{_BENCHMARKS}; {_GUIDANCE}",
        _SCHOOLS,
    ),
    _Phrase(
        _words("careers (?:guidance|advice|education)[^.\n]{0,60} years? 8 ?(?:to|[-–]|and) ?(?:year )?13"),
        "Since September 2022 independent careers guidance starts in Year 7. Years 8 to 13 are those of provider access.",
        "“Years 7 to 13”",
        _GUIDANCE,
        _SCHOOLS,
    ),
    _Phrase(
        _words("baker clause"),
        "Since January 2023 provider access legislation sets six encounters by law. It builds on what was the Baker Clause.",
        "“provider access legislation”",
        "Skills and Post-16 Education Act 2022",
    ),
    _Phrase(
        _words("future skills surveys?"),
        "The Careers & Enterprise Company calls it the Future Skills Questionnaire.",
        "“Future Skills Questionnaire (FSQ)”",
        "Student career readiness in 2023/24 (The Careers & Enterprise Company, November 2024)",
    ),
    _Phrase(
        _words("overall effectiveness(?! of (?:the |our |its )?(?:careers|programme|CEIAG))"),
        _NO_GRADE,
        _AREA,
        _INSPECTION,
        _SCHOOLS,
        near=re.compile(r"\b(?:ofsted|inspect(?:ions?|ed|ors?)|judge?ments?|judged|grade[ds]?)\b", re.IGNORECASE),
    ),
    _Phrase(_words("behaviour and attitudes"), _NO_GRADE, _AREA, _INSPECTION, _SCHOOLS),
    _Phrase(
        _words("local enterprise partnerships?"),
        _NO_LEPS,
        _INSTEAD_OF_LEPS,
        _LEP_GUIDANCE,
    ),
    _Phrase(
        re.compile(r"\bLEPs?\b"),
        _NO_LEPS,
        _INSTEAD_OF_LEPS,
        _LEP_GUIDANCE,
    ),
    _Phrase(
        re.compile(r"\bESFA\b|\bEducation (?:and|&) Skills Funding Agency\b"),
        "The Education and Skills Funding Agency closed on 31 March 2025. The Department for Education does its work.",
        "“Department for Education”",
        "Announcement of the Department for Education, 11 September 2024",
    ),
    _Phrase(
        re.compile(r"\bIfATE\b|\bInstitute for Apprenticeships(?: (?:and|&) Technical Education)?\b"),
        "The Institute for Apprenticeships and Technical Education was abolished in 2025. Skills England does much of its work.",
        "“Skills England”",
        "Institute for Apprenticeships and Technical Education (Transfer of Functions etc) Act 2025",
    ),
    _Phrase(
        _words("national citizens? service"),
        "National Citizen Service ended on 31 March 2025.",
        "a programme that runs today",
        "Annual report of the National Citizen Service Trust, 2023 to 2024 (GOV.UK)",
    ),
    _Phrase(
        _words("traineeships?"),
        "Since 1 August 2023 there is no national traineeship programme. Some providers still offer the like in study programmes.",
        "“study programme”, “supported internship” or the name of the course",
        "Written statement of the minister for skills, 15 December 2022",
    ),
    _Phrase(
        _words("kickstart (?:scheme|programme|placements?|jobs?)"),
        "The Kickstart Scheme took no new starters after 31 March 2022.",
        "a programme that runs today",
        "How the Kickstart Scheme works (GOV.UK)",
    ),
    _Phrase(
        re.compile(r"\bConnexions\b"),
        "Connexions has not been a national service since the National Careers Service started in 2012.",
        "“National Careers Service”, or the name of your council’s service",
        "Connexions (agency), Wikipedia",
    ),
)


_ANY = re.compile("|".join(phrase.pattern.pattern for phrase in _PHRASES), re.IGNORECASE)
"""Any of the phrases: one look at a text without any, which most are, takes a quarter of the time that nineteen take."""


def old_wording(text: str, setting: Setting = Setting.SCHOOL) -> list[TextMatch]:
    """Return the phrases of a text from before September 2025, in its order, with what is said today in the setting's words."""
    return sorted(_matches(text, setting), key=lambda match: match.start) if _ANY.search(text) else []


def _matches(text: str, setting: Setting) -> Iterator[TextMatch]:
    for phrase in _PHRASES:
        if setting not in phrase.settings or (phrase.unless and phrase.unless.search(text)):
            continue
        for found in phrase.pattern.finditer(text):
            if phrase.near and not phrase.near.search(text[max(0, found.start() - 80) : found.end() + 80]):
                continue
            why, mend = setting.localise(phrase.why), setting.localise(phrase.mend)
            yield TextMatch(found.start(), found.end(), found[0], _KIND, why, phrase.source, mend)
