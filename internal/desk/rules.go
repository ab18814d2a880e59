package desk

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// rulesKey is the setting with the rules.
const rulesKey = "category_rules"

// Rule gives the receipts of a vendor a category. It never changes a category
// that a person chose.
type Rule struct {
	Vendor   string    `json:"vendor"`   // as on the receipt that it was made from; case, spaces and punctuation do not count
	Category string    `json:"category"` // never ""
	Times    int       `json:"times"`    // how often a person had chosen it before; 0 for a rule that was written
	Since    time.Time `json:"since"`    // UTC
}

// String is the rule as people read it: "Office World → Office Supplies".
func (r Rule) String() string { return r.Vendor + " → " + r.Category }

// keptRules is what is kept of rules.
type keptRules struct {
	Rules []Rule         `json:"rules"`
	Asked map[string]int `json:"asked,omitempty"` // by vendor: at how many choices "only once" was said; stopped for never again
}

// stopped is an Asked that no number of choices comes above.
const stopped = -1

// rules are the rules, by vendor.
type rules struct {
	mu    sync.Mutex
	by    map[string]Rule
	asked map[string]int
}

func (s *rules) set(kept keptRules) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by, s.asked = make(map[string]Rule, len(kept.Rules)), maps.Clone(kept.Asked)
	for _, r := range kept.Rules {
		s.by[receipt.VendorKey(r.Vendor)] = r
	}
}

// kept are the rules to be kept, in the order of their vendors.
func (s *rules) kept() keptRules {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.SortedFunc(maps.Values(s.by), func(a, b Rule) int { return strings.Compare(strings.ToLower(a.Vendor), strings.ToLower(b.Vendor)) })
	return keptRules{Rules: all, Asked: maps.Clone(s.asked)}
}

func (s *rules) of(vendor string) (Rule, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.by[receipt.VendorKey(vendor)]
	return r, ok
}

// may tells whether a person wants to be asked after so many choices.
func (s *rules) may(vendor string, times int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.asked[vendor]
	return at != stopped && times > at
}

// use gives a receipt the category of its vendor's rule, unless a person chose
// one.
func (s *rules) use(r *receipt.Receipt) {
	if rule, ok := s.of(r.Fields.Vendor); ok && !r.Corrected[receipt.FieldCategory] {
		r.Fields.Category = rule.Category
		delete(r.Evidence, receipt.FieldCategory)
	}
}

// changes tells whether the rule gives a receipt another category.
func (r Rule) changes(one receipt.Receipt) bool {
	return one.Status.Read() && !one.Corrected[receipt.FieldCategory] && one.Fields.Category != r.Category &&
		receipt.VendorKey(one.Fields.Vendor) == receipt.VendorKey(r.Vendor)
}
