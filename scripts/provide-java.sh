#!/bin/sh
# Java 17 or newer for Spark; as root on Debian installs it, else says it is missing.
set -eu
command -v java >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless >/dev/null
else
    echo "Spark needs Java 17. Run as root: apt-get install default-jre-headless" >&2; exit 1
fi
