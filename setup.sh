#!/bin/sh
# Makes .venv ready: interpreter, hash-locked dependencies, the product itself, Pango for WeasyPrint.
# Takes a second when nothing changed. Called by the Makefile; safe to call by hand. For the tests: --with-postgresql.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

version_of() { "$1" --version 2>/dev/null; }

no_python() {
    say "CRM Audit needs Python 3.11, 3.12 or 3.13; $1."
    say "  Debian, Ubuntu:  apt-get install python3 python3-venv     macOS:  brew install python@3.13     Fedora:  dnf install python3.13"
    say "  or name one:     make audit PYTHON=/path/to/python3.12"
    exit 2
}

# The interpreter asked for; else the one that .venv has; else the first suitable one on the PATH.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" || no_python "PYTHON=$PYTHON is $(version_of "$PYTHON" || echo 'not one that runs')"
        command -v "$PYTHON"
        return
    fi
    for candidate in .venv/bin/python python3 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1 && suits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    no_python "none was found on the PATH"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1
}

# .venv may be where the interpreter lies: then its base makes the new one.
make_venv() {
    base=$("$1" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))')
    "$base" -m venv --clear .venv 2>/dev/null && return
    say "python3-venv is missing; trying to install it"
    apt_install python3-venv && "$base" -m venv --clear .venv && return
    say "A virtual environment cannot be made. Debian, Ubuntu: sudo apt-get install python3-venv"
    exit 2
}

# The installers write to a log; of a failure the user sees the end.
logged() {
    "$@" >>.venv/setup.log 2>&1 && return
    say "This failed: $*"
    grep -v '^WARNING' .venv/setup.log | tail -n 12 >&2
    say "The whole log is .venv/setup.log. The first set-up needs a package registry that pip can reach; then start again."
    exit 2
}

install_packages() {
    if command -v uv >/dev/null 2>&1; then
        logged env UV_PYTHON_DOWNLOADS=never uv pip install --python .venv/bin/python --require-hashes --compile-bytecode -r requirements.lock
    else
        logged .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
    fi
    logged .venv/bin/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
    .venv/bin/python -m compileall -q dagster_project reports || true
}

pango_loads() { .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; }

need_pango() {
    pango_loads && return
    say "WeasyPrint's system libraries (Pango, HarfBuzz) are missing; trying to install them"
    apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && pango_loads && return
    say "PDF reports need Pango, and it could not be installed here. Install it and run the command again:"
    say "  Debian, Ubuntu:  sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    say "  Fedora:          sudo dnf install pango harfbuzz        Alpine:  apk add pango harfbuzz"
    say "  macOS:           brew install pango                     Windows: use WSL with Ubuntu"
    exit 2
}

# Only the test of a second engine needs it: without a server that test is skipped, and says why.
offer_postgresql() {
    command -v initdb >/dev/null 2>&1 && return
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && return
    say "Installing PostgreSQL, on which the tests build every model once more"
    apt_install postgresql || say "PostgreSQL could not be installed here; that test will be skipped."
}

python=$(find_python)
wanted="$(cat setup.sh requirements.lock pyproject.toml | cksum) $(version_of "$python") $(pwd)"
if [ "$(cat .venv/.ready 2>/dev/null || true)" != "$wanted" ]; then
    say "Setting up .venv with $(version_of "$python") (a minute or two, once)"
    make_venv "$python"
    install_packages
    need_pango
    printf '%s\n' "$wanted" >.venv/.ready
fi
need_pango
if [ "${1:-}" = --with-postgresql ]; then offer_postgresql; fi
