"""Writing a made-up list into each container in which lists come."""

import html
import random
from datetime import date
from pathlib import Path
from typing import Any

Book = list[tuple[str, list[list[Any]], list[tuple[int, int, int, int]]]]


def write_list(folder: Path, seed: int, container: str, book: Book, dice: random.Random) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if container in ("xlsx", "1904"):
        return _workbook(folder / f"list{seed}.xlsx", book, epoch_1904=container == "1904")
    if container == "html":
        return _html(folder / f"list{seed}.xls", book)
    if container == "xml":
        return _xml(folder / f"list{seed}.xls", book)
    path = folder / f"list{seed}.{dice.choice(('csv', 'txt', 'xls'))}"
    delimiter = "\t" if container == "utf-16" else dice.choice((";", ",", "\t", "|"))
    lines = [delimiter.join(_quoted(cell, delimiter) for cell in _padded(row)) for row in book[0][1]]
    text = "\r\n".join(lines) + "\r\n"
    if container == "cp1254":
        data = text.replace("Ə", "?").replace("ə", "?").encode("cp1254", "replace")
    elif container == "cp1251":
        data = text.encode("cp1251", "replace")
    else:
        data = text.encode(container)
    path.write_bytes(data)
    return path


def _padded(row: list[Any]) -> list[Any]:
    return row or [None]


def shown(cell: Any) -> str:
    return "" if cell is None else (cell.strftime("%d.%m.%Y") if isinstance(cell, date) else str(cell))


def _quoted(cell: Any, delimiter: str) -> str:
    text = shown(cell)
    if any(mark in text for mark in (delimiter, '"', "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _workbook(path: Path, book: Book, *, epoch_1904: bool) -> Path:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    out = openpyxl.Workbook()
    if epoch_1904:
        out.epoch = CALENDAR_MAC_1904
    out.remove(out.active)
    for name, rows, merges in book:
        sheet = out.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None and value != "":
                    sheet.cell(at, column, value)
        for first, left, last, right in merges:
            if first != last or left != right:
                sheet.merge_cells(start_row=first, start_column=left + 1, end_row=last, end_column=right + 1)
    out.save(path)
    return path


def _html(path: Path, book: Book) -> Path:
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(shown(c))}</td>" for c in _padded(row)) + "</tr>"
        for row in book[0][1]
    )
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    text = f"<html><head>{meta}</head><body><table border=1>{rows}</table></body></html>"
    path.write_text(text, encoding="utf-8")
    return path


def _xml(path: Path, book: Book) -> Path:
    def cell(value: Any) -> str:
        if value is None or value == "":
            return "<Cell/>"
        if isinstance(value, int):
            return f'<Cell><Data ss:Type="Number">{value}</Data></Cell>'
        if isinstance(value, str) and value.startswith("="):
            return f'<Cell ss:Formula="{html.escape(value)}"><Data ss:Type="String">x</Data></Cell>'
        return f'<Cell><Data ss:Type="String">{html.escape(shown(value))}</Data></Cell>'

    sheets = "".join(
        f'<Worksheet ss:Name="{html.escape(name)}"><Table>'
        + "".join("<Row>" + "".join(map(cell, _padded(row))) + "</Row>" for row in rows)
        + "</Table></Worksheet>"
        for name, rows, _merges in book
    )
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"{sheets}</Workbook>",
        encoding="utf-8",
    )
    return path
