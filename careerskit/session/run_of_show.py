"""The run of show: the blocks of a session with their minutes, what to say and what to cut, and the polls prepared for it.

It is a YAML file that a facilitator can edit or replace; `webinar/run_of_show.yml` is the built-in one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from careerskit.errors import InputFileError, did_you_mean
from careerskit.resources import notebooks, run_of_show
from careerskit.session.polls import Poll, poll_faults

__all__ = ["MAX_BLOCK_MINUTES", "Block", "PreparedPoll", "RunOfShow", "default_run_of_show", "read_run_of_show"]

MAX_BLOCK_MINUTES = 600
"""The longest that a block can be."""

_Stripped = Annotated[str, StringConstraints(strict=True, strip_whitespace=True)]
_Id = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, pattern="^[A-Za-z0-9_-]{1,40}$")]
_Title = Annotated[StrictStr, Field(min_length=1, max_length=200)]
_Words = Annotated[StrictStr, Field(max_length=2000)]
_Minutes = Annotated[StrictInt, Field(ge=1, le=MAX_BLOCK_MINUTES)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Block(_Part):
    """A block. minutes: whole minutes.

    least: how few minutes it can be cut to when time is short; 0: it can be dropped.
    order: in which order blocks are cut, 1 first; None for one that cannot be cut. Of two alike, the earlier one is cut first.
    aim: what the room has at its end. activity: what delegates do.
    slide: the slide of the deck that it starts with. step: the notebook that the room is moved to. "" for none.
    say, do: what to say, and what to do meanwhile; only the facilitator sees them. cut: what to leave out when time is short.
    poll: the id of the prepared poll that belongs to it; "" for none.
    """

    id: _Id
    title: _Title
    minutes: _Minutes
    least: Annotated[StrictInt, Field(ge=0)] = 0
    order: Annotated[StrictInt, Field(ge=1)] | None = None
    aim: _Words = ""
    slide: StrictStr = ""
    step: StrictStr = ""
    activity: _Words = ""
    say: tuple[_Words, ...] = ()
    do: tuple[_Words, ...] = ()
    cut: _Words = ""
    poll: _Stripped = ""

    @property
    def shortest(self) -> int:
        """How few minutes it can be cut to: all its minutes where it cannot be cut."""
        return self.minutes if self.order is None else self.least

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.order is not None and self.least >= self.minutes:
            raise _error("least", f"it can be cut (its order is {self.order}), so this must be less than its minutes.")
        if self.order is None and "least" in self.model_fields_set and self.least < self.minutes:
            raise _error(
                "order", "it has a least, so give the order in which it is cut: 1 for first, 2 for next and so on."
            )
        return self


class PreparedPoll(_Part):
    """A poll that is there when the session starts; see :class:`Poll`. Its texts are stripped, like those that forms send."""

    id: _Id
    question: _Stripped
    kind: StrictStr
    choices: tuple[_Stripped, ...] = ()
    into: StrictStr = ""
    threshold: StrictBool = True

    @model_validator(mode="after")
    def _check(self) -> Self:
        for field, fault in poll_faults(self.question, self.kind, self.choices, self.into, threshold=self.threshold):
            raise _error(field, fault)
        return self

    def is_like(self, poll: Poll) -> bool:
        """Whether a poll is the same, and still untouched."""
        return Poll(self.id, self.question, self.kind, self.choices, self.into, threshold=self.threshold) == poll


class RunOfShow(_Part):
    """A run of show. minutes: of the whole session; those of its blocks add up to it. continued: whether another part follows."""

    title: _Title
    minutes: _Minutes
    continued: bool = False
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    polls: tuple[PreparedPoll, ...] = ()

    def block(self, block: str) -> Block | None:
        """Return the block of that id; None where there is none."""
        return next((one for one in self.blocks if one.id == block), None)

    def following(self, block: str, skipped: Collection[str] = ()) -> Block | None:
        """Return the block after that id; the first for an unknown id, None after the last. skipped: ids of blocks to pass over."""
        ids = [one.id for one in self.blocks]
        index = ids.index(block) + 1 if block in ids else 0
        return next((one for one in self.blocks[index:] if one.id not in skipped), None)

    def polls_of_other_blocks(self, block: str, started: Collection[str]) -> list[str]:
        """Return the ids of polls that close when a block starts: those of blocks before it, and of others that were started.

        A poll that belongs to the block too is not among them. started: ids of blocks.
        """
        ids = [one.id for one in self.blocks]
        over = {*ids[: ids.index(block)], *started} - {block}
        own = {one.poll for one in self.blocks if one.id == block}
        return sorted({one.poll for one in self.blocks if one.id in over and one.poll} - own)

    def with_minutes(self, minutes: Mapping[str, int]) -> Self:
        """Return it with other minutes for some blocks, by id: exactly these, so they are not cut. 0 skips a block."""

        def changed(block: Block) -> Block:
            if block.id not in minutes:
                return block
            return block.model_copy(update={"minutes": minutes[block.id], "order": None, "least": 0})

        return self.model_copy(update={"blocks": tuple(map(changed, self.blocks))})

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        for where, ids in (("blocks", [b.id for b in self.blocks]), ("polls", [p.id for p in self.polls])):
            if duplicates := [key for key, times in Counter(ids).items() if times > 1]:
                raise _error(where, f"two of them have the id {duplicates[0]!r}. Give each its own id.")
        if (total := sum(block.minutes for block in self.blocks)) != self.minutes:
            raise _error("minutes", f"this is {self.minutes}, but the blocks add up to {total}.")
        known = [poll.id for poll in self.polls]
        for block in self.blocks:
            if block.poll and block.poll not in known:
                text = f"there is no poll {block.poll!r} under polls.{did_you_mean(block.poll, known)}"
                raise _error(f"block {block.id!r}, poll", text)
        return self


def default_run_of_show() -> RunOfShow:
    """Return the run of show in this folder's `webinar`, or else the built-in one, `run_of_show.yml`, of 75 minutes.

    Raises:
        InputFileError: it was edited, and cannot be read any more.
    """
    return read_run_of_show(run_of_show(), [file.stem for file in notebooks().glob("[0-9]*.ipynb")])


def read_run_of_show(path: Path, steps: Collection[str] = ()) -> RunOfShow:
    """Read a run of show.

    Args:
        path: the YAML file.
        steps: the names of the notebooks, one of which each block's step must be; empty to skip this check.

    Raises:
        InputFileError: it cannot be read; the message names the file, and block (or poll) and field of everything that is wrong.
    """
    try:
        data = yaml.load(path.read_bytes(), _Loader)  # noqa: S506 # a safe one
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputFileError(f"{path}{_position(error)}: this cannot be read as YAML ({_problem(error)}).") from None
    if not isinstance(data, dict):
        raise InputFileError(f"{path} is not a run of show: it needs a title, minutes and blocks.")
    try:
        run = RunOfShow.model_validate(data)
    except ValidationError as error:
        raise _refused(path, (_describe(problem, data) for problem in error.errors())) from None
    if faults := [
        f"block {block.id!r}, step: there is no notebook {block.step!r}.{did_you_mean(block.step, steps)}"
        for block in run.blocks
        if steps and block.step and block.step not in steps
    ]:
        raise _refused(path, faults)
    return run


class _Loader(yaml.SafeLoader):
    """YAML's safe loader, which also refuses a field that is given twice: YAML would silently take the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if duplicates := [key for index, (key, _) in enumerate(node.value) if key.value in names[:index]]:
            raise yaml.MarkedYAMLError(
                problem=f"{duplicates[0].value} is given twice", problem_mark=duplicates[0].start_mark
            )
        return super().construct_mapping(node, deep)


