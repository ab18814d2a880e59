package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// ruleFrom is how often a person chooses a category before a rule is suggested.
const ruleFrom = 3

// Suggestion is the rule that the person's choices for the vendor of r speak
// for: the category of r was chosen three times or more, and more often than
// all others. There is none where the person does not want to be asked, or
// where the rule is there. It is told at once.
func (d *Desk) Suggestion(r receipt.Receipt) (Rule, bool) {
	key := receipt.VendorKey(r.Fields.Vendor)
	if key == "" || r.Fields.Category == "" || !r.Status.Read() || !r.Trashed.IsZero() {
		return Rule{}, false
	}
	times, others := d.choices.times(key, r.Fields.Category)
	if times < ruleFrom || times <= others || !d.rules.may(key, times) {
		return Rule{}, false
	}
	if rule, ok := d.rules.of(r.Fields.Vendor); ok && rule.Category == r.Fields.Category {
		return Rule{}, false
	}
	return Rule{Vendor: r.Fields.Vendor, Category: r.Fields.Category, Times: times}, true
}

// NotNow puts a suggestion off until the person has chosen the category once
// more, or for good.
func (d *Desk) NotNow(ctx context.Context, r Rule, forGood bool) error {
	return d.keepRules(ctx, func(k *keptRules) {
		if k.Asked == nil {
			k.Asked = make(map[string]int)
		}
		k.Asked[receipt.VendorKey(r.Vendor)] = r.Times
		if forGood {
			k.Asked[receipt.VendorKey(r.Vendor)] = stopped
		}
	})
}

// Rules are the rules, in the order of their vendors.
func (d *Desk) Rules(ctx context.Context) ([]Rule, error) {
	kept, err := d.keptRules(ctx)
	return kept.Rules, err
}

// SaveRule makes a rule, in the place of one for the same vendor. Receipts
// that are here stay as they are; Undo takes the rule back.
func (d *Desk) SaveRule(ctx context.Context, r Rule) error {
	r.Vendor, r.Category = strings.TrimSpace(r.Vendor), strings.TrimSpace(r.Category)
	switch {
	case receipt.VendorKey(r.Vendor) == "":
		return errors.New("a rule needs a vendor: type its name")
	case r.Category == "":
		return errors.New("a rule needs a category: type one, or remove the rule")
	}
	r.Since = d.now().UTC()
	return d.ruleStep(ctx, "Rule "+r.String(), r.Vendor, &r)
}

// RemoveRule lets a vendor have no rule any more. Receipts stay as they are.
func (d *Desk) RemoveRule(ctx context.Context, vendor string) error {
	if r, ok := d.rules.of(vendor); ok {
		return d.ruleStep(ctx, "Removing the rule "+r.String(), vendor, nil)
	}
	return nil
}

// ruleStep gives a vendor a rule, or none, as one step for Undo.
func (d *Desk) ruleStep(ctx context.Context, name, vendor string, after *Rule) error {
	var before *Rule
	if r, ok := d.rules.of(vendor); ok {
		before = &r
	}
	if err := d.setRule(ctx, vendor, after); err != nil {
		return err
	}
	d.undo.push(undoStep{name: name, also: func(ctx context.Context, back bool) error {
		if back {
			return d.setRule(ctx, vendor, before)
		}
		return d.setRule(ctx, vendor, after)
	}})
	return nil
}

func (d *Desk) setRule(ctx context.Context, vendor string, r *Rule) error {
	key := receipt.VendorKey(vendor)
	return d.keepRules(ctx, func(k *keptRules) {
		var others []Rule
		for _, other := range k.Rules {
			if receipt.VendorKey(other.Vendor) != key {
				others = append(others, other)
			}
		}
		if r != nil {
			others = append(others, *r)
		}
		k.Rules = others
	})
}

// keepRules changes what is kept of rules.
func (d *Desk) keepRules(ctx context.Context, change func(*keptRules)) error {
	return d.alone(func() error {
		kept, err := d.keptRules(ctx)
		if err != nil {
			return err
		}
		change(&kept)
		var sorted rules
		sorted.set(kept)
		if err := d.store.SetSetting(ctx, rulesKey, sorted.kept()); err != nil {
			return err
		}
		d.rules.set(kept)
		return nil
	})
}

func (d *Desk) keptRules(ctx context.Context) (keptRules, error) {
	var kept keptRules
	_, err := d.store.Setting(ctx, rulesKey, &kept)
	return kept, err
}

// RuleChanges are the receipts that a rule would give another category, in the
// order of intake. What is exported, is in the trash, or has a category that a
// person chose is not among them.
func (d *Desk) RuleChanges(ctx context.Context, rule Rule) ([]int64, error) {
	all, err := d.store.Receipts(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, r := range all {
		if rule.changes(r) && r.Trashed.IsZero() && r.Status != receipt.Exported {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}

// ApplyRule gives those of the receipts the rule's category that RuleChanges
// tells: all of them, or none. It is one step for Undo.
func (d *Desk) ApplyRule(ctx context.Context, rule Rule, ids ...int64) error {
	name := fmt.Sprintf("The rule %s on %s", rule, countOf(ids))
	return d.togetherByPerson(ctx, name, byRule(rule), ids, func(r *receipt.Receipt) error {
		if rule.changes(*r) && r.Trashed.IsZero() && r.Status != receipt.Exported {
			r.Fields.Category = rule.Category
			delete(r.Evidence, receipt.FieldCategory)
		}
		return nil
	})
}

// byRule is what the history of a receipt says of a rule.
func byRule(r Rule) string { return "followed the rule " + r.String() }

// corrected is what the history says of a correction: a rule may follow it.
func (d *Desk) corrected(field receipt.Field, text string) string {
	if field == receipt.FieldVendor {
		return d.withRule("corrected", text)
	}
	return "corrected"
}

// withRule says which rule counts for a receipt of the vendor.
func (d *Desk) withRule(what, vendor string) string {
	if rule, ok := d.rules.of(vendor); ok {
		return what + ", with the rule " + rule.String()
	}
	return what
}
