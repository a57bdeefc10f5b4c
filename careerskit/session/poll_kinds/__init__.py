"""The kinds of poll. To add one, write a module with a subclass of :class:`PollKind` here, and list it in :data:`POLL_KINDS`."""

from careerskit.session.poll_kinds import choice, scale, words
from careerskit.session.poll_kinds.kind import Option, PollKind, ResultRow

__all__ = ["POLL_KINDS", "Option", "PollKind", "ResultRow"]

POLL_KINDS: dict[str, PollKind] = {kind.name: kind for kind in (choice.Choice(), scale.Scale(), words.Words())}
"""Every kind of poll by its name, which stands in event logs and in runs of show, so it never changes."""