def _error(field: str, text: str) -> PydanticCustomError:
    return PydanticCustomError("run_of_show", "{field}: {text}", {"field": field, "text": text})


def _refused(path: Path, faults: Iterable[str]) -> InputFileError:
    return InputFileError("\n  ".join([f"{path}: this run of show cannot be read.", *faults]))


def _position(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", row {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _problem(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "there are lists within lists within lists"
    return str(getattr(error, "problem", None) or error).splitlines()[0]


_IN_WORDS = {
    "bool_type": "should be on or off",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "tuple_type": "should be a list",
    "model_type": "should be fields with their values",
    "too_short": "should have something in it",
    "string_pattern_mismatch": "should be made of letters, figures, hyphens and _, 40 at most",
}
"""What is wrong with a value, for people, where pydantic says it for programmers."""

_QUOTES = " Put it in quotes: without them YAML reads yes, no, on and off as true and false, and figures as numbers."


def _describe(problem: ErrorDetails, data: dict[Any, Any]) -> str:
    """Say what is wrong, and where: a block by its id, or by its index where it has none."""
    where, field = _locate(problem["loc"], data)
    at, kind, got = ", ".join(part for part in (where, field) if part), problem["type"], problem["input"]
    if kind == "run_of_show":
        return f"{where}, {problem['msg']}" if where else problem["msg"]
    if kind == "missing":
        return f"{at}: this is missing."
    if kind in ("extra_forbidden", "invalid_key"):
        part = Block if where.startswith("block") else PreparedPoll if where else RunOfShow
        return f"{at}: there is no such field.{did_you_mean(field, part.model_fields)}"
    text = _IN_WORDS.get(kind) or problem["msg"].removeprefix("Input ").removeprefix("String ")
    hint = _QUOTES if kind == "string_type" and isinstance(got, (bool, int, float, date)) else ""
    return f"{at}: {text}, and here it is {str(got)[:80]!r}.{hint}"


def _locate(loc: tuple[int | str, ...], data: dict[Any, Any]) -> tuple[str, str]:
    match loc:
        case ("blocks" | "polls" as among, int(index), *rest):
            part = data[among][index]
            named = part.get("id") if isinstance(part, dict) else None
            return f"{among[:-1]} {named!r}" if named else f"{among[:-1]} {index + 1}", ".".join(map(str, rest))
    return "", ".".join(map(str, loc))
