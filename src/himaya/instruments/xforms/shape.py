"""The compiled form as a tree: what is asked, in which languages, of which kind, under which conditions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from himaya.instruments.xforms.tree import Node

XF = "{http://www.w3.org/2002/xforms}"
HTML = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
ROOT = "data"
META = "meta"
FACT = "record_"
# What a phone is asked before the form's own questions (`fieldwork`); no form has a question of this name.
ABOUT = "himaya_about"
OURS = frozenset({ABOUT})
CONTROLS = frozenset({"input", "select1", "select", "upload", "trigger", "range", "rank"})
Labels = Mapping[str, str]
_ITEXT = re.compile(r"jr:itext\('(.*)'\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choices:
    """From where a question's choices come: the expression of the list, and what of each is kept."""

    nodeset: str
    value: str
    list_name: str = ""


@dataclass(slots=True)
class Asked:
    """A question, a group or a repeat. `kind`: question, group, repeat, or hidden (worked out, preloaded)."""

    name: str
    path: str
    kind: str = "hidden"
    type: str = "string"
    control: str = ""
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    calculate: str = ""
    read_only: bool = False
    default: str = ""
    told: bool = False  # filled in by the device, or set by an action of the form
    constraint_words: Labels = field(default_factory=dict)
    required_words: Labels = field(default_factory=dict)
    choices: Choices | None = None
    count: str = ""
    bounds: tuple[str, str, str] | None = None
    children: list["Asked"] = field(default_factory=list)

    def below(self) -> "Iterator[Asked]":
        """Itself and all under it, in the order they are asked."""
        yield self
        for child in self.children:
            yield from child.below()

    def label(self, language: str = "") -> str:
        """What is asked, in this language or else the first there is; the name where nothing is."""
        return self.labels.get(language) or next(iter(self.labels.values()), "") or self.name


@dataclass(slots=True)
class Shape:
    """A form: who it is, its languages, its questions, its lists of choices."""

    form_id: str
    version: str
    title: str
    languages: list[str]
    top: Asked
    lists: dict[str, Node] = field(default_factory=dict)
    list_labels: dict[tuple[str, str], Labels] = field(default_factory=dict)

    @property
    def asked(self) -> list[Asked]:
        """Everything but the form itself, in order."""
        return list(self.top.below())[1:]

    def by_path(self) -> dict[str, Asked]:
        """Everything by where it stands."""
        return {one.path: one for one in self.top.below()}

    def items(self, name: str) -> list[tuple[str, Labels]]:
        """The choices of a list with their labels."""
        found = self.lists.get(name)
        rows = found.children[0].children if found and found.children else []
        values = [row.named("name")[0].text for row in rows if row.named("name")]
        return [(value, self.list_labels.get((name, value), {})) for value in values]


@lru_cache(maxsize=64)
def shape_of(xml: str) -> Shape:
    """The shape of a compiled form. What it cannot be is not looked for: our own compiler made it."""
    root = ElementTree.fromstring(xml.encode(), forbid_dtd=True)
    return _Reader(root).shape()


