#!/bin/sh
# Puts the pinned packages of the named sets into .venv; costs nothing when they are there already.
# Usage: deploy/bootstrap.sh base [test] [browser] [lint] [scale]
# PYTHON names the interpreter for a new .venv (default: the first of python3, python3.1x that is new enough).
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
OLDEST="3, 11"
BUILD_NEEDS_MB=500

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Where .venv lives and for which Python: after a move or an upgrade its scripts point nowhere.
place() {
    "$VENV/bin/python" -c 'import sys; print(sys.prefix, *sys.version_info[:2])' 2>/dev/null
}

is_sound() {
    [ -f "$VENV/.place" ] && [ "$(cat "$VENV/.place")" = "$(place)" ]
}

has_set() {
    [ -f "$VENV/.installed-$1" ] && cmp -s "requirements/$1.txt" "$VENV/.installed-$1"
}

check_disk() {
    free_mb=$(($(df -Pk . | awk 'NR == 2 { print $4 }') / 1024))
    [ "$free_mb" -ge "$BUILD_NEEDS_MB" ] || fail \
        "Only $free_mb MB are free on this disk; installing needs $BUILD_NEEDS_MB MB. Make room and try again."
}

is_new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < ($OLDEST))" 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if is_new_enough "$candidate"; then
            python=$candidate
            return
        fi
    done
    first=${PYTHON:-python3}
    found=$("$first" -c 'import platform; print(platform.python_version())' 2>/dev/null) ||
        fail "$first was not found. Install Python 3.11 or newer (Debian, Ubuntu: apt install python3 python3-venv)."
    fail "$first is Python $found; the hub needs 3.11 or newer. Name another one with PYTHON=, for example: make run PYTHON=python3.12"
}

make_venv() {
    find_python
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python cannot make virtual environments. Debian, Ubuntu: apt install python3-venv"
    say "Creating $VENV with $("$python" --version)"
    "$python" -m venv --clear "$VENV" || fail "$VENV could not be created; the lines above say why."
    pip_install bootstrap || say "uv could not be installed: pip does its work, which takes a little longer."
    place >"$VENV/.place"
}

pip_install() {
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "requirements/$1.txt"
}

# Compiled once here, in two seconds, instead of by every process that may not write beside the code.
uv_install() {
    [ -x "$VENV/bin/uv" ] &&
        "$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --require-hashes \
            --compile-bytecode -r "requirements/$1.txt"
}

# Only adds: `make run` after `make test` must not take the test tools away again.
install_set() {
    say "Installing requirements/$1.txt"
    uv_install "$1" || pip_install "$1" || fail \
        "The packages could not be installed; the lines above say why. Without a network there is no first start; a second one needs none."
    cp "requirements/$1.txt" "$VENV/.installed-$1"
}

missing=""
is_sound || missing="venv"
for set in "$@"; do
    [ -f "requirements/$set.txt" ] || fail "There is no requirements/$set.txt."
    has_set "$set" || missing="$missing $set"
done
[ -n "$missing" ] || exit 0

check_disk
is_sound || make_venv
for set in "$@"; do
    has_set "$set" || install_set "$set"
done
