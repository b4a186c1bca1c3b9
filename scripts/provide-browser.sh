#!/bin/sh
# Chromium and a CJK font for the browser tests; as root on Debian installs them, else says what is missing.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
    echo "The browser tests need:$missing. Run as root: apt-get install$missing" >&2; exit 1
fi