class _Reader:
    """Gathers from model and body what belongs to each question."""

    def __init__(self, root: Element) -> None:
        self.model = _must(root.find(f"{HTML}head/{XF}model"))
        self.body = _must(root.find(f"{HTML}body"))
        self.title = root.findtext(f"{HTML}head/{HTML}title") or ""
        self.texts: dict[str, dict[str, str]] = {}
        self.languages = self._read_texts()
        self.binds = {bind.get("nodeset", ""): bind for bind in self.model.iter(f"{XF}bind")}
        self.set_by_actions = {str(one.get("ref")) for one in root.iter(f"{XF}setvalue")}

    def shape(self) -> Shape:
        """Everything together."""
        instances = self.model.findall(f"{XF}instance")
        main = instances[0][0]
        top = self._asked(main, "")
        by_path = {one.path: one for one in top.below()}
        self._read_body(self.body, by_path)
        top.kind, top.labels = "group", dict.fromkeys(self.languages, self.title)
        found = Shape(main.get("id", ""), main.get("version", ""), self.title, self.languages, top)
        for instance in instances[1:]:
            self._read_list(instance, found)
        return found

    # --- texts ---

    def _read_texts(self) -> list[str]:
        languages = []
        for translation in self.model.iter(f"{XF}translation"):
            language = translation.get("lang", "")
            languages.append(language)
            for text in translation.iter(f"{XF}text"):
                plain = [v for v in text.iter(f"{XF}value") if not v.get("form")]
                words = _words(plain[0]) if plain else ""
                if words not in ("", "-"):  # the compiler writes “-” where nothing was translated
                    self.texts.setdefault(text.get("id", ""), {})[language] = words
        return languages or [""]

    def _labels(self, element: Element | None) -> Labels:
        if element is None:
            return {}
        return self._said(element.get("ref") or "") or ({"": words} if (words := _words(element)) else {})

    def _said(self, given: str) -> Labels:
        found = _ITEXT.fullmatch(given)
        if found:
            return self.texts.get(found[1], {})
        return {"": given} if given else {}

    # --- questions ---

    def _asked(self, element: Element, above: str) -> Asked:
        """The questions as the answers are laid out; templates of repeats stand for all entries."""
        name = _local(element)
        path = f"{above}/{name}"
        one = Asked(name, path, default=(element.text or "").strip())
        self._read_bind(one)
        for child in element:
            if _local(child) not in {c.name for c in one.children}:
                one.children.append(self._asked(child, path))
        return one

    def _read_bind(self, one: Asked) -> None:
        bind = self.binds.get(one.path)
        if bind is None:
            return
        given = bind.attrib
        one.type = given.get("type", "string").removeprefix("xsd:")
        one.required, one.relevant = given.get("required", ""), given.get("relevant", "").strip()
        one.constraint, one.calculate = given.get("constraint", ""), given.get("calculate", "")
        one.read_only = given.get("readonly") == "true()"
        one.told = bool(given.get(f"{JR}preload")) or one.path in self.set_by_actions
        one.constraint_words = self._said(given.get(f"{JR}constraintMsg", ""))
        one.required_words = self._said(given.get(f"{JR}requiredMsg", ""))

    def _read_body(self, element: Element, by_path: dict[str, Asked]) -> None:
        for child in element:
            tag = _local(child)
            one = by_path.get(child.get("ref") or child.get("nodeset") or "")
            if one is not None and tag in ("group", "repeat"):
                self._read_group(one, tag, child)
            elif one is not None and tag in CONTROLS:
                self._read_control(one, tag, child)
            if tag in ("group", "repeat"):
                self._read_body(child, by_path)

    def _read_group(self, one: Asked, tag: str, element: Element) -> None:
        one.kind = tag
        if tag == "repeat":
            one.count = element.get(f"{JR}count", "").strip()
        else:
            one.labels = self._labels(element.find(f"{XF}label"))

    def _read_control(self, one: Asked, tag: str, element: Element) -> None:
        one.kind, one.control = "question", tag
        one.labels = self._labels(element.find(f"{XF}label"))
        one.hints = self._labels(element.find(f"{XF}hint"))
        if tag == "range":
            one.bounds = (element.get("start", ""), element.get("end", ""), element.get("step", ""))
        itemset = element.find(f"{XF}itemset")
        if itemset is not None:
            value = _must(itemset.find(f"{XF}value")).get("ref", "name")
            nodeset = itemset.get("nodeset", "")
            named = re.search(r"instance\('([^']+)'\)", nodeset)
            one.choices = Choices(nodeset, value, named[1] if named else "")

    # --- choices ---

    def _read_list(self, instance: Element, into: Shape) -> None:
        name = instance.get("id", "")
        top = Node("list")
        root = top.add("root")
        for row in instance.iter(f"{XF}item"):
            item = root.add("item")
            given = {_local(cell): (cell.text or "").strip() for cell in row}
            for column, text in given.items():
                item.add(column, text)
            labels = self.texts.get(given.get("itextId", ""), {})
            into.list_labels[name, given.get("name", "")] = labels or {"": given.get("label", "")}
        into.lists[name] = top


def _must(element: Element | None) -> Any:
    if element is None:
        raise ValueError("this is no compiled form")
    return element


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _words(element: Element) -> str:
    """The text of a label; what is put into it from answers is shown by the name of its question."""
    pieces = [element.text or ""]
    for part in element:
        if part.get("value"):
            pieces.append("[" + str(part.get("value")).strip().rpartition("/")[2] + "]")
        pieces.append(part.tail or "")
    return " ".join("".join(pieces).split())
