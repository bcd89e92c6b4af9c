"""A telephone with ODK Collect on it, as its own sources say it speaks (getodk/collect, module open-rosa): the same
headers, the same order of requests, the same parts of the multipart body, the same way of splitting what is long."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4
from xml.etree import ElementTree

AGENT = (
    "org.odk.collect.android/v2026.1.2 Dalvik/2.1.0 (Linux; U; Android 14; SM-A155F Build/UP1A.231005.007)"
)
BOUNDARY = "8a9c0f5e-6b7d-4c0f-9d55-1c2d3e4f5a6b"
CREATED, ACCEPTED = 201, 202
_LIST = "{http://openrosa.org/xforms/xformsList}"
_MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def words(self) -> str:
        """The message a phone shows."""
        found = ElementTree.fromstring(self.body)
        return found.findtext("{http://openrosa.org/http/response}message") or ""


class Wire(Protocol):
    """How requests reach the server."""

    def __call__(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Answer: ...


class Failed(Exception):
    """The phone would tell its owner that it did not work."""


@dataclass(slots=True)
class Collect:
    """One phone with its settings, and what it has on it."""

    wire: Wire
    server: str
    username: str = ""
    password: str = ""
    device_id: str = "collect:Yb3Wq1Zr5tUe9aQx"
    forms: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    media: dict[tuple[str, str], str] = field(default_factory=dict)
    _authorised: bool = False

    # --- the wire ---

    def ask(self, method: str, address: str, body: bytes = b"", **more: str) -> Answer:
        """Without credentials first, as long as the server did not ask for them; then with them."""
        answer = self._ask(method, address, body, more)
        if answer.status == 401 and not self._authorised:
            offered = {name.lower(): value for name, value in answer.headers.items()}["www-authenticate"]
            assert offered.lower().startswith("basic")
            self._authorised = True
            answer = self._ask(method, address, body, more)
        return answer

    def _ask(self, method: str, address: str, body: bytes, more: Mapping[str, str]) -> Answer:
        headers = {
            "User-Agent": AGENT,
            "X-OpenRosa-Version": "1.0",
            "Date": "Mon, 23 Nov 2026 11:42:07 GMT",
            "Accept-Encoding": "gzip",
            "Connection": "Keep-Alive",
            **more,
        }
        if self._authorised:
            said = b64encode(f"{self.username}:{self.password}".encode()).decode()
            headers["Authorization"] = f"Basic {said}"
        return self.wire(method, address, headers, body)

    # --- forms ---

    def fetch_forms(self) -> list[str]:
        """“Match exactly”: has afterwards just the forms the server offers; says which were new or had changed."""
        answer = self.ask("GET", f"{self.server}/formList")
        self._must_be_open_rosa(answer)
        offered = {
            item.findtext(f"{_LIST}formID", ""): {
                child.tag.removeprefix(_LIST): child.text or "" for child in item
            }
            for item in ElementTree.fromstring(answer.body)
        }
        for gone in set(self.forms) - set(offered):
            del self.forms[gone]
        return [form_id for form_id, told in offered.items() if self._fetch(form_id, told)]

    def _fetch(self, form_id: str, told: Mapping[str, str]) -> bool:
        changed = False
        if form_id not in self.forms or self.hashes.get(form_id) != told["hash"]:
            self.forms[form_id] = self.ask("GET", told["downloadUrl"]).body.decode()
            self.hashes[form_id] = told["hash"]
            changed = True
        answer = self.ask("GET", told["manifestUrl"])
        self._must_be_open_rosa(answer)
        for file in ElementTree.fromstring(answer.body):
            name, hash_, url = (
                file.findtext(_MANIFEST + tag, "") for tag in ("filename", "hash", "downloadUrl")
            )
            if self.hashes.get(f"{form_id}/{name}") != hash_:
                self.media[form_id, name] = self.ask("GET", url).body.decode()
                self.hashes[f"{form_id}/{name}"] = hash_
                changed = True
        return changed

    def _must_be_open_rosa(self, answer: Answer) -> None:
        said = {name.lower(): value for name, value in answer.headers.items()}
        if (
            answer.status != 200
            or "x-openrosa-version" not in said
            or not said["content-type"].startswith("text/xml")
        ):
            raise Failed(f"{answer.status}")

    def people(self, form_id: str) -> dict[str, str]:
        """Whom the phone lets choose: what they are called, to the value that is kept."""
        rows = [line.split(",") for line in self.media[form_id, "himaya_people.csv"].splitlines()[1:]]
        return {row[1].strip('"'): row[0] for row in rows}

    # --- answers ---

    def filled(self, form_id: str, about: str, said: str, instance_id: str = "") -> bytes:
        """A finished set of answers, as it lies on the phone."""
        form = ElementTree.fromstring(self.forms[form_id])
        root = form.find(".//{http://www.w3.org/2002/xforms}instance")
        assert root is not None
        version = root[0].get("version")
        instance_id = instance_id or f"uuid:{uuid4()}"
        return (
            "<?xml version='1.0' ?>"
            f'<data id="{form_id}" version="{version}" xmlns:ev="http://www.w3.org/2001/xml-events" '
            'xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms" '
            'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" '
            'xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
            f"<himaya_about>{about}</himaya_about>{said}"
            f"<orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta></data>"
        ).encode()

    def send(self, answers: bytes, files: Sequence[tuple[str, str, bytes]] = (), *, most: int = 0) -> Answer:
        """Asks with HEAD where to send, then sends, in several posts where it is long. Failed as Collect fails."""
        address = f"{self.server}/submission?deviceID={self.device_id.replace(':', '%3A')}"
        head = self.ask("HEAD", address)
        if head.status != 204:
            raise Failed(f"HEAD {head.status}")
        said = {name.lower(): value for name, value in head.headers.items()}
        most = most or int(said["x-openrosa-accept-content-length"])
        location = said["location"]
        address = location if "?" in location else location + "?" + address.partition("?")[2]
        answer = None
        for parts, more in posts(len(answers), files, most):
            answer = self.post(address, answers, parts, more=more)
            if answer.status not in (CREATED, ACCEPTED):
                raise Failed(f"{answer.status} {answer.words}")
        assert answer is not None
        return answer

    def post(
        self, address: str, answers: bytes, files: Sequence[tuple[str, str, bytes]], *, more: bool = False
    ) -> Answer:
        """One post."""
        body = multipart(answers, files, more)
        return self.ask(
            "POST",
            address,
            body,
            **{"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(len(body))},
        )


def posts(
    size: int, files: Sequence[tuple[str, str, bytes]], most: int
) -> list[tuple[Sequence[tuple[str, str, bytes]], bool]]:
    """Which files go in which post, and whether others follow: the next one begins where this one would be too long."""
    found: list[tuple[Sequence[tuple[str, str, bytes]], bool]] = []
    at, first = 0, True
    while at < len(files) or first:
        first, start, count = False, at, size
        more = False
        while at < len(files):
            count += len(files[at][2])
            at += 1
            if at < len(files) and count + len(files[at][2]) > most:
                more = True
                break
        found.append((files[start:at], more))
    return found


def multipart(answers: bytes, files: Sequence[tuple[str, str, bytes]], more: bool) -> bytes:
    """The body as OkHttp writes it."""

    def part(name: str, content: bytes, kind: str = "", file_name: str = "") -> bytes:
        named = f'; filename="{file_name}"' if file_name else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
        head += f"Content-Type: {kind}\r\n" if kind else ""
        return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"

    parts = [part("xml_submission_file", answers, "text/xml", "visit_2026-11-23_15-42-01.xml")]
    parts += [part(name, content, kind, name) for name, kind, content in files]
    parts += [part("*isIncomplete*", b"yes")] if more else []
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def over(client: Any) -> Wire:
    """Over a test client, each request a later transaction."""

    def carry(method: str, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        path = re.sub(r"^https?://[^/]+", "", address)
        kind = headers.get("Content-Type", "application/octet-stream")
        rest = {name: value for name, value in headers.items() if name != "Content-Type"}
        said = client.generic(method, path, body, content_type=kind, headers=rest)
        return Answer(said.status_code, dict(said.headers), said.content)

    return carry
