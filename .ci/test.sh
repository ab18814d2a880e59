#!/usr/bin/env bash
# Every check, one after the other; what failed is named at the end.
#   .ci/test.sh [STEP...]   only these: format vet staticcheck test race window review twenty
# Expects `make build` and the packages of `.ci/setup.sh test`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
tags=${TAGS:-gles,migrated_fynedo,nodynamic}
failed=()
chosen=" $* "

step() { # NAME WHAT COMMAND...
  local name=$1 what=$2 start=$SECONDS
  shift 2
  [ "$chosen" = "  " ] || [[ $chosen == *" $name "* ]] || return 0
  echo "== $name: $what"
  if "$@"; then
    echo "-- $name: passed in $((SECONDS - start)) s"
  else
    echo "-- $name: FAILED after $((SECONDS - start)) s"
    failed+=("$name")
  fi
}

format() {
  local bad
  bad=$(git ls-files -z '*.go' | xargs -0 -r gofmt -l) || return 1
  [ -z "$bad" ] || { echo "not as gofmt writes it: $bad"; return 1; }
}
staticcheck() { go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags "$tags" ./...; }
# The tests run in a home of their own with a session bus and a keychain, and
# without a display; only the steps window, review and twenty see a screen.
tests() { .ci/session.sh --no-screen go test -timeout 15m "$@"; }
plain() { tests -tags "$tags" ./...; }
# All but what links the window's OpenGL, which would be compiled once more, and
# the pictures of whole screens: they are painted by one goroutine, which takes
# minutes under the race detector.
# shellcheck disable=SC2016
race() {
  local all linked
  all=$(go list -tags "$tags" ./...) || return 1
  linked=$(go list -tags "$tags" -f '{{$p := .ImportPath}}{{range .Deps}}{{if eq . "fyne.io/fyne/v2/app"}}{{$p}}{{end}}{{end}}' ./...) || return 1
  # shellcheck disable=SC2046
  tests -race -skip '^TestScreens$' -tags "$tags" $(grep -Fxv "$linked" <<<"$all")
}
step format "gofmt" format
step vet "go vet" go vet -tags "$tags" ./...
step staticcheck "staticcheck v0.8.2" staticcheck
step test "go test, without a display" plain
step race "go test -race" race
step window "a real window: drag, drop, read, reopen" .ci/window.sh ./spindle
step review "a real window: account, keychain, review and export by keyboard" .ci/review.sh ./spindle
step twenty "a real window: twenty receipts through a crash, by keyboard to the file" .ci/twenty.sh ./spindle

if [ ${#failed[@]} -gt 0 ]; then
  echo "FAILED: ${failed[*]}"
  exit 1
fi
echo "All checks passed in $SECONDS s."
