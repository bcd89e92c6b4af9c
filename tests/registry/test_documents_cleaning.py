"""What a telephone writes into a photograph or film is taken out on arrival; what it shows stays."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from himaya.registry.documents.cleaning import Unreadable, cleaned
from tests.pictures import JPEG, MAKER, XMP, film, heic, photo, picture

RED, BLUE = (200, 30, 30), (30, 30, 200)


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) < 25 for a, b in zip(found, wanted, strict=False))


def test_a_real_photograph_loses_its_place_and_keeps_how_it_was_held() -> None:
    sent = photo(orientation=6)
    assert opened(sent).getexif().get_ifd(0x8825)[2] == (40.0, 24.0, 33.0), "the place was in it"
    kept = cleaned("jpeg", sent)
    image = opened(kept)
    assert dict(image.getexif()) == {}
    assert not image.getexif().get_ifd(0x8825)
    assert all(word not in kept for word in (MAKER.encode(), b"Exif", b"Aysel", b"xmpmeta", b"2026:03:02"))
    assert image.size == (32, 48), "turned the way it was held"
    assert near(image.getpixel((16, 4)), RED)
    assert near(image.getpixel((16, 44)), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_it_was_held_it_looks_the_same(orientation: int) -> None:
    from PIL import ImageOps

    sent = photo(orientation=orientation)
    wanted = ImageOps.exif_transpose(opened(sent))
    kept = opened(cleaned("jpeg", sent))
    assert kept.size == wanted.size
    for x, y in ((3, 3), (wanted.width - 4, 3), (3, wanted.height - 4)):
        assert near(kept.getpixel((x, y)), wanted.getpixel((x, y)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("webp", "WEBP")])
def test_other_pictures_too(kind: str, form: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Aysel Test")
    more = {"pnginfo": told} if form == "PNG" else {"xmp": XMP}
    for sent in (photo(orientation=8, form=form), picture(form, **more)):
        kept = cleaned(kind, sent)
        assert all(
            word not in kept for word in (MAKER.encode(), b"Aysel", b"eXIf", b"EXIF", b"tEXt", b"xmpmeta")
        )
        opened(kept)


def test_colours_stay_what_they_were() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = opened(cleaned("jpeg", picture("JPEG", icc_profile=profile)))
    assert kept.info["icc_profile"] == profile


def test_a_moving_picture_keeps_moving() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    kept = io.BytesIO()
    frames[0].save(kept, format="WEBP", save_all=True, append_images=frames[1:], duration=80)
    assert opened(cleaned("webp", kept.getvalue())).n_frames == 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("make", [heic, film])
def test_what_cannot_be_drawn_anew_is_blanked_where_it_tells(make: Callable[[], bytes]) -> None:
    sent = make()
    kept = cleaned("heic" if make is heic else "mp4", sent)
    assert len(kept) == len(sent), "nothing moves: the players still find what they look for"
    for word in (b"40.4093", b"Aysel", MAKER.encode(), b"xmpmeta", b"com.apple"):
        assert word not in kept
    assert (b"P" * 40 if make is heic else b"pixels" * 20) in kept
    assert kept[:24] == sent[:24]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("jpeg", b"\xff\xd8\xff\xe0" + b"0" * 100),
        ("jpeg", JPEG[:200]),
        ("png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
        ("webp", b"RIFF\x10\x00\x00\x00WEBPVP8 0000"),
        ("heic", heic()[:60]),
        ("heic", heic().replace(b"\x44\x00\x00\x03", b"\x44\x00\xff\xff")),
        ("mp4", b"\0\0\0\x18ftypisom" + b"\xff" * 40),
        ("png", picture("JPEG")),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(Unreadable):
        cleaned(kind, content)


def test_a_picture_made_to_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("himaya.registry.documents.cleaning.MOST_PIXELS", 100)
    with pytest.raises(Unreadable):
        cleaned("png", picture("PNG"))


def test_documents_and_sounds_stay_as_they_are() -> None:
    assert cleaned("pdf", b"%PDF-1.7 x") == b"%PDF-1.7 x"
    assert cleaned("mp3", b"ID3 x") == b"ID3 x"
