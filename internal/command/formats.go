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

// known refuses a --set of a name that the format does not ask for: a typing
// error would otherwise be an export with the value of before.
func (x *exporting) known() error {
	if len(x.values) == 0 {
		return nil
	}
	home, err := x.place()
	if err != nil {
		return err
	}
	p, err := desk.ExportProfileNamed(home, x.format)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(p.Asks))
	for _, a := range p.Asks {
		names = append(names, a.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(x.values)) {
		switch {
		case slices.Contains(names, name):
		case len(names) == 0:
			return fmt.Errorf("the format %s asks for nothing, so there is no --set %s", p.Name, name)
		default:
			return fmt.Errorf("the format %s asks for no %q; --set takes %s", p.Name, name, strings.Join(names, ", "))
		}
	}
	return nil
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
