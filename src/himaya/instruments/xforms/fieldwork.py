"""A form as it is taken along on a phone: before its own questions stands whom it is about, chosen from a list that comes
beside it, and what the record knows about that person fills itself in without a network.

The list is a choice list of its own (`jr://file-csv`, ODK XForms specification, “Secondary instances, external”), so that
the form stays the same while the people change."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from defusedxml import minidom

from himaya.instruments.xforms.facts import is_fact
from himaya.instruments.xforms.instance import plain_xml
from himaya.instruments.xforms.problems import one
from himaya.instruments.xforms.rules import language_code
from himaya.instruments.xforms.shape import ABOUT, FACT, ROOT, Shape, shape_of
from himaya.kit.tables import write_table

# Of the list, and of the choice of who is not on it.
PEOPLE, LATER = "himaya_people", "later"
LIST = f"{PEOPLE}.csv"
_QUESTION = f"/{ROOT}/{ABOUT}"
_ITEMS = f"instance('{PEOPLE}')/root/item"
WORDS = {
    "az": ("Kim haqqında?", "Siyahıda yoxdur: sonra özüm seçəcəyəm"),
    "en": ("About whom?", "Not on the list: I choose later"),
    "ru": ("О ком?", "Нет в списке: выберу позже"),
}


def facts_wanted(shape: Shape) -> list[str]:
    """What the form may be told by the record: the names of its questions that begin so."""
    return [asked.name for asked in shape.asked if asked.name.startswith(FACT) and not asked.calculate]


def people_list(shape: Shape, people: Iterable[tuple[str, str, Mapping[str, str]]], language: str) -> str:
    """The list as CSV: public id, what the person is called, and of the record's facts only those the form asks for."""
    wanted = facts_wanted(shape)
    rows = [[name, label, *(facts.get(fact, "") for fact in wanted)] for name, label, facts in people]
    later = [LATER, WORDS.get(language, WORDS["az"])[1], *("" for _fact in wanted)]
    written = write_table(["name", "label", *wanted], [*rows, later])
    return written.removeprefix(
        "\ufeff"
    )  # the mark is for spreadsheets; here it would be part of the first heading


@lru_cache(maxsize=64)
def taken_along(xml: str) -> str:
    """The compiled form with the question in front."""
    shape = shape_of(xml)
    document = minidom.parseString(xml, forbid_dtd=True)
    answers = document.getElementsByTagName("instance")[0]
    root = next(node for node in answers.childNodes if node.nodeType == node.ELEMENT_NODE)
    root.insertBefore(document.createElement(ABOUT), root.firstChild)
    model = answers.parentNode
    model.insertBefore(
        _made(document, "instance", id=PEOPLE, src=f"jr://file-csv/{LIST}"), answers.nextSibling
    )
    model.appendChild(_made(document, "bind", nodeset=_QUESTION, type="string", required="true()"))
    body = document.getElementsByTagName("h:body")[0]
    question = _question(document, shape)
    body.insertBefore(question, body.firstChild)
    _fill_in(document, shape, question)
    found: str = document.documentElement.toxml()
    return found


def _made(document: Any, tag: str, **attributes: str) -> Any:
    element = document.createElement(tag)
    for name, value in attributes.items():
        element.setAttribute(name, value)
    return element


def _question(document: Any, shape: Shape) -> Any:
    """The question, in the languages of the form that we speak; in the others in Azerbaijani."""
    question = _made(document, "select1", ref=_QUESTION, appearance="minimal autocomplete")
    label = document.createElement("label")
    if shape.languages == [""]:
        label.appendChild(document.createTextNode(WORDS["az"][0]))
    else:
        label.setAttribute("ref", f"jr:itext('{_QUESTION}:label')")
        for translation in document.getElementsByTagName("translation"):
            words = WORDS.get(language_code(translation.getAttribute("lang")), WORDS["az"])[0]
            text, value = _made(document, "text", id=f"{_QUESTION}:label"), document.createElement("value")
            value.appendChild(document.createTextNode(words))
            text.appendChild(value)
            translation.appendChild(text)
    question.appendChild(label)
    items = _made(document, "itemset", nodeset=_ITEMS)
    items.appendChild(_made(document, "value", ref="name"))
    items.appendChild(_made(document, "label", ref="label"))
    question.appendChild(items)
    return question


def _fill_in(document: Any, shape: Shape, question: Any) -> None:
    """What nobody may change is worked out from the choice; what may be changed is set by it."""
    wanted = set(facts_wanted(shape))
    binds = {bind.getAttribute("nodeset"): bind for bind in document.getElementsByTagName("bind")}
    for asked in shape.asked:
        if asked.name not in wanted:
            continue
        told = f"{_ITEMS}[name = {_QUESTION}]/{asked.name}"
        if is_fact(asked) and asked.path in binds:
            binds[asked.path].setAttribute("calculate", told)
        else:
            setting = _made(document, "setvalue", event="xforms-value-changed", ref=asked.path, value=told)
            question.appendChild(setting)


# --- what comes back --------------------------------------------------------------------------------------


class Sent:
    """Answers as a phone sent them: of which form and version, which set of answers, about whom, and the answers as the
    form itself asks them."""

    def __init__(self, form_id: str, version: str, instance_id: str, about: str, instance: str) -> None:
        self.form_id, self.version, self.instance_id = form_id, version, instance_id
        self.about, self.instance = about, instance


def sent_back(content: bytes, *, megabytes: int) -> Sent:
    """Reads what a phone sent. Broken where it is no answer to any form."""
    root = plain_xml(content, minidom.parseString, megabytes=megabytes).documentElement
    about = ""
    for child in [node for node in root.childNodes if _local(node) == ABOUT]:
        about = about or _text(child)
        root.removeChild(child)
    meta = next((node for node in root.childNodes if _local(node) == "meta"), None)
    named = next((node for node in meta.childNodes if _local(node) == "instanceID"), None) if meta else None
    instance_id = _text(named) if named is not None else root.getAttribute("instanceID")
    if not instance_id or len(instance_id) > 120:
        raise one("no_instance_id")
    return Sent(root.getAttribute("id"), root.getAttribute("version"), instance_id, about[:12], root.toxml())


def _local(node: Any) -> str:
    return str(node.nodeName).rpartition(":")[2]


def _text(node: Any) -> str:
    return "".join(child.data for child in node.childNodes if child.nodeType == child.TEXT_NODE).strip()
