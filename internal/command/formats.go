package command

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
)

func (x *exporting) listFormats(ctx context.Context) int {
	home, err := x.place()
	if err != nil {
		return x.fail(ctx, err)
	}
	all, broken := desk.ExportProfiles(home)
	for _, p := range all {
		fmt.Fprintf(x.env.Stdout, "%s\n    %s. %s\n", p.Name, p.Title, p.About)
		for _, need := range slices.Sorted(maps.Keys(p.Needs)) {
			fmt.Fprintf(x.env.Stdout, "    --%s: %s\n", need, p.Needs[need].Help)
		}
		for _, a := range p.Asks {
			fmt.Fprintf(x.env.Stdout, "    --set %s=…: %s\n", a.Name, strings.TrimSpace(a.Help+" "+defaultOf(a)))
		}
	}
	fmt.Fprintf(x.env.Stdout, "\nYour own formats go into %s as .toml files.\n", desk.ProfilesFolder(home))
	if broken != nil {
		return x.fail(ctx, broken)
	}
	return ExitOK
}

func defaultOf(a export.Ask) string {
	switch {
	case a.Default != "":
		return "(" + a.Default + ")"
	case len(a.Accept) > 0:
		return "(one of " + strings.Join(a.Accept, ", ") + ")"
	}
	return ""
}
