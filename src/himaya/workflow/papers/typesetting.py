"""Typst: from a layout and data to a tagged PDF (PDF/UA-1).

Data reaches the layout only as JSON in `sys.inputs`, never as source, so that nothing written in a form is ever
carried out. Only the fonts that come with Typst are used, so that a letter looks the same on every machine; what
they cannot show (an emoji) stands as an empty box, because the standard forbids text that is not shown.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

import typst

STANDARDS = ["ua-1"]
NOT_SHOWN = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
BOX = "□"
TRIES = 40


def typeset(layout: str, data: Mapping[str, Any]) -> bytes:
    """The PDF."""
    told = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for _try in range(TRIES):
        try:
            return _compile(layout, told)
        except typst.TypstError as error:
            found = NOT_SHOWN.search(str(error))
            text = ESCAPED.sub(lambda m: chr(int(m[1], 16)), found["text"]) if found else ""
            if not text or text not in told:
                raise
            told = told.replace(text, BOX)
    return _compile(
        layout, told, standards=[]
    )  # many foreign letters: readable and tagged, though not to the standard


def _compile(layout: str, told: str, standards: list[str] = STANDARDS) -> bytes:
    return bytes(
        typst.compile(
            layout.encode(),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=cast(Any, standards),
            sys_inputs={"data": told},
        )
    )
