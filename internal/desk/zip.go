package desk

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// submission is what travels for one receipt.
func (d *Desk) submission(r receipt.Receipt, o Options) api.Submission {
	return api.Submission{
		Name: fmt.Sprintf("receipt-%d.zip", r.ID), Files: d.members(r.Originals), ExternalID: r.ExternalID,
		Categories: o.Categories, Tags: o.Tags, Country: o.Country, Details: true,
	}
}

// members are the originals as they lie in the zip: numbered, because the
// service puts pages in the alphabetical order of their names.
func (d *Desk) members(originals []receipt.Original) []api.File {
	files := make([]api.File, len(originals))
	for i, o := range originals {
		path := d.store.OriginalPath(o.SHA256)
		files[i] = api.File{Name: memberName(i, o), Size: o.Size, CRC32: o.CRC32, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	}
	return files
}

// memberName is unique in its zip and in plain letters, so that no unzip
// program stumbles over the name a person gave. The ending tells the kind by
// the bytes, whatever the person's name for the file says.
func memberName(i int, o receipt.Original) string {
	base := filepath.Base(filepath.ToSlash(o.Path))
	base = base[:len(base)-len(filepath.Ext(base))]
	plain := make([]rune, 0, 40)
	for _, c := range base {
		if len(plain) == 40 {
			break
		}
		if (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' {
			plain = append(plain, c)
		} else {
			plain = append(plain, '_')
		}
	}
	return fmt.Sprintf("%03d_%s%s", i+1, string(plain), extension(o.Kind))
}

// zipSize is the length of the zip in which originals would travel.
func zipSize(originals []receipt.Original) int64 {
	files := make([]api.File, len(originals))
	for i, o := range originals {
		files[i] = api.File{Name: memberName(i, o), Size: o.Size}
	}
	return api.ZipSize(files)
}

// extension is the usual ending of a kind of file.
func extension(kind string) string {
	if ext := intake.Kind(kind).Ext(); ext != "" {
		return ext
	}
	return ".bin"
}
