#!/usr/bin/env bash
# How long the window takes to stand painted on the screen, beside the empty
# program of the same toolkit, both by turns.
#   .ci/start.sh APP [TIMES] [EMPTY]     EMPTY is that program, built where it is missing
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
app=$(realpath "$1") times=${2:-15}
if [ -z "${SPINDLE_SESSION:-}" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  empty=${3:-$work/empty}
  [ -x "$empty" ] || (cd "$here/.." && go build -tags "${TAGS:-gles,migrated_fynedo,nodynamic}" -o "$empty" ./.ci/emptywindow)
  "$here/session.sh" "$0" "$app" "$times" "$empty"
  exit
fi
exec python3 "$here/start.py" "$app" "$3" "$times"
