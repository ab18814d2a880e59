#!/usr/bin/env bash
# The main job through the real window: receipts dragged in from a file manager
# are read, and are there again when the window is opened a second time.
#   .ci/window.sh APP [OUT]     OUT keeps the pictures of the screen
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
app=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${2:-$work/out}
mkdir -p "$work/first pile" "$work/zweiter Stapel ä" "$work/home" "$out"
cp "$here"/../assets/samples/{usd-diner-tip.jpg,inr-stationer.png} "$work/first pile"
cp "$here"/../assets/samples/{eur-dutch-bicycles.tiff,usd-invoice-two-pages.pdf} "$work/zweiter Stapel ä"

# Four rows, each read and with a vendor and a total: file,status,vendor,date,currency,subtotal,tax,tip,total
export APP=$app
read_rows='"$APP" list --home "$SPINDLE_HOME" --format csv | tee "$OUT/rows.csv" |
  awk -F, '\''($2 == "ready" || $2 == "review") && $3 != "" && $9 != "" { n++ } END { exit n != 4 }'\'''
"$here/drop.sh" --home "$work/home" --out "$out" --then "$read_rows" "$app" "$work/first pile" "$work/zweiter Stapel ä"
cat "$out/rows.csv"
before=$(cksum <"$out/rows.csv")

# The same history, in a window that starts anew.
"$here/shot.sh" --home "$work/home" "$app" "$out/again.png"
"$app" list --home "$work/home" --format csv >"$out/again.csv"
[ "$before" = "$(cksum <"$out/again.csv")" ] || { echo "the history changed by opening it again:"; diff "$out/rows.csv" "$out/again.csv"; exit 1; }
