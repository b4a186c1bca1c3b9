#!/bin/sh
# Checks for Python 3.11+ with venv; as root on Debian installs what is missing, else says so.
set -eu
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "louyu needs Python 3.11 or newer (found: $(python3 --version 2>&1))" >&2; exit 1; }
python3 -c 'import venv, ensurepip' 2>/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv
else
    echo "python3-venv is missing. Run as root: apt-get install python3-venv" >&2; exit 1
fi
