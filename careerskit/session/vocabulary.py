"""The words of the field, as careers leaders type them in a hurry, and the concept that each stands for.

A concept is one keyword of :mod:`careerskit.session.similarity`, however it is written. Its name is in capitals, so that no word is
taken for it. Words that are not here stand for themselves.
"""

from __future__ import annotations

import re

__all__ = ["ABBREVIATIONS", "CONCEPT_OF", "PARTIES", "PHRASES", "STOP_WORDS", "UNDERSTOOD", "WEAK"]

STOP_WORDS = frozenset(
    """
a able about academy across actually additional all also although always am amazing among an and annual any anyone anything
are area areas arent as at available based be because become been before being below best better big brilliant but by can
cannot cant career careers child children could couldnt current currently day days dedicated despite did didnt difficult
difficulty do does doesnt doing done dont due each easter easy effective enough especially even every everybody everyone
everything excellent fantastic far feel few first for from fully future gap gaps general get gets getting give given giving
go going good got great had hadnt half hard hardly has hasnt have havent having he her here high higher his hold how huge id
if im improve improved in inconsistent increase increased individual individuals is isnt issue issues it its ive january just
keep key kid kids lack lacking large last learner learners less lets level like limited little loads local locally long look
lot lots low make makes making many may me mean means might miss missing moment month more most much must my near nearby need
needed needs never next nice no nobody non none not nothing now of off often old on one only onto or other others our out
over own part particularly patchy people place poor possible post potential present pretty problem problems proper properly
provide provided provides providing public pupil pupils put quite rare rarely really recent recently regular regularly
reluctant role s said same school schools see seem seems seen sept september set several she short should shouldnt show
significant since site small so some something sometimes soon still strength strong student students such summer sure t take
taken takes taking team term than that the their them themselves then there theres these they theyre thing things this those
though through throughout to together too toward towards town tricky try trying unable under until up us use used useful
using v varied varies various very via vital w want wants was wasnt way we weak weakness week well were werent weve what when
where whether which while who why will with within without wont would wouldnt year years yet you young your youre
""".split()  # noqa: SIM905  # a list of one word a line is harder to read
)
"""Stop words: they tell no point from another here. The column of a point says whether something is strong or lacking."""

ABBREVIATIONS = (
    (re.compile(r"\bH\.?E\.?(?=\W|$)|\bHEIs?\b"), " university "),
    (re.compile(r"\bF\.?E\.?(?=\W|$)"), " college "),
    (re.compile(r"\bSEND?\b"), " sendneeds "),
    (re.compile(r"\bLA\b"), " council "),
    (re.compile(r"\bPP\b"), " disadvantaged "),
    (re.compile(r"\bMAT\b"), " trust "),
)
"""Abbreviations that are another word in small letters, and words that say the same."""

