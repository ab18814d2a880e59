package command

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
)

// report says to standard output what a rehearsal found, and gives the status.
func (x *exporting) report(r *desk.Rehearsal) int {
	out := x.env.Stdout
	fmt.Fprintf(out, "%s: %s\n", r.Profile.Name, r.Profile.Title)
	if r.Profile.Trust != "" {
		fmt.Fprintln(out, r.Profile.Trust)
	}
	for _, f := range r.Files {
		if f.Beside {
			fmt.Fprintf(out, "  %s goes beside it\n", f.Name)
			continue
		}
		fmt.Fprintf(out, "  %s: %s, %d lines\n", f.Name, counted(f.Receipts), f.Lines)
	}
	for _, sum := range r.Sums {
		fmt.Fprintf(out, "  %s %s in %s, tax %s\n", sum.Total.In(sum.Currency), sum.Currency, counted(sum.Receipts), sum.Tax.In(sum.Currency))
	}
	problems(out, r)
	for _, c := range r.Changes {
		fmt.Fprintf(out, "  receipt %d, %s: %s -> %s (%s)\n", c.Receipt, printable(c.Field), printable(c.From), printable(c.To), c.Why)
	}
	if first := r.First(5); len(first) > 0 && r.Profile.Layout != "workbook" {
		fmt.Fprintf(out, "It begins:\n%s", printableLines(first))
	}
	err := r.Blocked()
	switch {
	case err != nil:
		x.tellChoices(r.Plan)
		fmt.Fprintf(x.env.Stderr, "spindle export: %v\n", err)
		return ExitRun
	case r.Excluded > 0:
		x.tellChoices(r.Plan)
		return ExitSomeFailed
	}
	return ExitOK
}

// tell says to standard error what is left out, changed or worth knowing. The
// formats that take everything have nothing to say.
func (x *exporting) tell(r *desk.Rehearsal) {
	if r.Profile.Rules.Take != "ready" {
		return
	}
	problems(x.env.Stderr, r)
	if r.ChangeCount > 0 {
		fmt.Fprintf(x.env.Stderr, "%d texts are written otherwise than the receipts have them; --check shows them\n", r.ChangeCount)
	}
}

func problems(out io.Writer, r *desk.Rehearsal) {
	for _, g := range r.Groups() {
		fmt.Fprintf(out, "%s: %s\n", heading(g), printable(g.Words))
	}
	if n := r.ProblemCount - len(r.Problems); n > 0 {
		fmt.Fprintf(out, "and %d problems more\n", n)
	}
	if n := len(r.Before); n > 0 {
		fmt.Fprintf(out, "%s left out: exported by this profile before (--again writes them once more)\n", counted(n))
	}
}

func heading(g export.Group) string {
	n := len(g.Receipts)
	if n == 0 {
		return "the whole export"
	}
	shown := g.Receipts[:min(n, 10)]
	words := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(shown)), ", "), "[]")
	if n > len(shown) {
		words += fmt.Sprintf(" and %d more", n-len(shown))
	}
	if n == 1 {
		words = "receipt " + words
	} else {
		words = fmt.Sprintf("%d receipts (%s)", n, words)
	}
	if g.Stops {
		words += " left out"
	}
	return words
}

// tellChoices says which flags are missing.
func (x *exporting) tellChoices(p *export.Plan) {
	if p.Profile.Rules.Currencies == "one" && len(p.Sums) > 1 {
		fmt.Fprintf(x.env.Stderr, "  export one at a time, such as with --currency %s\n", p.Sums[0].Currency)
	}
	for _, u := range p.Unnamed {
		fmt.Fprintf(x.env.Stderr, "  give it with --%s '%s=…'\n", u.Kind, printable(u.Key))
	}
}

// printableLines keeps the text of receipts from steering the terminal.
func printableLines(b []byte) string {
	var out strings.Builder
	for line := range bytes.Lines(b) {
		out.WriteString("  " + strings.TrimRight(printable(string(line)), " ") + "\n")
	}
	return out.String()
}
