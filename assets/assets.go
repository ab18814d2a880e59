// Package assets holds what Spindle carries inside its binary: the font, the
// application's icon and the sample receipts.
//
// The sample receipts are our own: the shops do not exist. They are drawn by
// ./generate, which also writes what a reader should find on them.
//
//go:generate go run ./generate
package assets

import (
	"embed"
	"io/fs"
)

// InterRegular and InterSemiBold are the two weights of Inter that the window
// is set in, as OpenType files. Licence: SIL Open Font License 1.1, see
// fonts/OFL.txt.
var (
	//go:embed fonts/Inter-Regular.otf
	InterRegular []byte
	//go:embed fonts/Inter-SemiBold.otf
	InterSemiBold []byte
)

// FontLicence is the text of Inter's licence.
//
//go:embed fonts/OFL.txt
var FontLicence string

// IconSVG and IconPNG are the application's icon, a receipt on a spindle. The
// PNG is 512 pixels square.
var (
	//go:embed icon.svg
	IconSVG []byte
	//go:embed icon.png
	IconPNG []byte
)

//go:embed samples
var samples embed.FS

// Samples holds the sample receipts and their truth: the pictures and PDF
// files, truth.csv (one row a file), items.csv (one row a line item) and
// taxes.csv (one row a tax line, with its base where that is printed).
var Samples = sub(samples, "samples")

func sub(fsys fs.FS, dir string) fs.FS {
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // the path is a constant of this file
	}
	return s
}
