"""What ODK Collect reads from a picture, so that nobody types a secret (docs.getodk.org, “Configure via QR code”)."""

import base64
import json
import zlib


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
