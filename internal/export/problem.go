package export

import (
	"fmt"
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Problem is something that the other program would refuse, or that a person
// should know before it is there.
type Problem struct {
	Receipt int64  // 0 for the whole export
	Kind    string // alike for problems of one kind: "no-account", "status", "total", ...
	Words   string // for a person
	Stops   bool   // the receipt is left out; with Receipt 0, nothing is written
}

// Field is the field to correct where that would help, or "".
func (p Problem) Field() receipt.Field {
	switch p.Kind {
	case "vendor", "date", "total", "currency":
		return receipt.Field(p.Kind)
	case "future":
		return receipt.FieldDate
	case "zero", "digits", "arithmetic", "sign", "sum":
		return receipt.FieldTotal
	case "number", "made-up":
		return receipt.FieldInvoiceNumber
	case "no-account", "wrong-account":
		return receipt.FieldCategory
	case "no-payment", "wrong-payment":
		return receipt.FieldPaymentType
	case "no-tax", "wrong-tax", "tax":
		return receipt.FieldTax
	}
	return ""
}

// TextChange is a text that is written otherwise than the receipt has it.
type TextChange struct {
	Receipt  int64
	Field    string // the column or the place
	From, To string
	Why      string
}

// Unnamed is something that the person's books have no name for yet.
type Unnamed struct {
	Kind string // account, tax, vendor or payment, as in Choices
	Key  string // the category, the rate, the vendor, the way to pay
}

// Group is problems of one kind.
type Group struct {
	Kind     string
	Words    string // of the first of them
	Receipts []int64
	Stops    bool
}

// Groups are the problems by kind, those that keep receipts out first.
func (p *Plan) Groups() []Group {
	var groups []Group
	var first []string
	for _, problem := range p.Problems {
		i := slices.IndexFunc(groups, func(g Group) bool { return g.Kind == problem.Kind && g.Stops == problem.Stops })
		if i < 0 {
			i = len(groups)
			groups = append(groups, Group{Kind: problem.Kind, Words: problem.Words, Stops: problem.Stops})
			first = append(first, problem.Words)
		}
		if problem.Receipt != 0 && problem.Words != first[i] {
			groups[i].Words = first[i] + " (the first of them)" // so that nobody takes it for all
		}
		if ids := groups[i].Receipts; problem.Receipt != 0 && (len(ids) == 0 || ids[len(ids)-1] != problem.Receipt) {
			groups[i].Receipts = append(ids, problem.Receipt)
		}
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		if a.Stops != b.Stops {
			return map[bool]int{true: -1, false: 1}[a.Stops]
		}
		return 0
	})
	return groups
}

// asks says which of the profile's choices were not made.
func (r *rehearsal) asks() {
	for _, a := range r.plan.Profile.Asks {
		value, ok := a.value(r.plan.Choices)
		switch {
		case ok:
		case r.plan.Choices.Values[a.Name] != "":
			r.wholeProblem("choice", true, "%s cannot be %q%s", a.Title, value, oneOf(a.Accept))
		default:
			r.wholeProblem("choice", true, "Please choose first: %s%s", lower(a.Title), oneOf(a.Accept))
		}
	}
}

func (r *rehearsal) wholeProblem(kind string, stops bool, format string, args ...any) {
	r.plan.Problems = append(r.plan.Problems, Problem{Kind: kind, Words: fmt.Sprintf(format, args...), Stops: stops})
	r.plan.ProblemCount++
}

// whole says what is to be known about the files together.
func (r *rehearsal) whole(currencies map[string]bool) {
	plan := r.plan
	title := plan.Profile.Title
	before := len(plan.Problems)
	if plan.Profile.Rules.Currencies == "separate" && len(currencies) > 1 {
		r.wholeProblem("currency", false, "%s takes one currency at a time: there is a file for each, for the account in that currency", title)
	}
	if plan.Profile.Rules.Refunds == "separate" && slices.ContainsFunc(r.order, func(o *opened) bool { return o.group.refunds }) {
		r.wholeProblem("refund", false, "The refunds are in a file of their own, with negative amounts: nobody has confirmed that %s takes those as credit notes", title)
	}
	if slices.ContainsFunc(r.order, func(o *opened) bool { return o.n > 1 }) {
		r.wholeProblem("split", false, "%s takes a limited number in one file: there are %d files, to be imported one after the other", title, len(r.order))
	}
	if plan.Profile.Rules.Currencies == "one" {
		if list := r.sums.currencies(); len(list) > 1 {
			r.wholeProblem("currency", true, "%s takes one currency only, and these receipts have %d: choose those of one currency", title, len(list))
		}
	}
	if list := r.sums.currencies(); len(list) == 1 && plan.Profile.Rules.Currencies != "many" && plan.Profile.Rules.Take == "ready" {
		r.wholeProblem("currency", false, "The amounts are in %s, and the file does not say so: import it only where that is the currency", list[0])
	}
	if plan.Receipts == 0 && plan.Profile.Rules.Take != "all" {
		r.wholeProblem("empty", true, "There is no receipt that %s would take", title)
	}
	plan.Problems = append(slices.Clone(plan.Problems[before:]), plan.Problems[:before]...)
}

