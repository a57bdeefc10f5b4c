"""The text of an objective as rules read it: in small letters, with single spaces, and the way back to what was typed."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Found", "Phrase", "Plain"]

Found = tuple[int, int]
"""Where something starts and ends in a plain text."""

_SAME = str.maketrans("’‘–—−→", "''---\N{RIGHTWARDS ARROW}")


@dataclass(frozen=True)
class Phrase:
    """A part of a text: ``text[start:end]`` is what was typed there."""

    start: int
    end: int
    text: str


class Plain(str):
    """A text in small letters, with single spaces and straight quotes and dashes, that knows where each character was typed."""

    __slots__ = ("_places", "_typed")

    _typed: str
    _places: list[int]

    def __new__(cls, typed: str) -> Plain:
        """typed: the text as it was typed."""
        characters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(typed):
            if character.isspace():
                if characters and characters[-1] != " ":
                    characters.append(" ")
                    places.append(place)
                continue
            small = character.lower()
            characters.append(small if len(small) == 1 else character)
            places.append(place)
        while characters and characters[-1] == " ":
            characters.pop()
        plain = super().__new__(cls, "".join(characters).translate(_SAME))
        plain._typed, plain._places = typed, places
        return plain

    def phrase(self, found: Found) -> Phrase:
        """Return what was typed where something was found, without the spaces and punctuation around it."""
        start, end = found
        while start < end and self[start] in " ,;:.-":
            start += 1
        while end > start and self[end - 1] in " ,;:-":
            end -= 1
        if start == end:
            start, end = found
        first, last = self._places[start], self._places[end - 1] + 1
        return Phrase(first, last, self._typed[first:last])
