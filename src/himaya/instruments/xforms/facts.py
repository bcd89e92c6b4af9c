"""What the record tells a form: a question whose name begins with `record_` holds it, and nobody need type it again."""

from collections.abc import Mapping

from defusedxml import minidom

from himaya.instruments.xforms.shape import FACT, Asked

Facts = Mapping[str, str]


def is_fact(asked: Asked) -> bool:
    """Told by the record, and not to be changed by who fills the form in; where the form asks it, it may be."""
    return asked.name.startswith(FACT) and not asked.calculate and (asked.read_only or not asked.control)


def with_facts(xml: str, facts: Facts) -> str:
    """The compiled form with the facts in the answers it begins with."""
    wanted = {name: text for name, text in facts.items() if f"<{name}" in xml}
    if not wanted:
        return xml
    document = minidom.parseString(xml, forbid_dtd=True)
    answers = document.getElementsByTagName("instance")[0]
    for name, text in wanted.items():
        for element in answers.getElementsByTagName(name):
            while element.firstChild is not None:
                element.removeChild(element.firstChild)
            element.appendChild(document.createTextNode(text))
    found: str = document.documentElement.toxml()
    return found
