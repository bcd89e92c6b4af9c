#!/bin/sh
# The journeys run in the system's Chromium: found, or installed where we may. Best is the headless shell, the same
# engine without windows: a page opens in a third of the time. Where there is none, an ordinary Chromium does as well.
set -eu
found() {
    [ -n "${HIMAYA_CHROMIUM:-}" ] && [ -x "$HIMAYA_CHROMIUM" ] && return 0
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}
install=$(dirname "$0")/apt_install.sh
found chromium-headless-shell && exit 0
sh "$install" chromium-headless-shell && found chromium-headless-shell && exit 0
found chromium chromium-browser google-chrome && exit 0
sh "$install" chromium && found chromium && exit 0
echo "The browser journeys need Chromium. As root: apt install chromium-headless-shell (or chromium; or name one in HIMAYA_CHROMIUM)." >&2
exit 1
