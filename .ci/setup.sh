#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that are missing, and nothing else.
#   .ci/setup.sh run     what building and running Spindle needs
#   .ci/setup.sh test    that, and what the tests need
set -euo pipefail

# What cgo compiles and links the window with (Fyne, GLFW), and libgles2, which
# it opens at run time under Wayland.
run=(gcc libc6-dev libgl-dev libegl-dev libx11-dev libxcursor-dev libxi-dev libxinerama-dev
  libxrandr-dev libxxf86vm-dev libwayland-dev libxkbcommon-dev libgles2 ca-certificates)
# A screen without a monitor, a window manager, a file manager to drag from, a
# keychain, the hands and eyes of the tests, and a host to tunnel through.
test=(xvfb openbox pcmanfm xdotool x11-utils scrot dbus gnome-keyring libgl1-mesa-dri imagemagick
  openssh-server openssh-client)
# The programs that exports are for: the tests import every file into a real one.
importers=(hledger ledger beancount gnucash python3-gnucash python3-openpyxl)

case ${1:-} in
  run) want=("${run[@]}") ;;
  test) want=("${run[@]}" "${test[@]}" "${importers[@]}") ;;
  *) echo "usage: .ci/setup.sh run|test" >&2; exit 2 ;;
esac

missing=()
if command -v dpkg-query >/dev/null; then
  have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${want[@]}" 2>/dev/null || true)
  for p in "${want[@]}"; do grep -qx "$p installed" <<<"$have" || missing+=("$p"); done
fi
# Tools may also have come from elsewhere (pyenv, nodejs.org): asked by name.
tool() { command -v "$1" >/dev/null || missing+=("${@:2}"); }
tool pkg-config pkg-config
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3 python3-pip)   # it fetches the reader's models
if [ "$1" = test ]; then
  tool node nodejs
  tool npm npm
  tool curl curl
  # The spreadsheet that is there will do, with windows or without.
  command -v soffice >/dev/null && grep -qx 'installed' <<<"$(dpkg-query -W -f '${db:Status-Status}\n' libreoffice-calc libreoffice-calc-nogui 2>/dev/null)" ||
    missing+=(libreoffice-calc-nogui)
  # So will any Chromium. Debian has one without windows, Ubuntu only a snap behind this name.
  command -v chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable microsoft-edge brave-browser >/dev/null ||
    if grep -qx ID=ubuntu /etc/os-release 2>/dev/null; then missing+=(chromium-browser); else missing+=(chromium-headless-shell); fi
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "Spindle needs these (by their Debian names), and this system has no apt-get to install them with:" >&2
  echo "  ${missing[*]}" >&2
  exit 1
fi
root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "To go on, run as root: apt-get install --no-install-recommends ${missing[*]}" >&2; exit 1; }
  root=(sudo)
fi
echo "Installing what is missing from your system's packages (${#missing[@]}): ${missing[*]}"
[ ${#root[@]} -eq 0 ] || echo "This uses sudo, which may ask for your password."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" </dev/null >>"$log" 2>&1; }
install() { apt install --no-install-recommends "${missing[@]}"; }
if ! install; then   # the lists may be old or absent
  apt update || true
  install || { cat "$log" >&2; echo "apt-get could not install: ${missing[*]}" >&2; exit 1; }
fi
