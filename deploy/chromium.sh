#!/bin/sh
# Makes sure there is a Chromium for the browser tests; installs Debian's when allowed to.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then
        exit 0
    fi
done

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    printf '%s\n' "The browser tests need Chromium. Debian: sudo apt-get install chromium" >&2
    exit 1
fi
printf '%s\n' "Installing Chromium for the browser tests"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
apt-get install -q -y --no-install-recommends chromium </dev/null >/dev/null
