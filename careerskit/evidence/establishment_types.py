"""The types, phases and statuses of establishments, as Get Information about Schools names them, and what they are here.

The names are those of the service itself (https://github.com/DFE-Digital/get-information-about-schools, in
``Web/Edubase.Services/Enums``). The codes are those of its downloads, on which the Department's other services agree. Lists of
other years write some names a little differently ("All through", "All-through"), so capitals and signs do not count.
"""

from __future__ import annotations

from careerskit.evidence.tables import canonical
from careerskit.plan import Setting

__all__ = ["is_in_scope", "is_known_type", "phase_of", "setting_of", "status_of", "type_of"]

_TYPES = {
    1: "Community school",
    2: "Voluntary aided school",
    3: "Voluntary controlled school",
    5: "Foundation school",
    6: "City technology college",
    7: "Community special school",
    8: "Non-maintained special school",
    10: "Other independent special school",
    11: "Other independent school",
    12: "Foundation special school",
    14: "Pupil referral unit",
    15: "Local authority nursery school",
    18: "Further education",
    24: "Secure units",
    25: "Offshore schools",
    26: "Service children's education",
    27: "Miscellaneous",
    28: "Academy sponsor led",
    29: "Higher education institutions",
    30: "Welsh establishment",
    31: "Sixth form centres",
    32: "Special post 16 institution",
    33: "Academy special sponsor led",
    34: "Academy converter",
    35: "Free schools",
    36: "Free schools special",
    37: "British schools overseas",
    38: "Free schools alternative provision",
    39: "Free schools 16 to 19",
    40: "University technical college",
    41: "Studio schools",
    42: "Academy alternative provision converter",
    43: "Academy alternative provision sponsor led",
    44: "Academy special converter",
    45: "Academy 16-19 converter",
    46: "Academy 16 to 19 sponsor led",
    49: "Online provider",
    56: "Institution funded by other government department",
    57: "Academy secure 16 to 19",
}
_PHASES = (
    "Not applicable",
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Secondary",
    "Middle deemed secondary",
    "16 plus",
    "All-through",
)
_STATUSES = ("", "Open", "Closed", "Open, but proposed to close", "Proposed to open")

_SPECIAL = frozenset(_TYPES[code] for code in (7, 8, 10, 12, 33, 36, 44))
_COLLEGES = frozenset(_TYPES[code] for code in (18, 31, 32, 39, 45, 46))
_OUTSIDE = frozenset(
    (
        *(_TYPES[code] for code in (15, 25, 29, 30, 37)),
        "Children's centre",
        "Children's centre linked site",
        "EY setting",
    )
)
"""Nurseries, universities, and schools outside England. Those of the armed forces abroad (26) follow English guidance."""

_MISCELLANEOUS, _16_PLUS = _TYPES[27], _PHASES[6]
_OF_SCOPE, _EARLIER = frozenset(_PHASES[4:]), frozenset(_PHASES[1:4])

_SCHOOL_LEAVING = 16
_AGE_IN_YEAR_7 = 12
"""How old students are at the end of Year 7, from which a school's statutory careers guidance starts."""


def _key(name: str) -> str:
    return canonical(name).replace("16_to_19", "16_19")


_TYPE_BY_KEY = {_key(name): name for name in (*_TYPES.values(), *_OUTSIDE)}
_PHASE_BY_KEY = {_key(name): name for name in _PHASES}
_STATUS_BY_KEY = {_key(name): name for name in _STATUSES}


def type_of(name: str, code: str) -> str:
    """Return a type by its name, or else by its code; the name itself where it is not known.

    The name counts first: in some published rows the two contradict each other, and people read the name.
    """
    return _TYPE_BY_KEY.get(_key(name)) or name or _TYPES.get(int(code) if code.isdecimal() else 0, "")


def phase_of(name: str, code: str) -> str:
    """Return a phase in the words of today; see :func:`type_of`."""
    return _PHASE_BY_KEY.get(_key(name)) or name or _at(_PHASES, code)


def status_of(name: str, code: str) -> str:
    """Return a status in the words of today; see :func:`type_of`."""
    return _STATUS_BY_KEY.get(_key(name)) or name or _at(_STATUSES, code)


def is_known_type(kind: str) -> bool:
    """Whether a type is one of those that the service lists."""
    return _key(kind) in _TYPE_BY_KEY


def setting_of(kind: str, phase: str, low_age: int | None) -> Setting:
    """Return the setting of an establishment, from its type, its phase and the lowest age of its students in years.

    The Department has no type for training providers. It lists adult education centres and the like as miscellaneous.
    """
    is_adult = low_age is not None and low_age >= _SCHOOL_LEAVING
    if kind in _SPECIAL:
        return Setting.SPECIAL
    if kind in _COLLEGES:
        return Setting.COLLEGE
    if kind == _MISCELLANEOUS:
        return Setting.PROVIDER if is_adult else Setting.SCHOOL
    return Setting.COLLEGE if not is_known_type(kind) and (is_adult or phase == _16_PLUS) else Setting.SCHOOL


def is_in_scope(kind: str, phase: str, high_age: int | None) -> bool:
    """Whether careerskit is for an establishment: in England, with students in Year 7 or later. Where nothing says so, it may be.

    Its phase says so of most. Special and independent schools have none, so their highest age in years decides.
    """
    if kind in _OUTSIDE:
        return False
    if phase in _OF_SCOPE or high_age is None:
        return phase not in _EARLIER
    return high_age >= _AGE_IN_YEAR_7


def _at(names: tuple[str, ...], code: str) -> str:
    return names[int(code)] if code.isdecimal() and int(code) < len(names) else ""
