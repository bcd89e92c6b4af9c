#!/bin/sh
# Makes the virtual environment with Python 3.11 or newer; Debian and Ubuntu keep `venv` in a package of its own.
set -eu
target=$1
python=${PYTHON:-python3}
fresh() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
for candidate in "$python" python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && fresh "$candidate"; then found=$candidate; break; fi
done
if [ -z "${found:-}" ]; then
    echo "Python 3.11 or newer is needed. On Debian 12, Ubuntu 24.04 or newer: apt install python3 python3-venv" >&2
    exit 1
fi
if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$found" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    sh "$(dirname "$0")/apt_install.sh" "$version" || {
        echo "Python's venv module is missing. As root: apt install $version" >&2
        exit 1
    }
fi
echo "Making the virtual environment…"
"$found" -m venv "$target"
