#!/bin/sh
# The journeys run in the system's Chromium: found, or installed where we may.
set -eu
found() {
    [ -n "${HIMAYA_CHROMIUM:-}" ] && [ -x "$HIMAYA_CHROMIUM" ] && return 0
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}
found && exit 0
sh "$(dirname "$0")/apt_install.sh" chromium && found && exit 0
echo "The browser journeys need Chromium. As root: apt install chromium (or name one in HIMAYA_CHROMIUM)." >&2
exit 1
