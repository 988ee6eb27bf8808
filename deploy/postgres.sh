#!/bin/sh
# Runs a command with DATABASE_URL naming a PostgreSQL of its own, which ends with the command.
# Usage: deploy/postgres.sh COMMAND...   Installs Debian's PostgreSQL when there is none and it may.
set -eu

say() { printf '%s\n' "$*" >&2; }

find_programs() {
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && programs=$folder
    done
    [ -n "${programs:-}" ]
}

if ! find_programs; then
    if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
        say "The tests on PostgreSQL need it installed. Debian: sudo apt-get install postgresql"
        exit 1
    fi
    say "Installing PostgreSQL for the tests"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null
    apt-get install -q -y --no-install-recommends postgresql </dev/null >/dev/null
    find_programs
fi

# It refuses to run as root.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups "$@"
    else
        "$@"
    fi
}

home=$(mktemp -d)
trap 'as_server "$programs/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home"' EXIT
[ "$(id -u)" -eq 0 ] && chown postgres "$home"
cd "$home"

as_server "$programs/initdb" -D "$home/data" -U hub --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
# Only through a socket in its own folder; what it holds is thrown away, so nothing is synced.
as_server "$programs/pg_ctl" -D "$home/data" -w -l "$home/log" start >/dev/null \
    -o "-c listen_addresses='' -c unix_socket_directories='$home' -c fsync=off -c full_page_writes=off"

cd "$OLDPWD"
DATABASE_URL="postgres://hub@$(printf '%s' "$home" | sed 's|/|%2F|g')/postgres" "$@"
