"""Squares that a telephone's camera reads."""

import io

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_picture(text: str) -> str:
    """A QR code as SVG, to stand in a page."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=4)
    made.add_data(text)
    out = io.BytesIO()
    made.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue().decode().partition("?>")[2].strip()
