#!/usr/bin/env bash
# How long Spindle's window takes to stand painted on the screen, beside the
# least program with a window of the same toolkit and size, both by turns.
#   .ci/start.sh APP [TIMES]     15 times each, unless told
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
app=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/.."
go build -o "$work/start" ./.ci/start
go build -tags "${TAGS:-gles,migrated_fynedo,nodynamic}" -o "$work/empty" ./.ci/start/empty
export SPINDLE_HOME=$work/home FYNE_THEME=light
"$here/session.sh" --no-screen "$work/start" "${2:-15}" "$app" "$work/empty"