// check says what speaks against a receipt, whatever the columns are. It is
// false where the receipt is none to be written and the rest need not be said.
func (s *scribe) check(e *entry, twin holder) bool {
	if s.profile.Rules.Take == "all" {
		return true
	}
	r := &e.row.Receipt
	f := &r.Fields
	switch {
	case !r.Trashed.IsZero():
		s.problem(e, "trash", true, "It is in the trash")
	case r.Status == receipt.Review && (s.choices.Review || s.profile.Rules.Take == "read"):
		s.problem(e, "review", false, "It still needs a look")
	case r.Status == receipt.Review:
		s.problem(e, "review", true, "It still needs a look")
	case r.Status == receipt.Failed:
		s.problem(e, "status", true, "It could not be read")
	case r.Status == receipt.Held:
		s.problem(e, "status", true, "It looks like a duplicate")
	case r.Status.Open():
		s.problem(e, "status", true, "It is not read yet")
	case r.Status == receipt.Exported && !r.ExportedAt.IsZero():
		s.problem(e, "again", false, "It was exported before, on %s", receipt.DateOf(r.ExportedAt))
	}
	if slices.ContainsFunc(s.found, func(p Problem) bool { return p.Stops }) {
		return false
	}
	if s.profile.Rules.Take == "read" {
		return true
	}
	s.figures(e)
	if e.made && s.profile.numbered {
		s.problem(e, "made-up", false, "No number is printed on it: %s is made up of the day, the vendor and the total", e.number)
	}
	if plain, _ := (numbers{}).plain(r); !e.made && plain != e.number {
		s.problem(e, "number", false, "Its number %s is another vendor's, too: it is written as %s", plain, e.number)
	}
	if twin.receipt != 0 && s.profile.Rules.UniqueNumber != "" {
		before := ""
		if twin.before {
			before = ", exported before"
		}
		s.problem(e, "number", true, "It has the number %s of the same vendor's receipt %d%s: %s would make one bill of both. Is it the same receipt? If not, add something to its number", e.number, twin.receipt, before, s.profile.Title)
	}
	if f.Date.Known() && s.choices.Today.Known() && f.Date.Time().After(s.choices.Today.Time()) {
		s.problem(e, "future", false, "The date %s is in the future", f.Date)
	}
	if refund(f) && s.profile.Rules.Refunds == "stop" {
		s.problem(e, "refund", true, "It is a refund, and %s takes none in this file: enter it by hand", s.profile.Title)
	}
	return true
}

// figures says what is wrong with the amounts.
func (s *scribe) figures(e *entry) {
	f := e.fields()
	for _, name := range []receipt.Field{receipt.FieldVendor, receipt.FieldDate} {
		if f.Get(name) == "" {
			s.problem(e, string(name), true, "There is no %s", name)
		}
	}
	if !f.Total.Known() {
		s.problem(e, "total", true, "There is no total")
		return
	}
	if f.Currency == "" || !receipt.ValidCurrency(f.Currency) {
		s.problem(e, "currency", true, "There is no currency")
	}
	if f.Total.Sign() == 0 {
		s.problem(e, "zero", false, "The total is zero")
	}
	proof := receipt.Prove(*f, nil, nil, receipt.Date{})
	if proof.Equation != "" && !proof.Holds {
		_, open := explain(f, f.Subtotal)
		s.problem(e, "arithmetic", false, "The figures do not add up, %s is left over: the total %s is what counts", open.In(f.Currency), f.Total.In(f.Currency))
	}
	digits, known := receipt.Digits(f.Currency)
	for _, a := range []receipt.Amount{f.Total, f.Tax, f.Subtotal, f.Tip, f.Fees, f.Discount, f.Rounding} {
		if known && !a.Decimal().Equal(a.Decimal().Truncate(int32(digits))) {
			s.problem(e, "digits", true, "%s has more digits than %s has", a, f.Currency)
			break
		}
	}
	if s.profile.Rules.WorksOutTax {
		s.worksOut(e)
	}
}

// worksOut says where the other program's own multiplication will not give the
// printed tax.
func (s *scribe) worksOut(e *entry) {
	f := e.fields()
	for _, p := range taxParts(f) {
		if p.taxed && !p.rate.Known() && s.choices.Taxes["unknown"] != "" && s.likelyRate(&entry{row: e.row, part: p}) == "unknown" {
			s.problem(e, "rate", false, "%s works the tax out itself, and the rate is neither printed nor plain from the figures: compare the tax there with the %s on the receipt", s.profile.Title, p.tax.In(f.Currency))
		}
		if p.rate.Known() && !half(p, f.Currency) {
			s.problem(e, "tax", false, "%s works the tax out itself: %s%% of %s is not the %s on the receipt", s.profile.Title, percent(p.rate), p.net.In(f.Currency), p.tax.In(f.Currency))
		}
	}
}

// half tells whether the rate makes the tax, rounded to the currency.
func half(p part, currency string) bool {
	digits, _ := receipt.Digits(currency)
	return p.net.Decimal().Mul(p.rate.Decimal()).Shift(-2).Round(int32(digits)).Equal(p.tax.Decimal())
}
