#!/usr/bin/env bash
# Runs a command on a desktop of its own: home, screen, window manager, session
# bus and an unlocked keychain, all gone when the command ends.
#   .ci/session.sh COMMAND...             with a screen
#   .ci/session.sh --no-screen COMMAND... bus and keychain only
# SESSION_HOME names a folder to use as home and to keep. Packages: .ci/setup.sh test
set -euo pipefail
screen=yes
if [ "${1:-}" = --no-screen ]; then screen=; shift; fi

# What was fetched and compiled stays in the caches of the real home.
reader=${XDG_CACHE_HOME:-$HOME/.cache}/spindle/reader
[ ! -d "$reader" ] || export SPINDLE_READER=${SPINDLE_READER:-$reader}
# So does the PDF renderer that the tests compile: under the race detector that takes minutes.
export SPINDLE_TEST_CACHE=${SPINDLE_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spindle/test}
export npm_config_cache=${npm_config_cache:-$HOME/.npm}
if command -v go >/dev/null; then
  GOCACHE=$(go env GOCACHE) GOMODCACHE=$(go env GOMODCACHE) GOPATH=$(go env GOPATH)
  export GOCACHE GOMODCACHE GOPATH
fi

pids=()
SPINDLE_SESSION=$(mktemp -d)
finish() {
  for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
  wait 2>/dev/null || true
  # What the bus had started ends a moment after it.
  for _ in 1 2 3 4 5 6 7 8; do rm -rf "$SPINDLE_SESSION" 2>/dev/null && return; sleep 0.25; done
}
trap finish EXIT
export SPINDLE_SESSION HOME=${SESSION_HOME:-$SPINDLE_SESSION/home} XDG_RUNTIME_DIR=$SPINDLE_SESSION/run
export XDG_SESSION_TYPE=x11 FYNE_PLATFORM=x11 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
mkdir -p "$HOME/.cache" "$HOME/.config" "$HOME/.local/share/keyrings"
mkdir -m 700 "$XDG_RUNTIME_DIR"

until_true() { # WHAT COMMAND...: waits up to 20 seconds
  local what=$1; shift
  for _ in $(seq 400); do "$@" >/dev/null 2>&1 && return; sleep 0.05; done
  echo "session.sh: $what did not start:" >&2
  cat "$SPINDLE_SESSION"/*.log >&2
  exit 1
}
owned() { dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'; }
managed() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q window; }

if [ -n "$screen" ]; then
  # -noreset: else the server starts afresh whenever its last client leaves.
  # -r: a key is not typed twice because a busy machine lifts it late.
  exec 6>"$SPINDLE_SESSION/display"
  Xvfb -displayfd 6 -noreset -r -screen 0 "${SESSION_SCREEN:-1400x900x24}" -nolisten tcp >"$SPINDLE_SESSION/xvfb.log" 2>&1 & pids+=($!)
  exec 6>&-
  until_true "the screen (Xvfb)" test -s "$SPINDLE_SESSION/display"
  DISPLAY=:$(cat "$SPINDLE_SESSION/display")
  export DISPLAY
  openbox >"$SPINDLE_SESSION/openbox.log" 2>&1 & pids+=($!)
  until_true "the window manager (openbox)" managed
fi
dbus-daemon --session --nofork --print-address=1 >"$SPINDLE_SESSION/bus" 2>"$SPINDLE_SESSION/dbus.log" & pids+=($!)
until_true "the session bus (dbus-daemon)" test -s "$SPINDLE_SESSION/bus"
DBUS_SESSION_BUS_ADDRESS=$(head -1 "$SPINDLE_SESSION/bus")
export DBUS_SESSION_BUS_ADDRESS
printf %s test-password | gnome-keyring-daemon --unlock --components=secrets --foreground >"$SPINDLE_SESSION/keyring.log" 2>&1 & pids+=($!)
until_true "the keychain (gnome-keyring-daemon)" owned
"$@"
