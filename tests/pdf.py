"""Reading our own PDFs back."""

from io import BytesIO

from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """All words of a PDF, on one line each page."""
    return "\n".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def is_tagged(content: bytes) -> bool:
    """Whether the PDF says how it is built, for screen readers."""
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    return bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root


def language_of(content: bytes) -> str:
    """The language the PDF says it is in."""
    return str(PdfReader(BytesIO(content)).trailer["/Root"].get("/Lang", ""))
