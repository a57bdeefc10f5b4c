"""The words by which a change is told from what a school does.

Written for this check: the template's own prompts ("What would success look like?") and the updated benchmarks' criteria say what
students have had and know, and careers plans list activities. The labelled objectives of the tuning half added what was missing.
"""

from __future__ import annotations

__all__ = ["ACTIVITIES", "AUXILIARIES", "NOT_YET", "NOUNS_TOO", "OFFERED", "OUTCOMES", "PROVISION", "STATES", "VERBS"]

ACTIVITIES = frozenset(
    """
    address allow appoint arrange audit build celebrate challenge collect commission communicate comply consult
    continue create deliver design display embed employ encourage engage establish evaluate expand explore extend
    facilitate fund gather give hold host identify implement inform inspire integrate introduce invest investigate
    invite keep launch liaise link maintain map monitor motivate offer organise organize plan prepare promote
    produce provide publish recruit refresh relaunch research review run secure send share signpost source
    strengthen support sustain take track train trial update upskill use widen work write equip
    """.split()  # noqa: SIM905  # a list of one word a line is harder to read
)
"""What a school does, as the first word of an objective."""

VERBS = frozenset(
    """
    know knows knew understand understands can cannot could attend attends attended complete completes completed
    make makes made choose chooses chose chosen apply applies applied gain gains gained feel feels say says explain
    explains describe describes achieve achieves reach reaches write writes meet meets met spend spends spent
    receive receives received get gets got go goes begin begins become becomes enter enters join joins enjoy enjoys
    think thinks believe save saves finish finishes stay stays remain reply replies shadow shadowed drop learn
    learns see sees talk talks tell tells pass passes return returns recognise identify participate participates
    participated travel travels take takes taken took move moves moved leave leaves left develop develops choose
    show shows teach teaches do does did enrol enrolled own earn earns secure secures compare compares read reads
    speak speaks improve improves increase increases reduce have has had went gone agree agrees hold holds held
    """.split()  # noqa: SIM905
)
"""What people do or have, after the words for them."""

NOUNS_TOO = frozenset(
    """
    access accessed change changes experience experienced explore explored interview link links log name names plan
    progress progresses progressed rate rates record records report reports start starts study studies use used uses
    visit visits visited work works update updates present practise contact share
    """.split()  # noqa: SIM905
)
"""The same, where the word may also be a noun: only right after the people or an auxiliary."""

AUXILIARIES = frozenset(
    "will to can have has had not never also and or who they should must who've all always regularly each do does".split()  # noqa: SIM905
)

STATES = frozenset(
    """
    able ready prepared confident secure without in on neet known employed placed enrolled better
    """.split()  # noqa: SIM905
)
"""What people are, after "are" or "be"."""

NOT_YET = frozenset(
    """
    aware awareness offered supported encouraged inspired motivated exposed informed provided given invited
    challenged equipped signposted benefit benefits opportunity opportunities access chance thrive thrives entitled
    engaged
    """.split()  # noqa: SIM905
)
"""What may lead to a change, but is none."""

OFFERED = frozenset("access opportunity opportunities chance support one-to-one entitlement".split())  # noqa: SIM905
"""What people may have without having done anything."""

OUTCOMES = (
    r"attend[ea]nce|absen(?:ce|tees?)|attainment|achievement|results|destinations?|progression|neets?|aspirations?|confidence"
    r"|knowledge|understanding|skills?|independence|participation|engagement|up-?take|take-?up|applications?|retention"
    r"|readiness|motivation|well-?being|resilience|exclusions?|suspensions?|drop-?outs?|drop out|behaviour|literacy|vocabulary"
    r"|ability|satisfaction|gaps?|imbalances?|entries|employment|punctuality|grades|mobility|self-\w+|encounters (?:for|per)"
    r"|scores? of"
)
"""What is measured about people."""

PROVISION = (
    r"awareness|provision|programmes?|offer|opportunit(?:y|ies)|range|links?|visits?|compass|benchmarks?|bms?\s?\d|gbs?\s?\d"
    r"|tracking|data|quality|curriculum|communication|culture|information|careers|ceiag|employers?(?! encounters)|voice|cpd"
    r"|budget|website|access|support|guidance|approach|relationships?|partnerships?|system|policy|standard|profile|use of"
    r"|our use|lmi|team|strategy|activities|events?|needs|pathways|stereotypes|destinations? data|conversations?"
)
"""What a school provides."""
