"""Taking out of photographs and recordings what the device wrote into them: where it was, whose it is, when.

A photograph is drawn anew from its pixels, turned the way it was held, with the same colours. In formats that
cannot be drawn anew here (HEIC, MP4) what the device wrote is blanked where it stands."""

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageOps

# More than any telephone takes; above it a picture is likelier made to exhaust memory.
MOST_PIXELS = 220_000_000
QUALITY = 95
PICTURES = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
BOXED = {"heic", "mp4", "m4a"}
# What a broken file makes a reader of pictures say.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    KeyError,
    IndexError,
)

# Boxes of films that only describe, and where they stand.
TOLD = {b"udta", b"meta", b"uuid"}
HOLDS = {b"moov", b"trak"}


class Unreadable(Exception):
    """The file is not what its first bytes say, or too large to be drawn."""


def cleaned(kind: str, content: bytes) -> bytes:
    """The same file without what the device wrote into it; other kinds of files as they are. Raises Unreadable."""
    try:
        if kind in PICTURES:
            return _drawn_anew(content, PICTURES[kind])
        return _blanked(content, kind) if kind in BOXED else content
    except BROKEN as error:
        raise Unreadable(kind) from error


# --- pictures that are drawn anew ---


def _drawn_anew(content: bytes, form: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable("too many pixels")
            image.load()
            return _written(image, form)


def _written(image: Image.Image, form: str) -> bytes:
    told: dict[str, Any] = {"format": form}
    if profile := image.info.get("icc_profile"):
        told["icc_profile"] = profile  # the colours of a bruise are evidence
    turned = image.getexif().get(0x0112, 1) != 1
    if form == "JPEG":
        told |= {"quality": QUALITY, "subsampling": 0}
        if not turned and image.format == "JPEG":
            told |= {"quality": "keep", "subsampling": "keep"}
    elif form == "WEBP":
        told |= {"quality": QUALITY}
    moving = getattr(image, "n_frames", 1) > 1 and form != "JPEG"
    if moving:
        told |= {
            "save_all": True,
            "duration": image.info.get("duration", 100),
            "loop": image.info.get("loop", 0),
        }
    else:
        image = _bare(ImageOps.exif_transpose(image) if turned else image)
    kept = io.BytesIO()
    if form != "PNG":
        told["xmp"] = b""
    image.save(kept, **told, exif=b"")
    return kept.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """Nothing but the pixels: what the file said besides is written by no one."""
    if "transparency" in image.info:
        image = image.convert("RGBA")
    image.info = {}
    return image


# --- files made of boxes ---


def _blanked(content: bytes, kind: str) -> bytes:
    data = bytearray(content)
    if kind == "heic":
        _blank_items(data)
    else:
        _blank_boxes(data, 0, len(data))
    return bytes(data)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(kind, where it starts, where its body starts, where it ends) of each box."""
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        size = size or end - at
        if size < body - at or at + size > end:
            raise ValueError("a box that does not fit")
        yield kind, at, body, at + size
        at += size


def _blank_boxes(data: bytearray, start: int, end: int) -> None:
    for kind, at, body, stop in list(_boxes(data, start, end)):
        if kind in TOLD:
            data[at + 4 : at + 8] = b"free"
            data[body:stop] = bytes(stop - body)
        elif kind in HOLDS:
            _blank_boxes(data, body, stop)


def _blank_items(data: bytearray) -> None:
    """A HEIC picture keeps what the camera wrote as items of its own: they are filled with nothing."""
    for kind, _at, body, stop in list(_boxes(data, 0, len(data))):
        if kind == b"uuid":
            data[body:stop] = bytes(stop - body)
        if kind != b"meta":
            continue
        parts = {part: (inside, end) for part, _start, inside, end in _boxes(data, body + 4, stop)}
        told = _items_that_tell(data, *parts[b"iinf"]) if b"iinf" in parts else set()
        if not told:
            continue
        store = parts.get(b"idat", (0, 0))[0]
        for item, method, offset, length in _places(data, parts[b"iloc"][0]):
            if item in told:
                first = offset + (store if method == 1 else 0)
                if first + length > len(data):
                    raise ValueError("an item that does not fit")
                data[first : first + length] = bytes(length)


def _items_that_tell(data: bytearray, body: int, stop: int) -> set[int]:
    """The items that hold Exif or XMP."""
    wide = data[body] > 0
    found = set()
    for kind, _at, inside, end in _boxes(data, body + (8 if wide else 6), stop):
        if kind != b"infe" or data[inside] < 2:
            continue
        item, at = (
            (_number(data, inside + 4, 4), inside + 8)
            if data[inside] > 2
            else (_number(data, inside + 4, 2), inside + 6)
        )
        form = bytes(data[at + 2 : at + 6])
        if form in {b"Exif", b"uri "} or (form == b"mime" and b"xml" in data[at + 6 : end]):
            found.add(item)
    return found


def _places(data: bytearray, body: int) -> Iterator[tuple[int, int, int, int]]:
    """(item, how it is counted, where, how long) of each stretch of each item."""
    version, sizes = data[body], _number(data, body + 4, 2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version > 1 else 2
    count, at = _number(data, body + 6, wide), body + 6 + wide
    for _item in range(count):
        item, at = _number(data, at, wide), at + wide
        method = 0
        if version:
            method, at = data[at + 1] & 15, at + 2
        base, at = _number(data, at + 2, base_size), at + 2 + base_size
        extents, at = _number(data, at, 2), at + 2
        for _extent in range(extents):
            at += index_size
            offset, at = _number(data, at, offset_size), at + offset_size
            length, at = _number(data, at, length_size), at + length_size
            yield item, method, base + offset, length


def _number(data: bytearray, at: int, size: int) -> int:
    if at + size > len(data):
        raise ValueError("cut off")
    return int.from_bytes(data[at : at + size], "big")
