"""Real pictures and recordings for tests, with what telephones write into them."""

import io
import struct

from PIL import Image

GPS = {1: "N", 2: (40.0, 24.0, 33.0), 3: "E", 4: (49.0, 52.0, 12.0)}  # a place in Bakı
MAKER = "TestPhone 9000"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><owner>Aysel Test</owner></x:xmpmeta>'


def picture(form: str = "JPEG", size: tuple[int, int] = (48, 32), **told: object) -> bytes:
    """A picture whose left half is red and right half blue."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, *size))
    kept = io.BytesIO()
    image.save(kept, format=form, **told)  # type: ignore[arg-type]
    return kept.getvalue()


def photo(orientation: int = 6, form: str = "JPEG") -> bytes:
    """As a telephone takes it: with the place, the device, a thumbnail's worth of Exif, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = MAKER
    exif[0x9003] = "2026:03:02 10:00:00"
    exif.get_ifd(0x8825).update(GPS)
    told: dict[str, object] = {"exif": exif.tobytes()}
    if form == "JPEG":
        told |= {"quality": 90, "comment": b"Aysel Test", "xmp": XMP}
    return picture(form, **told)


PNG = picture("PNG")
JPEG = picture("JPEG")


def box(kind: bytes, body: bytes) -> bytes:
    """A box of a film or of a HEIC picture."""
    return struct.pack(">I4s", len(body) + 8, kind) + body


def film() -> bytes:
    """An MP4 that says where it was taken."""
    place = box(b"\xa9xyz", struct.pack(">HH", 18, 5575) + b"+40.4093+049.8671/")
    keys = box(b"meta", b"com.apple.quicktime.location.ISO6709+40.4093+049.8671/")
    track = box(b"trak", box(b"tkhd", bytes(84)) + box(b"udta", box(b"name", b"Aysel")))
    moov = box(b"moov", box(b"mvhd", bytes(100)) + track + box(b"udta", place) + keys)
    return box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + box(b"mdat", b"pixels" * 20) + moov


def heic() -> bytes:
    """The bones of a HEIC picture: one item of pixels, one of Exif, one of XMP."""
    pixels, exif, xmp = b"P" * 40, b"\0\0\0\6Exif\0\0" + MAKER.encode() + b" GPS 40.4093", XMP

    def infe(number: int, kind: bytes, tail: bytes = b"\0") -> bytes:
        return box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", number, 0, kind) + tail)

    listed = infe(1, b"hvc1") + infe(2, b"Exif") + infe(3, b"mime", b"\0application/rdf+xml\0")
    iinf = box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 3) + listed)
    ftyp = box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(start: int) -> bytes:
        places, at = b"", start
        for number, length in ((1, len(pixels)), (2, len(exif)), (3, len(xmp))):
            places += struct.pack(">HHHHII", number, 0, 0, 1, at, length)
            at += length
        iloc = box(b"iloc", b"\1\0\0\0" + struct.pack(">HH", 0x4400, 3) + places)
        return box(b"meta", b"\0\0\0\0" + iinf + iloc)

    start = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(start) + box(b"mdat", pixels + exif + xmp)
