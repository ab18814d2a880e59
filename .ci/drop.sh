#!/usr/bin/env bash
# A real drag and drop: everything in each folder, from a file manager's window
# onto Spindle's, one folder after the other.
#   .ci/drop.sh [--home DIR] [--title REGEX] [--out DIR] [--expect REGEX] [--then COMMAND] APP FOLDER...
# --home    where Spindle keeps its history (else a new folder, removed)
# --out     pictures of the screen: start.png, dragging-N.png, dropped-N.png, and app.log
# --expect  a line that Spindle's output must have after the last drop
# --then    a shell command that must succeed within 5 minutes, tried again until it
#           does, with SPINDLE_HOME and OUT set: what the drop must have brought about
# APP is a program with its arguments in one word, split at blanks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -n "${SPINDLE_SESSION:-}" ] || exec "$here/session.sh" "$0" "$@"
. "$here/hands.sh"

home='' title='^Spindle' out='' expect='' then=''
while [ $# -gt 0 ]; do
  case $1 in
    --home) home=$2; shift 2 ;;
    --title) title=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --expect) expect=$2; shift 2 ;;
    --then) then=$2; shift 2 ;;
    *) break ;;
  esac
done
[ $# -ge 2 ] || { sed -n '2,12s/^# \?//p' "$0" >&2; exit 2; }
read -ra app <<<"$1"; shift
export SPINDLE_HOME=${home:-$SPINDLE_SESSION/data} OUT=${out:-$SPINDLE_SESSION/out}
mkdir -p "$SPINDLE_HOME" "$OUT"

pids=()
finish() { end "${pids[@]}"; }
trap finish EXIT
fail() { echo "drop.sh: $1; the end of $OUT/app.log:" >&2; tail -20 "$OUT/app.log" >&2; exit 1; }

"${app[@]}" >"$OUT/app.log" 2>&1 & pids+=($!); program=$!
target=$(window --name "$title") || fail "the window never came"
place "$target" 430 20 940 760
settle "$target"
scrot -o "$OUT/start.png"
n=0
for folder in "$@"; do
  n=$((n + 1))
  pcmanfm --no-desktop "$(realpath "$folder")" >>"$OUT/pcmanfm.log" 2>&1 & pids+=($!)
  source=$(window --class pcmanfm)
  place "$source" 0 0 420 420
  settle "$source"                         # its thumbnails are there
  DRAGGING_SHOT=$OUT/dragging-$n.png drag "$source" "$target"
  settle "$target"
  scrot -o "$OUT/dropped-$n.png"
  xdotool windowclose "$source" || true
  kill "${pids[-1]}" 2>/dev/null || true
  wait "${pids[-1]}" 2>/dev/null || true
  unset 'pids[-1]'
done
[ -z "$expect" ] || until_log "$OUT/app.log" "$expect" 60 || fail "no line like $expect"
if [ -n "$then" ]; then
  done=
  for _ in $(seq 300); do
    if bash -c "$then" >"$OUT/then.log" 2>&1; then done=yes; break; fi
    kill -0 "$program" 2>/dev/null || fail "the program ended"
    sleep 1
  done
  [ -n "$done" ] || { cat "$OUT/then.log" >&2; fail "it did not come to: $then"; }
  settle "$target"
fi
scrot -o "$OUT/end.png"
kill -0 "$program" 2>/dev/null || fail "the program ended"
echo "dropped $n folder(s) on the window"
