#!/usr/bin/env bash
# A picture of Spindle's window, on a screen of its own.
#   .ci/shot.sh [--home DIR] [--theme light|dark] [--title REGEX] [--size WxH] [--click "X Y..."] [--keys "KEY..."] [--wait SECONDS] APP OUT.png
# --home   where Spindle keeps its history (else a new folder, removed)
# --click  places inside the window to click, before any keys
# --keys   pressed one after the other before the picture is taken, as xdotool
#          names them (Down, ctrl+comma)
# --wait   seconds to wait once the window is there (a history that is being read)
# APP is a program with its arguments in one word, split at blanks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -n "${SPINDLE_SESSION:-}" ] || exec "$here/session.sh" "$0" "$@"
. "$here/hands.sh"

home='' theme='' title='^Spindle' size=1280x800 keys='' click='' wait=0
while [ $# -gt 0 ]; do
  case $1 in
    --home) home=$2; shift 2 ;;
    --theme) theme=$2; shift 2 ;;
    --title) title=$2; shift 2 ;;
    --size) size=$2; shift 2 ;;
    --keys) keys=$2; shift 2 ;;
    --click) click=$2; shift 2 ;;
    --wait) wait=$2; shift 2 ;;
    *) break ;;
  esac
done
[ $# -eq 2 ] || { sed -n '2,10s/^# \?//p' "$0" >&2; exit 2; }
read -ra app <<<"$1"
export SPINDLE_HOME=${home:-$SPINDLE_SESSION/data}
mkdir -p "$SPINDLE_HOME"
[ -z "$theme" ] || export FYNE_THEME=$theme

"${app[@]}" >"$SPINDLE_SESSION/app.log" 2>&1 & program=$!
trap 'end $program' EXIT
id=$(window --name "$title") || { cat "$SPINDLE_SESSION/app.log" >&2; exit 1; }
place "$id" 40 40 "${size%x*}" "${size#*x}"
xdotool windowactivate --sync "$id" || true
settle "$id"
read -r x y _ _ < <(geometry "$id")
read -ra spots <<<"$click"
for ((i = 0; i + 1 < ${#spots[@]}; i += 2)); do
  xdotool mousemove $((x + spots[i])) $((y + spots[i + 1])) click 1
  settle "$id"
done
for key in $keys; do xdotool key --clearmodifiers "$key"; sleep 0.2; done
sleep "$wait"
settle "$id"
import -window "$id" "$2"
