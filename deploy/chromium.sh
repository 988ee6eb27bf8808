#!/bin/sh
# Makes sure there is a Chromium for the browser tests; installs Debian's when allowed to.
# The headless shell is the same engine without windows, and the tests take a third less time.
set -eu

has() { command -v "$1" >/dev/null; }

has_any() {
    has chromium-headless-shell || has chromium || has chromium-browser || has google-chrome
}

has chromium-headless-shell && exit 0

if ! has apt-get || [ "$(id -u)" -ne 0 ]; then
    has_any && exit 0
    printf '%s\n' "The browser tests need Chromium. Debian: sudo apt-get install chromium-headless-shell" >&2
    exit 1
fi
printf '%s\n' "Installing Chromium for the browser tests"
export DEBIAN_FRONTEND=noninteractive
# Without a network the tests are content with a Chromium that is there; nothing is taken away for it.
{
    apt-get update -q && apt-get install -q -y --no-install-recommends --no-remove chromium-headless-shell
} </dev/null >/dev/null || has_any
