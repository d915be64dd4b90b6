#!/usr/bin/env bash
# Make ready what a target needs: `setup.sh app`, `setup.sh test`, `setup.sh slow` or `setup.sh bench`. Does nothing when nothing has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# The first Python that is new enough; PYTHON=… decides otherwise.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    stop "Skjemaverk needs Python 3.11 or newer, and ${PYTHON:-python3} is not. On Debian 12 or newer: apt install python3 python3-venv"
}

# once STAMP COMMAND... -- FILE...: run the command unless it has already run well, here, on these files as they are now.
once() {
    local stamp=$1 command=() digest
    shift
    while [ "$1" != -- ]; do command+=("$1") && shift; done
    shift
    digest=$({ pwd && cat "$@"; } | sha256sum | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
    "${command[@]}" || return
    echo "$digest" >"$stamp"
}

# A new virtual environment with exactly what the lock names.
environment() {
    local folder=$1 lock=$2 python
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"
    echo "Installing $lock in $folder"
    "$python" -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$lock"
}

# The command `skjemaverk` and the packages, straight from this tree.
project() {
    "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

# The design system's style sheets, where the application serves them from; see scripts/styles.py for what differs.
style_sheets() {
    local source=node_modules/@digdir/designsystemet-css target=renderers/static/vendor
    echo "Fetching the design system's style sheets"
    PATH="$PWD/.venv/bin:$PATH" npm ci --silent
    mkdir -p "$target"
    .venv/bin/python scripts/styles.py "$source/dist/src/index.css" "$target/designsystemet.css"
    cp "$source/dist/theme/designsystemet.css" "$target/designsystemet-theme.css"
    cp "$source/LICENSE" "$target/designsystemet-LICENSE.txt"
}

app() {
    [ -x .venv/bin/python ] || rm -f .venv/ready.*
    [ -s renderers/static/vendor/designsystemet.css ] || rm -f .venv/ready.styles
    once .venv/ready.lock environment .venv requirements-dev.lock -- requirements-dev.lock
    once .venv/ready.project project .venv -- pyproject.toml
    once .venv/ready.styles style_sheets -- package.json package-lock.json .npmrc scripts/styles.py
}

bench() {
    [ -x .venv-bench/bin/python ] || rm -f .venv-bench/ready.*
    once .venv-bench/ready.lock environment .venv-bench benchmarks/requirements.lock -- benchmarks/requirements.lock
    once .venv-bench/ready.project project .venv-bench -- pyproject.toml
}

has_postgresql() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_browser() {
    command -v chromium >/dev/null ||
        .venv/bin/python -c 'import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p: sys.exit(not os.path.exists(p.chromium.executable_path))'
}

# What sets the review pack on paper, and letters to set it with.
has_pango() {
    .venv/bin/python -c 'import weasyprint' 2>/dev/null && compgen -G '/usr/share/fonts/truetype/*/*.ttf' >/dev/null
}

# apt-get as root, or with a sudo that asks no password; otherwise say what to type.
install_packages() {
    local become=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null && become="sudo -n" ||
            stop "The tests need $*, and installing needs root. Type: sudo apt-get install $*"
    fi
    command -v apt-get >/dev/null ||
        stop "The tests need $*; without apt-get they must be installed by hand."
    echo "Installing $*"
    $become env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    $become env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null </dev/null
}

# Ubuntu's own chromium package is a snap that headless machines cannot start; there Playwright's build is used.
install_browser() {
    if grep -qs '^ID=ubuntu' /etc/os-release; then
        echo "Installing Playwright's chromium"
        .venv/bin/playwright install --with-deps chromium >/dev/null
    else
        install_packages chromium
    fi
}

tests() {
    has_postgresql || install_packages postgresql
    has_browser || install_browser
    has_pango || install_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
    has_postgresql || stop "PostgreSQL's server programs (initdb, postgres) are still not found; install the package postgresql."
}

# Spark and Java are only for some slow tests, which are left out where they cannot be had.
spark() {
    [ -x .venv-slow/bin/python ] || rm -f .venv-slow/ready.*
    once .venv-slow/ready.lock environment .venv-slow requirements-slow.lock -- requirements-slow.lock
    once .venv-slow/ready.project project .venv-slow -- pyproject.toml
    command -v java >/dev/null || install_packages openjdk-17-jre-headless
}

# LHC-Forms as it is published, ready for a browser: what draws FHIR's questionnaires in some slow tests. One file, of which
# only what a page needs is unpacked; what it was built from is not wanted.
lhc_forms() {
    local archive
    read -r _ archive <scripts/lhc-forms.sha512
    echo "Fetching LHC-Forms"
    rm -rf .lhc-forms && mkdir .lhc-forms
    (cd .lhc-forms &&
        PATH="$OLDPWD/.venv/bin:$PATH" timeout 300 npm pack --silent "lforms@$(basename "${archive#lforms-}" .tgz)" >/dev/null &&
        sha512sum --check --quiet ../scripts/lhc-forms.sha512 &&
        tar -xzf "$archive" --strip-components=3 package/dist/lforms/{webcomponent/{lhc-forms.js,styles.css,assets/lib/zone.min.js},fhir/R4/lformsFHIR.min.js,LICENSE.md} &&
        rm "$archive")
}

# Programs for statistics that read our files for analysts in some slow tests, which are left out without them.
statistics() {
    command -v pspp >/dev/null || install_packages pspp
    Rscript -e 'quit(status = !requireNamespace("haven", quietly = TRUE))' 2>/dev/null ||
        install_packages r-base-core r-cran-haven
}

slow() {
    tests
    (statistics) || echo "The tests with R and PSPP are left out: they could not be installed."
    (spark) || echo "The Spark tests are left out: pyspark or Java could not be installed."
    (once .lhc-forms/ready lhc_forms -- scripts/lhc-forms.sha512) ||
        echo "The tests with LHC-Forms are left out: it could not be fetched, or is not the file it should be."
}

case "${1:-}" in
    app) app ;;
    test) app && tests ;;
    slow) app && slow ;;
    bench) bench ;;
    *) stop "Usage: scripts/setup.sh app|test|slow|bench" ;;
esac
