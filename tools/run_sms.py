"""`make run-sms`: a real SMS gateway (Debian's Kannel, with its fake message centre) beside `make run`.

`make run-sms` starts bearerbox and smsbox with a configuration written for them, and the whole system over them. In another
terminal `python3 tools/run_sms.py phone` is a telephone: what is typed there reaches the hotline, what a counsellor answers
appears there. Without Kannel it says how to install it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import unquote_to_bytes

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("HIMAYA_VAR") or ROOT / "var") / "sms-gateway"
PROGRAMS = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox")
NUMBER = "+994501112233"
# What Kannel is told, here and in the tests. What comes from a telephone is brought to us; no words of ours go back.
CONFIGURATION = """\
group = core
admin-port = {admin}
admin-password = {secret}
admin-allow-ip = "127.0.0.1"
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = centre
port = {centre}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 100
http-queue-delay = 5

group = sendsms-user
username = himaya
password = {secret}
concatenation = true
max-messages = 6
"""
SERVICE = """
group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{address}?id=%I&from=%p&to=%P&at=%T&coding=%c&charset=%C&udh=%u&text=%b{more}"
"""
DOOR = "/hotline/messages/in/"


def main() -> int:
    """Kannel first, then the system; both end together."""
    if not all(Path(program).exists() for program in PROGRAMS):
        print("Kannel is not installed. As root: apt install kannel", file=sys.stderr)
        return 1
    VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    site = os.environ.get("PORT") or "8000"
    secret = secrets.token_urlsafe(24)
    ports = {name: free_port() for name in ("admin", "boxes", "centre", "sendsms")}
    written = VAR / "kannel.conf"
    written.touch(mode=0o600)
    brings = SERVICE.format(address=f"http://127.0.0.1:{site}{DOOR}", more=f"&secret={secret}")
    written.write_text(CONFIGURATION.format(secret=secret, **ports) + brings)
    (VAR / "centre-port").write_text(str(ports["centre"]))
    # Ctrl-C reaches every process of the terminal; this one stays until the last of them has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    running = [start(PROGRAMS[0], written, ports["boxes"]), start(PROGRAMS[1], written, ports["sendsms"])]
    print("Kannel runs. In another terminal: python3 tools/run_sms.py phone")
    known = {
        "HIMAYA_SMS_URL": f"kannel://himaya:{secret}@127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms?from=116111",
        "HIMAYA_SMS_IN_SECRET": secret,
        "HIMAYA_SITE_URL": f"http://127.0.0.1:{site}",
    }
    try:
        system = subprocess.Popen(
            [str(ROOT / "himaya"), "run"], env=os.environ | known, preexec_fn=heard_again
        )
        signal.signal(signal.SIGTERM, lambda *_: system.terminate())
        return system.wait()
    finally:
        for program in reversed(running):
            program.terminate()
            program.wait()


def heard_again() -> None:
    """The system hears Ctrl-C itself."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(program: str, configuration: Path, port: int) -> subprocess.Popen[bytes]:
    """One of the boxes, once it listens."""
    with (VAR / f"{Path(program).name}.log").open("wb") as log:
        begun = subprocess.Popen(
            [program, str(configuration)], cwd=VAR, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and begun.poll() is None:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return begun
        time.sleep(0.05)
    begun.kill()
    raise SystemExit(f"{program} did not start: see {VAR}/{Path(program).name}.log")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def phone() -> int:
    """A telephone: each line typed is a message; what comes is shown. Only one at a time, as the fake centre has it."""
    port = int((VAR / "centre-port").read_text())
    with socket.create_connection(("127.0.0.1", port)) as line:
        threading.Thread(target=show, args=(line,), daemon=True).start()
        print(f"You are {NUMBER}. Write, press Enter; Ctrl-D ends.")
        for typed in sys.stdin:
            if typed.strip():
                line.sendall(f"{NUMBER} 116111 text {typed.strip()}\n".encode())
    return 0


def show(line: socket.socket) -> None:
    """What the hotline wrote, part by part."""
    for raw in line.makefile("rb"):
        print("←", read(raw.decode("utf-8", "replace").strip()))


def read(said: str) -> str:
    """A line of the fake centre, in words: `sender number kind content`, or `sender number udh header kind content`."""
    words = said.split(" ", 3)[2:]
    if words and words[0] == "udh":
        words = words[1].split(" ", 2)[1:]
    kind, content = (*words, "", "")[:2]
    raw = unquote_to_bytes(content.replace("+", " ")) if kind != "text" else content.encode()
    wide = kind in {"ucs-2", "data"} and len(raw) % 2 == 0 and any(byte < 16 for byte in raw[::2])
    return raw.decode("utf-16-be" if wide else "utf-8", "replace")


if __name__ == "__main__":
    raise SystemExit(phone() if sys.argv[1:] == ["phone"] else main())
