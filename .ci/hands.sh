# shellcheck shell=bash
# Finding, placing and dragging windows; sourced by the scripts beside it, which
# run inside session.sh.

# window ARGS...: waits for a visible window (xdotool search's words) and gives
# its id; --name takes a regular expression.
window() {
  local id
  for _ in $(seq 300); do
    id=$(xdotool search --onlyvisible "$@" 2>/dev/null | tail -1 || true)
    [ -z "$id" ] || { echo "$id"; return; }
    sleep 0.1
  done
  echo "no window for $*" >&2
  return 1
}

# geometry ID: x, y, width and height of the window's inside. By xwininfo, for
# xdotool getwindowgeometry counts the frame twice.
geometry() {
  xwininfo -id "$1" | awk '/Absolute upper-left X/{x=$4} /Absolute upper-left Y/{y=$4} /Width:/{w=$2} /Height:/{h=$2} END{print x, y, w, h}'
}

# place ID X Y WIDTH HEIGHT: moves and sizes the window until it is so; a window
# that has just come may still set a size of its own.
place() {
  local now
  for _ in $(seq 20); do
    xdotool windowmove "$1" "$2" "$3" windowsize "$1" "$4" "$5"
    sleep 0.5
    read -r _ _ now < <(geometry "$1")
    [ "$now" != "$4 $5" ] || return 0
  done
}

# settle ID: waits until the window's picture stays the same for a second, 15
# seconds at most (a spinner never stops). It is for pictures to be taken: a busy
# program may be about to paint still, so what must have happened is waited for.
settle() {
  local before='' now='' same=0
  for _ in $(seq 30); do
    now=$(import -window "$1" rgb:- | cksum)
    if [ "$now" = "$before" ]; then same=$((same + 1)); else same=0; fi
    [ $same -lt 2 ] || return 0
    before=$now
    sleep 0.5
  done
}

# until_log FILE REGEX SECONDS: waits until the file has a line like that.
until_log() {
  for _ in $(seq $(($3 * 10))); do
    grep -Eq "$2" "$1" 2>/dev/null && return
    sleep 0.1
  done
  return 1
}

# drag SOURCE TARGET: everything in a pcmanfm window to the middle of another.
drag() {
  local fx fy ax ay aw ah sx sy tx ty i
  read -r fx fy _ _ < <(geometry "$1")
  read -r ax ay aw ah < <(geometry "$2")
  sx=$((fx + 209)) sy=$((fy + 125))        # the first icon of the icon view
  tx=$((ax + aw / 2)) ty=$((ay + ah / 2))
  xdotool windowactivate --sync "$1"
  xdotool mousemove $((fx + 330)) $((fy + 330)) click 1; sleep 0.3   # focus the icon view
  xdotool key --clearmodifiers ctrl+a; sleep 0.3
  xdotool mousemove $sx $sy; sleep 0.2
  xdotool mousedown 1; sleep 0.3
  for _ in 1 2 3 4 5 6; do xdotool mousemove_relative -- 4 2; sleep 0.04; done   # past GTK's drag threshold
  for i in $(seq 20); do
    xdotool mousemove $((sx + (tx - sx) * i / 20)) $((sy + (ty - sy) * i / 20)); sleep 0.03
  done
  sleep 0.4
  xdotool mousemove_relative -- 3 3; sleep 0.3   # so that the source has the target's answer
  [ -z "${DRAGGING_SHOT:-}" ] || scrot -o -p "$DRAGGING_SHOT"
  xdotool mouseup 1
}

# end PID...: ends programs that this shell started. One that is still there after 20
# seconds is killed, and named: the toolkit can wait for ever for its own last event.
end() {
  local p
  for p in "$@"; do kill "$p" 2>/dev/null || true; done
  for _ in $(seq 200); do kill -0 "$@" 2>/dev/null || break; sleep 0.1; done
  for p in "$@"; do
    kill -0 "$p" 2>/dev/null || continue
    echo "still there 20 seconds after it was told to end, so it was killed: $(tr '\0' ' ' <"/proc/$p/cmdline")" >&2
    kill -9 "$p" 2>/dev/null || true
  done
  wait 2>/dev/null || true
}
