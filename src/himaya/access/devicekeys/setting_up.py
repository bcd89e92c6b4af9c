"""What ODK Collect reads from a picture, so that nobody types a secret (docs.getodk.org, “Configure via QR code”)."""

import base64
import io
import json
import zlib

import qrcode
from qrcode.image.svg import SvgPathImage


def settings_of(*, server: str, name: str, secret: str, project: str) -> str:
    """Collect's settings: compressed, in Base64."""
    general = {
        "server_url": server,
        "username": name,
        "password": secret,
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
    }
    said = {"general": general, "admin": {}, "project": {"name": project}}
    return base64.b64encode(zlib.compress(json.dumps(said).encode())).decode()


def picture_of(text: str) -> str:
    """A QR code as SVG, to stand in a page."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=4)
    made.add_data(text)
    out = io.BytesIO()
    made.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue().decode().partition("?>")[2].strip()
