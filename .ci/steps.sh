# shellcheck shell=bash
# What the tests of the real window share: a history and a window of their own, keys
# that are counted, and waiting for what the history says; sourced after hands.sh by
# a script that runs inside session.sh, with app and out set.

work=$(mktemp -d)
export SPINDLE_HOME=$work/home
mkdir -p "$out" "$SPINDLE_HOME" "$work/pile"
pids=()
keystrokes=0
finish() {
  end "${pids[@]}"
  rm -rf "$work"
}
trap finish EXIT

# fail WHY: with the screen as it is, the history and the end of what the programs said.
fail() {
  scrot -o "$out/failed.png" || true
  echo "${0##*/}: $1 (the screen is $out/failed.png)" >&2
  "$app" list >&2 || true
  tail -n 20 "$work"/*.log >&2
  exit 1
}

# until_true SECONDS WHAT COMMAND...
until_true() {
  local end=$((SECONDS + $1)) what=$2
  while [ $SECONDS -lt $end ]; do "${@:3}" >/dev/null 2>&1 && return; sleep 0.2; done
  fail "waited $1 seconds in vain: $what"
}

# press KEY... and write TEXT count what a person would press.
press() { for key in "$@"; do xdotool key --clearmodifiers "$key"; keystrokes=$((keystrokes + 1)); sleep 0.1; done; }
write() { xdotool type --delay 12 "$1"; keystrokes=$((keystrokes + ${#1})); }

# rows AWK: of the history some row is so; fields are file,status,vendor,date,currency,subtotal,tax,tip,total
rows() { "$app" list --format csv >"$work/rows.csv" && awk -F, "$1" "$work/rows.csv"; }

# open_window: opens the program; $window is its window, $program the process.
open_window() {
  "$app" >>"$work/app.log" 2>&1 & program=$!; pids+=($program)
  window=$(window --name '^Spindle') || fail "the window never came"
  place "$window" 430 20 940 760
  xdotool windowactivate --sync "$window"
  settle "$window"
}

# drop FOLDER: all that is in it, from a file manager onto the window.
drop() {
  pcmanfm --no-desktop "$1" >>"$work/pcmanfm.log" 2>&1 & local manager=$! files
  files=$(window --class pcmanfm) || fail "the file manager never came"
  place "$files" 0 0 420 420
  settle "$files"
  drag "$files" "$window"
  pids+=($manager)
}

# paper FILE NAME DATE TOTAL: draws a receipt of 20.00 and 1.25 tax; the date may be empty.
paper() {
  local dated=()
  [ -z "$3" ] || dated=(-annotate +60+200 "$3")
  convert -size 640x760 xc:white -fill black -font "$here/../assets/fonts/Inter-Regular.otf" -pointsize 40 \
    -annotate +60+90 "$2" -pointsize 30 -annotate +60+145 '12 Quay Street, Boston, MA' "${dated[@]}" \
    -annotate +60+270 'Notebook' -annotate +480+270 '12.00' -annotate +60+330 'Pencils' -annotate +480+330 '8.00' \
    -annotate +60+430 'Subtotal' -annotate +480+430 '20.00' -annotate +60+490 'Sales tax' -annotate +480+490 '1.25' \
    -pointsize 36 -annotate +60+570 'Total USD' -annotate +470+570 "$4" "$1"
}