PHRASES = tuple(
    (tuple(clues.split()), re.compile(rf"\b(?:{several})(?!\w)"), f" {one} ")
    for clues, several, one in (
        ("bm gb benchmark", r"(?:bm|gb|benchmark) *2", "lmi"),
        ("bm gb benchmark", r"(?:bm|gb|benchmark) *4", "curriculum"),
        ("bm gb benchmark", r"(?:bm|gb|benchmark) *8", "guidance"),
        ("bm gb benchmark", r"(?:bm|gb|benchmark) *([1-8])", r"benchmark\1"),
        ("y", r"(?:years?|yrs?|y) ?(\d{1,2})", r"year\1"),
        ("key ks", r"(?:key stage|ks) ?([1-5])", r"ks\1"),
        ("l1 l2 l3 l4 l5 l6 l7 l8 level lvl", r"(?:level|lvl|l) ?([1-8])", r"level\1"),
        ("1 one", r"(?:1|one) *(?:[:-]|to|2) *(?:1|one)s?", "onetoone"),
        (
            "onetoone personal",
            r"(?:careers? )?(?:onetoone|personal) (?:careers? )?(?:guidance|interviews?|meetings?|advice)",
            "guidance",
        ),
        ("guidance interview", r"(?:careers?|guidance) (?:guidance )?interviews?|careers? guidance", "guidance"),
        (
            "work placement",
            r"world of work|(?:work|workplace)[ -]experiences?|work[ -]?exp?|placements?",
            "workexperience",
        ),
        ("experience", r"experiences? of (?:the )?(?:work|workplaces?|workexperience)", "workexperience"),
        ("market", r"labou?r market(?: information| intelligence| info| data)?", "lmi"),
        ("subject scheme", r"subject (?:areas?|lessons?|teachers?|staff)|schemes? of (?:work|learning)", "curriculum"),
        (
            "buy board behind serious",
            r"buy[ -]?in|on[ -]board|(?:right|get|getting|fully) behind|tak(?:e|es|ing) (?:careers )?seriously",
            "support",
        ),
        ("senior", r"senior (?:leadership(?: team)?|leaders?|management|managers?|team)", "slt"),
        ("enterprise", r"enterprise advis[eo]rs?", "ea"),
        ("enterprise", r"enterprise co-?ordinators?", "enterprisecoordinator"),
        ("enterprise", r"careers? (?:and|&) enterprise company", "cec"),
        ("career cl", r"careers? lead(?:er|ership)?s?|cls?", "careersleader"),
        ("govern", r"(?:careers? )?link governors?|governing body", "governor"),
        ("head", r"head ?teachers?|head(?! of)", "headteacher"),
        ("training", r"training providers?", "provider"),
        ("fe", r"fe ?(?:/|and|&|or) ?he", "college university"),
        ("education", r"further education", "college"),
        ("education", r"higher education", "university"),
        ("authority council", r"local authority|county council", "council"),
        ("academy", r"multi[ -]academy trust", "trust"),
        ("premium", r"pupil premium", "disadvantaged"),
        ("sen special", r"special (?:educational )?needs|send?(?= (?:students?|pupils?|learners?|kids))", "sendneeds"),
        ("student pupil learner", r"(?:former|ex|past|previous)[ -](?:students?|pupils?|learners?)", "alumni"),
        ("form", r"(?:sixth|6th)[ -]forms?", "sixthform"),
        ("time period", r"(?:tutor|form|registration) (?:times?|periods?)", "tutortime"),
        ("level", r"t[ -]?levels?", "tlevel"),
        ("compass", r"compass ?(?:\+|plus)", "compassplus"),
        ("quality", r"quality in careers(?: standard| award| mark)*", "qics"),
        ("apprentice naw", r"(?:national )?apprenticeships? week|naw", "apprenticeshipweek"),
        ("career ncw", r"(?:national )?careers? week|ncw", "ncw"),
        ("close", r"close(?:ly)?(?= (?:links?|relation|work|partner|ties|contact))", ""),
        ("work", r"work(?:s|ing)? (?:\w+ )?with", "links"),
        ("date", r"out[ -]of[ -]date|up[ -]to[ -]date", "outdated"),
        ("whole", r"whole[ -](?:school|college)", "wholeschool"),
        ("development improvement", r"(?:development|improvement) plans?", "developmentplan"),
        ("person every", r"(?:one|1) person'?s? (?:job|role)|everybody'?s|everyone'?s", "wholeschool"),
        ("turn show", r"turns? up|turning up|turned up|turn[ -]?out|shows? up", "attend"),
        ("open", r"open (?:days?|evenings?|events?)", "openday"),
        (
            "falling fewer",
            r"(?:falling|fewer) (?:rolls?|numbers|students|pupils)(?: on rolls?)?|(?:pupil|student) numbers (?:are )?falling",
            "intake",
        ),
    )
)
"""What the field writes in several words or shapes, and the word that stands for it, with clues: one of them is in any text that
has the phrase, and to look for them first is much faster. Earlier lines come first."""

