#!/usr/bin/env bash
# Resolve every dependency again and write the locks, with hashes and without any address. UPGRADE=1 takes newer versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=.venv-lock
[ -x "$tools/bin/pip-compile" ] || { "${PYTHON:-python3}" -m venv "$tools" && "$tools/bin/pip" install --quiet pip-tools==7.6.2; }

lock() {
    CUSTOM_COMPILE_COMMAND="make lock" "$tools/bin/pip-compile" --quiet --generate-hashes --strip-extras --allow-unsafe \
        --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        ${UPGRADE:+--upgrade} "$@"
}

lock --output-file requirements-dev.lock --extra dev pyproject.toml
lock --output-file requirements.lock --constraint requirements-dev.lock pyproject.toml
lock --output-file requirements-slow.lock --extra dev --extra spark --constraint requirements-dev.lock pyproject.toml
lock --output-file benchmarks/requirements.lock benchmarks/requirements.in

if grep -nE '://|^-|^ *#.*/|@ ' requirements.lock requirements-dev.lock requirements-slow.lock benchmarks/requirements.lock; then
    echo "A lock may hold only names, versions and hashes; the lines above do not." >&2
    exit 1
fi

PATH="$PWD/.venv/bin:$PATH" npm install --package-lock-only --silent
