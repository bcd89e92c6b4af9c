"""A program of its own: counts the pages of a PDF, or draws one. Reads the file from its input, writes to its output.

    page_of_pdf.py count
    page_of_pdf.py NUMBER WIDTH

Started by `drawing.py` with an empty environment. It may use 20 seconds and 1.5 GB, open no further files for writing,
and start nothing. PDFium is built without scripts; forms and what is attached are not opened."""

import io
import resource
import sys

SECONDS, MEMORY = 15, 1_500_000_000
HIGHEST = 4  # times as high as wide: above it a page is likelier made to exhaust memory


def main(asked: list[str]) -> int:
    """Does what is asked; ends with 1 where the file does not open."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        return 1
    if asked[0] == "count":
        sys.stdout.write(str(len(document)))
        return 0
    number, width = int(asked[0]), int(asked[1])
    if not 1 <= number <= len(document):
        return 1
    page = document[number - 1]
    wide, high = page.get_size()
    if wide <= 0 or high <= 0 or high > wide * HIGHEST * 4:
        return 1
    drawn = page.render(scale=min(width / wide, width * HIGHEST / high), may_draw_forms=False)
    kept = io.BytesIO()
    drawn.to_pil().save(kept, format="PNG")
    sys.stdout.buffer.write(kept.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
