#!/bin/sh
# The port to SMS gateways is tried on a real Kannel: found, or installed where we may.
set -eu
found() { [ -x /usr/sbin/bearerbox ] && [ -x /usr/lib/kannel/test/fakesmsc ]; }
found && exit 0
sh "$(dirname "$0")/apt_install.sh" kannel kannel-extras && found && exit 0
echo "Without Kannel the tests of the SMS gateway fail. As root: apt install kannel kannel-extras." >&2
exit 1
