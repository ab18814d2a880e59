#!/usr/bin/env bash
# Twenty receipts in the real window, from a file manager to an export, and a crash
# in between: they are dropped, the first is corrected while the others are being
# read, and the program is killed at once. Opened again, nothing is lost, nothing is
# there twice, the correction stands and every row reaches its end. Then what is
# doubtful is reviewed by the keyboard alone, with the keys counted, and exported.
#   .ci/twenty.sh APP [OUT]     OUT keeps the pictures of the screen
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -n "${SPINDLE_SESSION:-}" ] || exec "$here/session.sh" "$0" "$@"
. "$here/hands.sh"
app=$(realpath "$1")
out=${2:-$SPINDLE_SESSION/out}
. "$here/steps.sh"

# Sixteen of the samples, which prove, and four with a doubt each: no date, a total
# that is wrong, two digits of the total swapped, no date again.
cp "$here"/../assets/samples/*.{jpg,png,gif,pdf} "$work/pile"
rm "$work/pile"/{gbp-long-roll.png,usd-refund.jpg,cad-pharmacy-turned.jpg}
paper "$work/pile/1-no-date.png" 'HARBOUR STATIONERS' '' 21.25
paper "$work/pile/2-wrong.png" 'QUAY COFFEE' 2026-03-05 31.25
paper "$work/pile/3-swapped.png" 'PIER BOOKS' 2026-03-04 21.52
paper "$work/pile/4-no-date.png" 'Lantern Hardware' '' 21.25
twenty() { rows '{ n++ } END { exit n != 20 + 1 }'; } # and the headings
one() { rows '$1 ~ /\/'"$1"'/ && '"$2"' { found = 1 } END { exit !found }'; }

open_window
drop "$work/pile"
until_true 120 "twenty rows" twenty
xdotool mousemove 2 890 windowactivate --sync "$window"

# Of the first one the date is typed while the others are on their way, and the
# program is gone the moment that the history has it.
until_true 300 "the receipt without a date, for review" one 1-no-date '$2 == "review"'
press F8
write 2026-03-09; press Return
until_true 120 "the date that was typed" one 1-no-date '$4 == "2026-03-09"'
kill -9 $program
wait $program 2>/dev/null || true
scrot -o "$out/killed.png"
rows '$2 == "waiting" { n++ } END { print n " receipts were on their way when the program was killed"; exit !n }' || fail "nothing was on its way any more"
twenty || fail "there are not twenty receipts after the crash"

keystrokes=0
open_window
until_true 600 "every receipt read after the crash" rows '$2 == "ready" || $2 == "review" { n++ } END { exit n != 20 }'
twenty || fail "there are not twenty receipts after all are read"
[ "$(cut -d, -f1 "$work/rows.csv" | sort | uniq -d | wc -l)" = 0 ] || fail "a file is there twice"
one 1-no-date '$2 == "ready" && $4 == "2026-03-09"' || fail "the correction is lost"
settle "$window"
scrot -o "$out/again.png"

# Three doubts are left. The first is gone to while nothing is chosen, and its total has the
# focus at once: it is reckoned while typing. For the next the proof suggests a change, which
# F9 makes. One date is typed.
press F8; write 20+1.25
settle "$window"
scrot -o "$out/doubt.png"
press ctrl+Return
until_true 120 "the total that was reckoned" one 2-wrong '$2 == "ready" && $9 == "21.25"'
press F8; settle "$window"
scrot -o "$out/off.png"
press F9
until_true 120 "the change that the proof suggests" one 3-swapped '$9 == "21.25"'
press ctrl+Return
until_true 120 "the one with swapped digits accepted" one 3-swapped '$2 == "ready"'
press F8
write 2026-03-11; press ctrl+Return
until_true 120 "twenty receipts that are ready" rows '$2 == "ready" { n++ } END { exit n != 20 }'
settle "$window"
scrot -o "$out/reviewed.png"

press ctrl+e; settle "$window"
scrot -o "$out/export.png"
# Return does nothing until the rehearsal is there, and that is not seen from here.
written() { compgen -G "$HOME/receipts-*.csv" || { xdotool key Return; sleep 2; compgen -G "$HOME/receipts-*.csv"; }; }
until_true 120 "the exported file" written
keystrokes=$((keystrokes + 1))
exported() { [ "$("$app" list | grep -Ec '^[0-9]+ +exported ')" = 20 ]; }
until_true 120 "twenty receipts that are exported" exported
kill -0 $program || fail "the program ended"
scrot -o "$out/exported.png"

# The file: a row each, with what was corrected.
cp "$HOME"/receipts-*.csv "$work/rows.csv"
cat "$work/rows.csv"
awk -F, 'NR == 1 { next }
  { n++; ready += $2 == "ready" }
  $1 ~ /1-no-date/ && $4 == "2026-03-09" && $9 == "21.25" { right++ }
  $1 ~ /3-swapped/ && $4 == "2026-03-04" && $9 == "21.25" { right++ }
  $1 ~ /2-wrong/ && $4 == "2026-03-05" && $9 == "21.25" { right++ }
  $1 ~ /4-no-date/ && $4 == "2026-03-11" && $9 == "21.25" { right++ }
  $1 ~ /usd-diner-tip/ && $9 == "124.04" { right++ }
  END { exit n != 20 || ready != 20 || right != 5 }' "$work/rows.csv" || fail "the exported file has other rows"
"$app" export $("$app" list | awk '$1 ~ /^[0-9]+$/ { print $1 }') -o "$work/command.csv"
diff <(sort "$work/command.csv") <(sort "$work/rows.csv") || fail "the window and the command export differently"
echo "Twenty receipts with three doubts left, from what was read to the file: $keystrokes keys pressed."
