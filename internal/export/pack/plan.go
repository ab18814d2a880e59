package pack

import (
	"context"
	"io"

	"github.com/spindle-receipts/spindle/internal/export"
)

// imports is the folder of what is imported.
const imports = "import/"

// Files are those of a plan, in a folder of their own. Rehearse it with the
// pack's Names as Choices.Picture, so that the files name the pictures as they
// are called in the pack.
func Files(plan *export.Plan) []File {
	files := make([]File, len(plan.Files))
	for i, f := range plan.Files {
		about := "to import: " + plan.Profile.Title
		if f.Beside {
			about = "belongs to " + plan.Files[max(i-1, 0)].Name
		}
		files[i] = File{Name: imports + f.Name, About: about, Write: func(ctx context.Context, w io.Writer) error { return plan.Write(ctx, i, w) }}
	}
	return files
}

// Workbook is the plan of a workbook as a file for people beside the imports.
func Workbook(plan *export.Plan) []File {
	files := Files(plan)
	for i := range files {
		files[i].Name, files[i].About = "receipts"+plan.Files[i].Suffix+".xlsx", "all receipts as a workbook"
	}
	return files
}

// LeftOut says why a receipt is in none of the plan's files, or is there with
// nothing that could be summed.
func LeftOut(plan *export.Plan) func(export.Row) string {
	in := map[int64]bool{}
	for place := range plan.Written() {
		in[place.Receipt] = true
	}
	why := map[int64]string{}
	for _, p := range plan.Problems {
		if p.Stops && p.Receipt != 0 && !in[p.Receipt] && why[p.Receipt] == "" {
			why[p.Receipt] = p.Words
		}
	}
	return func(row export.Row) string {
		if words := unread(row); words != "" || in[row.Receipt.ID] {
			return words
		}
		if words := why[row.Receipt.ID]; words != "" {
			return words
		}
		return plan.Profile.Title + " does not take it"
	}
}
