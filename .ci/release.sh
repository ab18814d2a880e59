#!/usr/bin/env bash
# Builds dist/spindle-linux-ARCH.tar.gz: the program with full OpenGL, the
# reader's files beside it, the icon, a desktop entry and the licences.
set -euo pipefail
cd "$(dirname "$0")/.."
arch=$(go env GOARCH)
name=spindle-linux-$arch
rm -rf "dist/$name"
mkdir -p "dist/$name"
go build -trimpath -ldflags '-s -w' -tags migrated_fynedo,nodynamic -o "dist/$name/spindle" .
go run ./internal/reader/models/fetch "dist/$name/reader"
cp LICENSE README.md "dist/$name"
cp assets/fonts/OFL.txt "dist/$name/Inter-OFL.txt"
cp assets/icon.png "dist/$name/spindle.png"
cat >"dist/$name/spindle.desktop" <<'ENTRY'
[Desktop Entry]
Type=Application
Name=Spindle
Comment=Read receipts into rows that you can trust
Exec=spindle
Icon=spindle
Categories=Office;Finance;
MimeType=image/jpeg;image/png;image/webp;image/tiff;image/heic;application/pdf;
ENTRY
tar -C dist -czf "dist/$name.tar.gz" "$name"
ls -l "dist/$name.tar.gz"
