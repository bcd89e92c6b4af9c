"""Which system user PostgreSQL runs as: it refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Identity:
    """A system user, and the words to put before a command so that it runs as that user.

    Every command so started gets `SIGINT` when its starter dies, however that happens.
    """

    uid: int
    gid: int
    prefix: list[str]

    def give(self, path: Path) -> None:
        """Make `path` this user's (its parents stay as they are)."""
        found = path.stat()
        if (found.st_uid, found.st_gid) != (self.uid, self.gid) and os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def for_postgres(programs: Path, data: Path) -> Identity:
    """Ourselves, unless we are root; then whoever owns `data`, else `postgres`, else `nobody`.

    Under a closed directory such as `/root` that user keeps one capability, to pass directories:
    better than opening the directory to everyone.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), ["setpriv", "--pdeathsig", "INT"])
    user = _system_user(data)
    words = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    os.chown(data, user.pw_uid, user.pw_gid)
    needs = (["test", "-x", str(path)] for path in (programs / "postgres", data))
    if any(subprocess.run([*words, *need], capture_output=True).returncode for need in needs):
        words += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
        words += ["--securebits=+no_setuid_fixup"]  # else access(2), which PostgreSQL asks, leaves it out
    return Identity(user.pw_uid, user.pw_gid, [*words, "--pdeathsig", "INT"])


def _system_user(data: Path) -> pwd.struct_passwd:
    owner = data.stat().st_uid
    if owner != 0:
        return pwd.getpwuid(owner)
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]
