#!/usr/bin/env bash
# Opens the window; where there is no display, reads the sample receipts on the
# command line instead, into a history that is thrown away.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
  exec ./spindle
fi
echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open." >&2
echo "Reading the sample receipts on the command line instead: ./spindle read assets/samples -o -" >&2
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
./spindle read --home "$home" assets/samples -o -
