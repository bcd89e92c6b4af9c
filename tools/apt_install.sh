#!/bin/sh
# Installs Debian packages where we may: as root, or by sudo without a password. Fails quietly where we may not.
set -eu
command -v apt-get >/dev/null 2>&1 || exit 1
if [ "$(id -u)" = 0 ]; then may=""; elif sudo -n true 2>/dev/null; then may="sudo -n"; else exit 1; fi
echo "Installing $* with apt…"
export DEBIAN_FRONTEND=noninteractive
$may apt-get update -qq >/dev/null 2>&1 || true
$may apt-get install -y -qq --no-install-recommends "$@" >/dev/null
