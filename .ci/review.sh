#!/usr/bin/env bash
# A bookkeeper's work through the real window: an account typed into Settings and
# kept in the keychain, receipts dropped, sent after the price was shown and read by that
# account's service (`spindle serve` on loopback), corrected, accepted and exported by the keyboard alone. The
# file must be what `spindle export` writes of the same history.
#   .ci/review.sh APP [OUT]     OUT keeps the pictures of the screen
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -n "${SPINDLE_SESSION:-}" ] || exec "$here/session.sh" "$0" "$@"
. "$here/hands.sh"

app=$(realpath "$1")
out=${2:-$SPINDLE_SESSION/out}
. "$here/steps.sh"

# The service, in a history of its own.
SPINDLE_HOME=$work/service "$app" serve >"$work/serve.txt" 2>"$work/serve.log" & pids+=($!)
until_true 120 "the service's credentials" grep -q '^VERYFI_API_KEY=' "$work/serve.txt"
address=http://$(head -1 "$work/serve.txt")
credential() { sed -n "s/^VERYFI_$1=//p" "$work/serve.txt"; }

open_window

# Settings: the engine by its arrow keys, then line by line; Enter keeps the account.
press ctrl+comma; settle "$window"
press Tab Right space; settle "$window"
press Tab; write "$address"
for name in CLIENT_ID CLIENT_SECRET USERNAME API_KEY; do press Tab; write "$(credential $name)"; done
press Return
until_true 120 "the account in the keychain" "$app" account test --url "$address"
settle "$window"
scrot -o "$out/settings.png"
press Escape

# The service is to tell at once: backwards from the end of Settings. It knows the
# address and has its secret back without anything else being done.
press ctrl+comma; settle "$window"
for _ in Done Clients Country Rules Folders Files Language Dark Light System Told; do press shift+Tab; done
press space
webhooks() {
  curl -fsS "$address/api/v8/partner/settings/webhooks/" -H "CLIENT-ID: $(credential CLIENT_ID)" \
    -H "AUTHORIZATION: apikey $(credential USERNAME):$(credential API_KEY)"
}
confirmed() { webhooks | grep -q '"confirmed"'; }
until_true 120 "an address for webhooks that is confirmed" confirmed
xdotool mousemove 860 500
for _ in $(seq 30); do xdotool click 5; done
settle "$window"
scrot -o "$out/news.png"
press Escape

# Two receipts that prove themselves, and one without a date.
cp "$here"/../assets/samples/{usd-diner-tip.jpg,inr-stationer.png} "$work/pile"
paper "$work/pile/no-date.png" 'HARBOUR STATIONERS' '' 21.25
drop "$work/pile"
until_true 120 "three rows" rows '$1 ~ /pile/ { n++ } END { exit n != 3 }'
# Nothing is paid for before the person's word: the window says what it would cost.
xdotool mousemove 2 890 windowactivate --sync "$window"
settle "$window"
rows '$2 == "waiting" { n++ } END { exit n != 3 }' || fail "receipts were sent before anybody said so"
scrot -o "$out/offer.png"
press ctrl+s
until_true 180 "three receipts read by the account's service" rows '($2 == "ready" || $2 == "review") && $14 == "veryfi" { n++ } END { exit n != 3 }'
rows '$1 ~ /no-date/ && $2 == "review" && $4 == "" { found = 1 } END { exit !found }' || fail "the receipt without a date does not ask for one"

# The keyboard alone from here on: to what is doubtful, what is right, accepted.
xdotool mousemove 2 890 windowactivate --sync "$window"
settle "$window"
press F8; settle "$window"
scrot -o "$out/doubt.png"
write 2026-03-09; press Return
until_true 60 "the date that was typed" rows '$4 == "2026-03-09" && $9 == "21.25" { found = 1 } END { exit !found }'
press Return
until_true 60 "three receipts that are ready" rows '$2 == "ready" { n++ } END { exit n != 3 }'
press ctrl+e; settle "$window"
scrot -o "$out/export.png"
# Return does nothing until the rehearsal is there, and that is not seen from here.
written() { compgen -G "$HOME/receipts-*.csv" || { press Return; sleep 2; compgen -G "$HOME/receipts-*.csv"; }; }
until_true 60 "the exported file" written
exported() { [ "$("$app" list | grep -Ec '^[123] +exported ')" = 3 ]; }
until_true 60 "three receipts that are exported" exported
kill -0 "$program" || fail "the program ended"
scrot -o "$out/exported.png"
"$app" export 1 2 3 -o "$work/command.csv"
diff "$work/command.csv" "$HOME"/receipts-*.csv || fail "the window and the command export differently"
cat "$work/command.csv"