_WORDS_OF = {
    # Who it is about
    "EMPLOYER": "employer business firm company industry",
    "COLLEGE": "college fe",
    "UNIVERSITY": "university uni",
    "PROVIDER": "provider",
    "APPRENTICESHIP": "apprenticeship apprentice",
    "PARENT": "parent parental carer family mum dad",
    "SLT": "slt smt leadership",
    "HEAD": "headteacher principal",
    "GOVERNOR": "governor",
    "EA": "ea",
    "EC": "enterprisecoordinator",
    "CEC": "cec",
    "LEADER": "careersleader",
    "ADVISER": "adviser advisor",
    "STAFF": "staff teacher colleague",
    "PRIMARY": "primary",
    "ALUMNI": "alumni alumnus",
    "SEND": "sendneeds",
    "DISADVANTAGED": "disadvantaged",
    "BOYS": "boy",
    "GIRLS": "girl",
    "HUB": "hub",
    "TRUST": "trust",
    "COUNCIL": "council",
    "SIXTHFORM": "sixthform",
    # What it is about
    "GUIDANCE": "guidance onetoone",
    "LMI": "lmi",
    "CURRICULUM": "curriculum curric subject",
    "CPD": "cpd train inset",
    "TRACKING": "track",
    "COMPASSPLUS": "compassplus",
    "TIME": "time busy hour capacity period",
    "RESOURCE": "resource",
    "BUDGET": "budget fund money finance financial",
    "WORKLOAD": "workload overworked overloaded",
    "LEAVE": "leave left turnover retire resign",
    "NEW": "new newly start introduce appoint open",
    "CLOSE": "close closure shut",
    "TRANSPORT": "transport bus travel rural location",
    "EXAM": "exam result gcse",
    "OFSTED": "ofsted inspect inspector inspection",
    "WEBSITE": "website webpage web page",
    "VISIT": "visit trip",
    "TALK": "talk speaker speak presentation",
    "EVENING": "evening eve",
    "WORKEXPERIENCE": "workexperience wex",
    "WORKPLACE": "workplace",
    "IMPACT": "impact",
    "EVALUATION": "evaluate evaluation review",
    "WHOLESCHOOL": "wholeschool",
    "ASSEMBLY": "assembly",
    "QICS": "qics",
    "NCW": "ncw",
    "DESTINATION": "destination",
    "ASPIRATION": "aspiration ambition",
    "INTAKE": "intake",
    "COMMITTED": "commitment commit enthusiastic enthusiasm motivate",
    # What is said about it: many points say it in one of several words, and some don't
    "LINK": "link relationship relation partnership partner connection contact tie",
    "ENGAGE": "engage involve support supportive back priority prioritise interest value champion keen buyin responsive",
    "ATTEND": "attend attendance come",
    "KNOW": "know knowledge aware understand inform information info",
    "SHARE": "share",
    "EMBED": "embed integrate",
    "UPDATE": "outdated update",
    "PRESSURE": "pressure focus",
    "ENCOUNTER": "encounter meet",
    "VACANT": "vacant vacancy unfilled",
    "MEASURE": "measure",
    "CUT": "cut",
    "AWARD": "award achieve",
    "EXPERIENCED": "experience",
    "RESPONSIBILITY": "responsibility responsible approach",
    "QUALIFIED": "qualify qualification",
    "PLAN": "plan programme program",
    "LESSON": "lesson",
}
"""Each concept, and the words for it without their endings."""

CONCEPT_OF = {word: concept for concept, words in _WORDS_OF.items() for word in words.split()}
"""The concept of each word."""

_CONCEPTS = list(_WORDS_OF)
PARTIES = frozenset(_CONCEPTS[: _CONCEPTS.index("SIXTHFORM") + 1])
"""Whom a point is about. Points about different ones are different points, whatever else they share."""

WEAK = frozenset(_CONCEPTS[_CONCEPTS.index("LINK") :])
"""What is said about something: half as important as what it is said about."""

UNDERSTOOD = {"CPD": "STAFF", "WORKLOAD": "STAFF", "LEAVE": "STAFF"}
"""Whom a point is about where it names nobody: "Workload" is that of the staff."""
