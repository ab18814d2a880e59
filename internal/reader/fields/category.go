package fields

import (
	"math"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
)

// likeCategories maps the reader's categories to words that other lists of
// categories use for the same thing.
var likeCategories = map[string][]string{
	"Food and Groceries":            {"grocer", "food"},
	"Meals & Entertainment":         {"meal", "entertainment", "restaurant", "dining"},
	"Office Supplies & Software":    {"office", "software", "stationery"},
	"Job Supplies":                  {"job", "supplies", "material", "tools"},
	"Transportation":                {"transport", "parking", "travel"},
	"Automotive":                    {"auto", "fuel", "vehicle", "car "},
	"Travel":                        {"travel", "lodging", "hotel"},
	"Healthcare":                    {"health", "medical", "pharmacy"},
	"Clothing & Shoes":              {"cloth", "apparel"},
	"Household":                     {"household", "home", "job supplies"},
	"Postage & Delivery":            {"post", "shipping", "delivery"},
	"Repairs & Maintenance":         {"repair", "maintenance"},
	"Legal & Professional Services": {"legal", "professional"},
	"Taxes & Licenses":              {"tax", "licen"},
	"Rent & Lease":                  {"rent", "lease"},
	"Bank Charges & Fees":           {"bank", "fees"},
	"Advertising & Marketing":       {"advertis", "marketing"},
	"Payroll Expenses":              {"payroll"},
}

// category fills in what kind of expense the words of the vendor and the goods
// speak for, out of the sender's categories if there are any.
func (d *document) category(out *server.Reading) {
	points := map[string]float64{}
	vendor := strings.ToUpper(out.Vendor.Name.Text)
	seen := map[string]bool{}
	for i, r := range d.rows {
		for _, m := range d.v.categories.find(r.text, r.signs, false) {
			text := r.text[m.lo:m.hi]
			key := canonical(text)
			if seen[key] || m.length < 3 {
				continue
			}
			seen[key] = true
			weight := 1.0
			switch {
			case vendor != "" && strings.Contains(vendor, strings.ToUpper(text)):
				weight = 4
			case i < 6:
				weight = 2
			}
			for _, e := range m.entries {
				points[e.meaning] += weight / float64(len(m.entries))
			}
		}
	}
	best, sum := "", 0.0
	for _, name := range d.v.named {
		sum += points[name]
		if points[name] > points[best] {
			best = name
		}
	}
	if best == "" || points[best] < 1 {
		return
	}
	score := 0.85 * points[best] / (sum + 1)
	if len(d.hints.Categories) > 0 {
		if best = chosen(best, d.hints.Categories); best == "" {
			return
		}
	}
	out.Category = server.Value{Text: best, Score: math.Min(0.85, score)}
}

// chosen is the sender's category that means the same.
func chosen(name string, hints []string) string {
	for _, h := range hints {
		if strings.EqualFold(strings.TrimSpace(h), name) {
			return h
		}
	}
	for _, like := range likeCategories[name] {
		for _, h := range hints {
			if strings.Contains(strings.ToLower(h), like) {
				return h
			}
		}
	}
	return ""
}
