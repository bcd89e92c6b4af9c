#!/bin/sh
# The port to the malware scanner is tried on a real clamd: found, or installed where we may.
set -eu
found() { [ -x /usr/sbin/clamd ]; }
found && exit 0
sh "$(dirname "$0")/apt_install.sh" clamav-daemon && found && exit 0
echo "Without ClamAV the malware scanner is tried on a stand-in only. As root: apt install clamav-daemon." >&2
exit 1
