"""What runs in the process apart: reads an old workbook, or compiles a form. Knows nothing of the rest of the house.

Standard input and output carry one message each. Run as a file, so that no other code of ours is loaded."""

import json
import resource
import sys
from typing import Any

MB = 1024 * 1024


def compile_form(asked: dict[str, Any]) -> dict[str, Any]:
    """The form of a workbook given as rows by sheet, or what pyxform finds wrong with it."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        made = convert(asked["workbook"], form_name=asked["root"])
    except PyXFormError as wrong:
        return {"wrong": str(wrong)}
    return {"xml": made.xform, "warnings": made.warnings}


def read_old(content: bytes) -> dict[str, Any]:
    """The cells of a workbook of Excel 97-2003, as texts: [[sheet, [[cell, ...], ...]], ...]."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, ragged_rows=True)
        return {
            "sheets": [
                [sheet.name, [[_said(cell) for cell in sheet.row(at)] for at in range(sheet.nrows)]]
                for sheet in book.sheets()
                if not sheet.visibility
            ]
        }
    except Exception as broken:  # whatever a broken file makes of it
        return {"wrong": type(broken).__name__}


def _said(cell: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_NUMBER and float(cell.value).is_integer():
        return str(int(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return str(xlrd.xldate_as_datetime(cell.value, 0).date())
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else str(cell.value)


def keep_within(seconds: int, megabytes: int) -> None:
    """Bounds that the kernel holds, set before anything of the file is read. Here and not by our starter: a process with
    threads must run nothing between its fork and the new program."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MB,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MB, MB))


def main() -> None:
    """The task named, within so many seconds and megabytes, with what is on standard input."""
    keep_within(int(sys.argv[2]), int(sys.argv[3]))
    given = sys.stdin.buffer.read()
    answer = read_old(given) if sys.argv[1] == "old" else compile_form(json.loads(given))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
