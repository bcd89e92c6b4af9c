"""Reading submitted answers: plain XML, no document type, no entities, no larger than allowed, of this very form."""

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException, ElementTree

from himaya.instruments.xforms.problems import one
from himaya.instruments.xforms.shape import Shape
from himaya.instruments.xforms.tree import Node

MB = 1024 * 1024
DEEPEST = 60


def plain_xml(content: bytes, parse: Callable[..., Any], *, megabytes: int) -> Any:
    """What a parser of defusedxml makes of it. Broken where it is too large, damaged, or carries a document type."""
    if len(content) > megabytes * MB:
        raise one("answer_too_large", most=megabytes)
    try:
        return parse(content, forbid_dtd=True)
    except DefusedXmlException as trick:
        raise one("doctype") from trick
    except (ExpatError, ParseError, ValueError, LookupError) as damaged:
        raise one("not_xml") from damaged


def read_answers(content: bytes, shape: Shape, *, megabytes: int) -> Node:
    """The answers as a tree. Broken where they cannot be read, or belong to another form or version."""
    root = plain_xml(content, ElementTree.fromstring, megabytes=megabytes)
    if _local(root) != shape.top.name or root.get("id") != shape.form_id:
        raise one("other_form")
    if (root.get("version") or "") != shape.version:
        raise one("other_version")
    return _tree(root)


def _tree(root: Element) -> Node:
    """Goes down without recursion, and not deeper than any form."""
    top = Node(_local(root))
    waiting: list[tuple[Element, Node, int]] = [(root, top, 1)]
    while waiting:
        element, node, depth = waiting.pop()
        if depth > DEEPEST:
            raise one("not_xml")
        for child in _children(element):
            alone = not len(child)
            made = node.add(_local(child), (child.text or "").strip() if alone else "")
            waiting.append((child, made, depth + 1))
    return top


def _children(element: Element) -> Iterator[Element]:
    """The elements, not the comments; a repeat's template, which some send along, is no entry."""
    for child in element:
        if isinstance(child.tag, str) and "{http://openrosa.org/javarosa}template" not in child.attrib:
            yield child


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
