"""Groups the items of the board into points: similar ones together, but for what the facilitator has corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from careerskit.session.redaction import RawText
from careerskit.session.similarity import cluster_similar
from careerskit.session.state import Corrections

__all__ = ["group_items"]


def group_items(items: Sequence[RawText], corrections: Corrections) -> list[list[int]]:
    """Return the indexes of items in groups, each of which makes one point.

    Items with the same words are never split from each other: nobody could tell the two points apart.
    """
    words = [" ".join(item.text.casefold().split()) for item in items]
    apart = {words[index] for index, item in enumerate(items) if item.id in corrections.apart}
    others = [index for index in range(len(items)) if words[index] not in apart]
    clusters = cluster_similar([items[index].text for index in others], [items[index].prompt for index in others])
    groups = [[others[index] for index in cluster] for cluster in clusters]
    same: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        if word in apart:
            same[word].append(index)
    groups += same.values()
    for together in corrections.together:
        joined = [group for group in groups if any(items[index].id in together for index in group)]
        if len(joined) > 1:
            groups = [group for group in groups if group not in joined]
            groups.append(sorted(index for group in joined for index in group))
    return groups
