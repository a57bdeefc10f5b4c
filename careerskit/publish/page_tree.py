"""A page as a tree of plain values: what formats other than HTML are laid out from."""

from __future__ import annotations

import base64
import re
from typing import Any

__all__ = ["Node", "page_tree"]

Node = str | dict[str, Any]
"""A text, or an element: its ``tag``, ``class`` (a list of names) and ``children``, and the attributes in :data:`_ATTRIBUTES`."""

_ATTRIBUTES = ("alt", "colspan", "href", "rowspan", "src")
_INLINE = {"a", "br", "code", "em", "span", "strong"}
_SPACE = re.compile(r"[ \t\n\r\f]+")  # HTML's: a space that does not break stays
_DATA = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,")


def page_tree(html: str) -> list[Node]:
    """Return the content of a page's main element.

    White space is as a browser shows it. A picture's source is its SVG, or the bytes of a PNG or JPEG as a list of numbers.
    """
    import lxml.html

    main = lxml.html.document_fromstring(html).find(".//main")
    if main is None:
        return []
    return _children(main)


def _children(element: Any) -> list[Node]:
    found: list[Node] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):  # not a comment
            found.append(_element(child))
        found.append(child.tail or "")
    nodes: list[Node] = [_SPACE.sub(" ", node) if isinstance(node, str) else node for node in found]
    edge = "" if element.tag in _INLINE else "\n"
    around = [edge, *(node if isinstance(node, str) else "\n" if _ends_line(node) else "" for node in nodes), edge]
    for at, node in enumerate(nodes):
        if isinstance(node, str):
            node = node.lstrip(" ") if around[at] == "\n" else node
            nodes[at] = node.rstrip(" ") if around[at + 2] == "\n" else node
    return [node for node in nodes if node]


def _ends_line(node: Node) -> bool:
    return isinstance(node, dict) and (node["tag"] not in _INLINE or node["tag"] == "br")


def _element(element: Any) -> Node:
    node = {"tag": element.tag, "class": element.get("class", "").split(), "children": _children(element)}
    node |= {name: element.get(name) for name in _ATTRIBUTES if element.get(name)}
    if found := _DATA.match(node.get("src", "")):
        content = base64.b64decode(node["src"][found.end() :])
        node["src"] = content.decode() if found[1] == "svg+xml" else list(content)
    return node
