#!/bin/sh
# The browser's libraries, from npm by the lock, laid among the static files (not in the repository).
set -eu
if ! command -v npm >/dev/null; then
    echo "The map's library comes by npm. Install Node.js 20 with npm." >&2; exit 1
fi
npm ci --silent --ignore-scripts "$@"
into=src/louyu/web/frame/static/vendor
mkdir -p "$into"
cp node_modules/maplibre-gl/dist/maplibre-gl.mjs node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs \
    node_modules/maplibre-gl/dist/maplibre-gl.css node_modules/maplibre-gl/LICENSE.txt "$into/"
