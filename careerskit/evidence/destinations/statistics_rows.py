"""Which rows of the destination measures are kept, and what each is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.destinations.cells import Block, bad_rows, plain_numbers
from careerskit.evidence.destinations.consistency import Consistency
from careerskit.evidence.destinations.phases import Phase, parse_year, years_after
from careerskit.evidence.destinations.releases import statistics
from careerskit.evidence.destinations.school_types import setting_of
from careerskit.evidence.destinations.stored import (
    COUNTS,
    ENGLAND,
    PER_CENTS,
    authority_subject,
    region_subject,
)
from careerskit.evidence.source import Batch, Reading, count_of
from careerskit.plan import School, Setting
from careerskit.store import PublishedRelease, PublishedRow

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ABOUT", "Statistics", "find_column"]

ABOUT = (
    *("time_period", "geographic_level", "institution_group", "establishment_type_group", "data_type", "version"),
    *(
        "institution_type",
        "establishment_type",
        "level_methodology",
        "breakdown",
        "characteristic",
        "disadvantage_status",
    ),
    *("cohort_level_group", "cohort_level", "sex", "ethnicity_major", "ethnicity_minor", "school_urn", "urn"),
    *("school_laestab", "school_name", "institution_name", "old_la_code", "la_name", "region_code", "region_name"),
)
"""The columns that say what a row is about."""

_SCHOOL, _AUTHORITY, _REGION, _ENGLAND = "school", "local authority", "regional", "national"
_LEVELS = {_SCHOOL: _SCHOOL, "institution": _SCHOOL, "provider": _SCHOOL} | {
    level: level for level in (_AUTHORITY, _REGION, _ENGLAND)
}

_TOTAL = "total"
_GROUPS = {_TOTAL: "everyone", "disadvantaged": "disadvantaged"} | dict.fromkeys(
    ("not disadvantaged", "non-disadvantaged", "all other pupils", "all other students", "other"), "others"
)
_WHOLE = ("cohort_level_group", "cohort_level", "sex", "ethnicity_major", "ethnicity_minor")
"""Columns that divide students in other ways: only the rows of all are kept."""

# Areas are published for several kinds of institution. The Department's headline is the first.
_KINDS = (
    "state-funded mainstream schools & colleges",
    "state-funded mainstream schools",
    "state-funded mainstream & special schools",
    "state-funded schools & colleges",
    "all schools & colleges",
    "all schools",
    _TOTAL,
)
_PER_CENT = "percentage"


def find_column(names: Sequence[str], alternatives: str) -> str:
    """Return the first of some names of a column, separated by |, that a file has; "" where it has none."""
    return next((name for name in alternatives.split("|") if name in names), "")


class Statistics:
    """A file of destination measures while it is read: what it had so far. keys: of the categories of its phase."""

    def __init__(self, reading: Reading, phase: Phase) -> None:
        self._reading, self.phase = reading, phase
        self.keys = frozenset(category.key for category in phase.categories)
        self._names = reading.table.header.names
        self._seen: dict[tuple[str, str, str], int] = {}
        self._schools: set[str] = set()
        self._authorities: set[str] = set()
        self._releases: dict[PublishedRelease, None] = {}
        self._consistency = Consistency(reading)

    def rows(self, frame: pd.DataFrame, shift: int) -> pd.DataFrame:
        """Return the rows that are kept: schools, authorities, regions and England, all students and by disadvantage.

        Columns of what they are about are added: subject_, level_, left_, group_, unit_, version_, and rank_, the lower the better.

        shift: how many years time_period is after the year in which students left.
        """
        frame = frame.assign(
            level_=self._mapped(frame["geographic_level"], _LEVELS),
            group_=self._mapped(self._text(frame, "breakdown|characteristic", _TOTAL), _GROUPS),
        )
        keep = (frame["level_"] != "") & (frame["group_"] != "")
        for column in _WHOLE:
            if column in self._names:
                keep &= self._mapped(frame[column], {_TOTAL: _TOTAL}) == _TOTAL
        frame = frame[keep]
        level, group = frame["level_"], frame["group_"]
        if "disadvantage_status" in self._names:
            status = self._mapped(frame["disadvantage_status"], _GROUPS)
            group = group.where(status == "everyone", status.where(group == "everyone", ""))
        kinds = {name: str(2 * at) for at, name in enumerate(_KINDS)}
        rank = self._mapped(self._text(frame, "institution_group|establishment_type_group", _TOTAL), kinds)
        within = self._mapped(self._text(frame, "institution_type|establishment_type", _TOTAL), {_TOTAL: _TOTAL})
        method = self._mapped(self._text(frame, "level_methodology", ""), {"provider location": "1"})
        unit = self._mapped(self._text(frame, "data_type", _PER_CENT), {_PER_CENT: PER_CENTS})
        years = {text: parse_year(text) for text in frame["time_period"].unique()}
        frame = frame.assign(
            group_=group,
            rank_=(rank.replace("", str(2 * len(_KINDS))).astype(int) + (method != "")).where(level != _SCHOOL, 0),
            unit_=unit.replace("", COUNTS),
            left_=frame["time_period"].map(
                {text: years_after(year, -shift) if year else "" for text, year in years.items()}
            ),
        )[(group != "") & ((level == _SCHOOL) | (within != ""))]
        return self._with_subjects(frame)

    def check(self, rows: pd.DataFrame, unit: str, keys: Sequence[str], sizes: Block, figures: Block) -> None:
        """Check that the students of schools who went on, did not, and are unknown make up the cohort, or about 100%."""
        import numpy as np

        of_schools = (rows["level_"] == _SCHOOL).to_numpy()
        totals = figures.values[of_schools][
            :, [keys.index(key) for key in ("OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN")]
        ]
        whole = sizes.values[of_schools][:, 0] if unit == COUNTS else np.full(len(totals), 100.0)
        nothing = np.full_like(totals, np.nan)
        slack = 0 if unit == COUNTS else 2
        self._consistency.check(rows.index.to_numpy()[of_schools], "cohort", whole, totals, nothing, nothing, slack)

    def check_shares(self, rows: pd.DataFrame, sizes: Block, counts: Block, shares: Block) -> None:
        """Check that the per cents of schools fit their counts."""
        import numpy as np

        of_schools = (rows["level_"] == _SCHOOL).to_numpy()
        numbers = rows.index.to_numpy()[of_schools]
        whole = sizes.values[of_schools][:, 0]
        nothing = np.full((len(whole), 1), np.nan)
        self._consistency.check(
            numbers, "pupil_percent", whole, nothing, counts.values[of_schools], shares.values[of_schools]
        )

    def batches(
        self, frame: pd.DataFrame, entries: Sequence[dict[str, Any]], part: str | Sequence[str], blocks: Iterable[Block]
    ) -> Iterator[Batch]:
        """Yield what rows hold, a batch for each release.

        entries: the figures of each row. part: what of a group a row has, for all rows or each. blocks: the cells of the figures.
        """
        bad = bad_rows(self._reading, blocks)
        self._consistency.leave_out(len(bad))
        parts = [part] * len(frame) if isinstance(part, str) else part
        found: dict[tuple[str, str], Batch] = {}
        lists = {name: frame[name].tolist() for name in ("subject_", "left_", "group_", "rank_", "level_", "version_")}
        about = self._about(frame)
        for at, number in enumerate(frame.index.tolist()):
            if at in bad:
                continue
            subject, left, group, rank, level, version = (values[at] for values in lists.values())
            key = (subject, f"{left} {version}", f"{group} {parts[at]}")
            if (before := self._seen.get(key)) is not None and before <= rank:
                if level == _SCHOOL:
                    self._reading.refuse(number, "school_urn", f"another row already has these figures of {subject}")
                continue
            self._seen[key] = rank
            batch = found.get((left, version))
            if batch is None:
                release = statistics(self.phase, left, version)
                self._releases[release] = None
                batch = found[left, version] = Batch(release, as_of=str(int(left[:4]) + 3))
            name, authority, region, setting = about[at]
            body: dict[str, Any] = {"figures": {group: entries[at]}}
            if level == _SCHOOL:
                body |= {"authority": authority, "region": region}
                if subject not in self._schools:
                    self._schools.add(subject)
                    batch.schools.append(School(subject, name, setting, authority))
            elif level != _ENGLAND:
                body["name"] = name
                if level == _AUTHORITY:
                    self._authorities.add(subject)
            batch.rows.append(PublishedRow(subject, body, key[2]))
        yield from found.values()

    def finish(self) -> None:
        """Check the file as a whole, and say what it was."""
        self._consistency.finish(len(self._seen))
        reading = self._reading
        if not self._seen:
            reasons = reading.warnings[:10] or ("It may have other groups of students only.",)
            raise InputFileError(
                "\n".join(
                    [f"{reading.table.file}: no row is about a school, an authority or England as a whole.", *reasons]
                )
            )
        titles = sorted((release.title for release in self._releases), reverse=True)
        more = f" and of {count_of(len(titles) - 1, 'earlier year')}" if len(titles) > 1 else ""
        reading.summary = (
            f"{titles[0]}{more} of {count_of(len(self._schools), 'school')} and "
            f"{count_of(len(self._authorities), 'local authority', 'local authorities')}"
        )

    def _with_subjects(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows with what they are about, without those that do not say it."""
        urns = plain_numbers(self._text(frame, "school_urn|urn", ""))
        codes = plain_numbers(self._text(frame, "old_la_code", ""))
        regions = self._text(frame, "region_code", "")
        level = frame["level_"]
        subjects = urns.where(level == _SCHOOL, ENGLAND)
        subjects = subjects.where(level != _AUTHORITY, codes.map(authority_subject))
        subjects = subjects.where(level != _REGION, regions.map(region_subject))
        no_school = (level == _SCHOOL) & ~urns.str.fullmatch(r"[0-9]{5,8}")
        if "school_laestab" in self._names:
            numbers = plain_numbers(frame["school_laestab"])
            as_urn = (level == _SCHOOL) & ~no_school & (urns == numbers)
        else:
            as_urn = no_school & False
        no_area = (level == _AUTHORITY) & ~codes.str.fullmatch(r"[0-9]{3}") | (level == _REGION) & (regions == "")
        no_year = frame["left_"] == ""
        for wrong, column, reason in (
            (no_year, "time_period", "this is not an academic year"),
            (no_school, "school_urn", "a URN has 5 to 8 figures, and this has not"),
            (as_urn, "school_urn", "this is the school’s number in its local authority (LAESTAB), and not its URN"),
            (no_area, "old_la_code", "this is not the number of a local authority, or the code of a region"),
        ):
            for row in frame.index[wrong]:
                self._reading.refuse(int(row), column, reason)
        version = self._text(frame, "version", "").where(lambda text: text.str.isalpha(), "")
        return frame.assign(subject_=subjects, version_=version)[~(no_year | no_school | as_urn | no_area)]

    def _about(self, frame: pd.DataFrame) -> list[tuple[str, str, str, Setting]]:
        """Return for each row a name, the number of its authority, the code of its region, and a school's setting."""
        schools, authorities, regions = (
            self._text(frame, name, "").tolist() for name in ("school_name|institution_name", "la_name", "region_name")
        )
        numbers = plain_numbers(self._text(frame, "old_la_code", "")).tolist()
        codes = self._text(frame, "region_code", "").tolist()
        types = self._text(frame, "institution_type|establishment_type", "")
        settings: dict[str, Setting] = defaultdict(lambda: Setting.SCHOOL)
        settings |= {text: setting_of(text) or Setting.SCHOOL for text in types.unique()}
        names = {_SCHOOL: schools, _AUTHORITY: authorities, _REGION: regions, _ENGLAND: authorities}
        return [
            (names[level][at], numbers[at], codes[at], settings[kind])
            for at, (level, kind) in enumerate(zip(frame["level_"].tolist(), types.tolist(), strict=True))
        ]

    def _text(self, frame: pd.DataFrame, alternatives: str, otherwise: str) -> pd.Series[str]:
        """Return a column, or one that has the same text throughout where the file has none of its names."""
        if column := find_column(self._names, alternatives):
            return frame[column]
        return _same(frame, otherwise)

    @staticmethod
    def _mapped(column: pd.Series[str], meanings: dict[str, str]) -> pd.Series[str]:
        """Return what each text of a column means, "" for any other."""
        return column.map({text: meanings.get(text.casefold(), "") for text in column.unique()}).astype("str")


def _same(frame: pd.DataFrame, text: str) -> pd.Series[str]:
    """Return a column that has the same text throughout."""
    import pandas as pd

    return pd.Series(text, index=frame.index, dtype="str")
