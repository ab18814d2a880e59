#!/usr/bin/env bash
# Takes the pictures of the real window in assets/screenshots anew, from the
# sample receipts.
#   .ci/screenshots.sh APP
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
app=$(realpath "$1")
out=$here/../assets/screenshots
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/pile" "$work/broken"
shot() { "$here/shot.sh" "${@:1:$#-1}" "$app" "$out/${*: -1}.png"; }

# Bytes that begin like a picture and end too early.
head -c 20000 "$here/../assets/samples/usd-fuel.jpg" >"$work/broken/IMG_2075.jpg"
cp -r "$here/../assets/samples" "$work/Receipts"   # paths are shown as they are given
(cd "$work" && "$app" read --home "$work/home" Receipts broken -o /dev/null) || [ $? -eq 3 ]

shot --theme light empty
shot --theme dark empty-dark
SPINDLE_READER=$work/nowhere shot --theme light no-reader
shot --home "$work/home" --theme light --keys "Down Down Down Down Down Down" --wait 2 light
shot --home "$work/home" --theme dark --keys "Down Down Down Down Down Down" --wait 2 dark
shot --home "$work/home" --theme light --size 800x560 --keys "Down Down Down Down Down Down" --wait 2 small
shot --home "$work/home" --theme light --keys "End" --wait 2 error
shot --home "$work/home" --theme dark --keys "ctrl+e" --wait 2 export-dark

# What waits for the person's word before Veryfi is paid: pictures that are new.
shot --home "$work/home" --theme light --keys "ctrl+comma Tab Right space" --wait 2 settings
mkdir "$work/new"
n=2100
for sample in "$here"/../assets/samples/*.jpg; do
  convert "$sample" -quality 80 "$work/new/IMG_$((n += 7)).jpg"
done
FYNE_THEME=light "$here/drop.sh" --home "$work/home" "$app" "$work/new"
shot --home "$work/home" --theme light --keys "Down Down" --wait 2 offer

# Being read, just dropped from a file manager.
cp "$here"/../assets/samples/*.jpg "$work/pile"
rm -rf "$work/home"
FYNE_THEME=light "$here/drop.sh" --home "$work/home" --out "$work/drop" "$app" "$work/pile"
cp "$work/drop/dropped-1.png" "$out/busy.png"
