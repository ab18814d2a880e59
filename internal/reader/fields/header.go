package fields

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode"
)

// header is one of the top rows, weighed as the vendor's name.
type header struct {
	row           int
	score         float64
	name          string
	lo, hi        int
	legal         bool // has a legal form
	legalLo       int  // where it begins
	legalHi       int
	form          string // the legal form as it is known
	brand         bool   // a known name
	strange       bool   // cannot be a name: an address, a number, a title
	title         bool
	lettersInName int
	big           bool // in letters larger than the others
	greeting      bool // words that lead to a name, without one
	owner         bool // says who stands behind the shop
}

var (
	reRegTail   = regexp.MustCompile(`(?i)\s*[(\[{]?\s*(?:(?:co(?:mpany)?|business|reg(?:istration)?|roc|gst|vat|ssm|uen)\b[ .:#]*)*(?:no|nos|reg|id)?[ .:#]*[(\[{]?\s*[A-Z]{0,3}\d[\dO]{3,}[\dA-Z\-/. ]*[)\]}]?\s*$`)
	reRegMiddle = regexp.MustCompile(`(?:\s+[(\[]?|[(\[])\d{4,}-[A-Z]\b.*$`)
	reNoise     = regexp.MustCompile(`^[^\pL\d]+|[^\pL\d)!.'"&]+$`)
	reTown      = regexp.MustCompile(`\pL{2,},? \d{4,6}$`)
	rePost      = regexp.MustCompile(`\b\d{4,6}\b`)
	reWebsite   = regexp.MustCompile(`(?i)(?:www\.|https?:?/*|@)([a-z0-9\-]{3,})\.[a-z]{2,}|\b([a-z0-9\-]{3,})\.(?:com|co|net|org|de|fr|it|es|nl|at|ch|be|pl|eu|my|sg|uk|us|in|id|au|nz|ie|pt|se|no|dk|fi)\b`)
)

var (
	reHouse      = regexp.MustCompile(`\pL{4,}\.? \d{1,3} ?[a-zA-Z]?$`)
	reNumberTail = regexp.MustCompile(`^\W*(?:\w/\w)?\W*\d{4,}`)
	reMailTail   = regexp.MustCompile(`\s*[<(\[]?\s*(?:mailto:)?[\w.+\-]+@[\w\-]+\.[\w.]+\s*[>)\]]?\s*$`)
)

const headerRows = 16

// headers weighs the rows at the top of the first page that has any.
func (d *document) headers() []header {
	if len(d.rows) == 0 {
		return nil
	}
	page := d.rows[0].page
	var heights []float64
	for _, r := range d.rows {
		if r.page == page {
			heights = append(heights, r.h)
		}
	}
	sort.Float64s(heights)
	median := heights[len(heights)/2]
	domains := d.domains()
	var out []header
	below, legal, greeted, named := false, false, false, false
	for i, r := range d.rows {
		if r.page != page || len(out) >= headerRows || i > 2*headerRows {
			break
		}
		h := d.header(i, median, domains)
		h.score += 2.4 - 0.3*float64(len(out))
		if below {
			h.score -= 2.5 // the buyer's name, the first thing bought
		}
		if greeted && !h.strange {
			h.score += 1.2 // "Welcome to" alone in the row above
		}
		greeted = h.greeting
		below = below || h.title && !h.greeting && named || d.dated(i)
		named = named || !h.strange && h.lettersInName >= 3 // a title over everything has the name below it
		if h.lettersInName >= 2 {
			legal = legal || h.legal
			out = append(out, h)
		}
	}
	if !legal {
		for i := range out {
			if out[i].brand {
				out[i].score += 1.3
			}
		}
	}
	return out
}

// domains gives the names in the addresses of web and mail.
func (d *document) domains() []string {
	var out []string
	for _, r := range d.rows {
		for _, m := range reWebsite.FindAllStringSubmatch(r.line(), -1) {
			name := canonical(m[1] + m[2])
			if len(name) >= 3 && name != canonical("gmail") && name != canonical("hotmail") && name != canonical("yahoo") {
				out = append(out, name)
			}
		}
	}
	return out
}

func (d *document) header(i int, median float64, domains []string) header {
	r := d.rows[i]
	h := header{row: i, lo: 0, hi: len(r.text)}
	var lead string
	h.name, h.lo, h.hi, lead = d.nameIn(r)
	h.greeting, h.owner = lead == "lead" && h.lo == 0, lead == "owner"
	switch lead {
	case "alias":
		h.score += 1.5
	case "owner":
		h.score -= 3.5
	}
	letters, digits := 0, 0
	for _, c := range h.name {
		switch {
		case unicode.IsLetter(c):
			letters++
		case unicode.IsDigit(c):
			digits++
		}
	}
	h.lettersInName = letters
	tall := math.Max(-1, math.Min(2.2, 2.2*(r.h/median-1)))
	if tall > 0 {
		tall *= math.Max(0, math.Min(1, (r.score-0.65)/0.2)) // a picture that was taken for letters
	}
	h.score += tall
	h.big = r.h > 1.2*median
	h.score -= 6 * math.Max(0, 0.93-r.score)
	for _, m := range d.v.legal.find(r.text, r.signs, false) {
		if m.length >= 5 || m.hi >= h.hi-1 && m.lo > 3 && d.atHome(m) && letterCount(r.text[:m.lo]) >= 4 {
			if !h.legal {
				h.legalLo = m.lo
			}
			h.legal, h.legalHi, h.form = true, m.hi, m.entries[0].lang
		}
	}
	if h.legal {
		h.score += 3
		d.cutBehindLegal(&h, r)
		h.mendLegal(r)
	}
	if letters < 3 || d.v.symbols[strings.ToUpper(h.name)] != nil {
		h.score -= 3
	}
	if digits > 0 && float64(digits) > 0.4*float64(letters+digits) {
		h.score -= 3
		h.strange = true
	}
	if lower(h.name) {
		h.score -= 1
	}
	d.punish(&h, i)
	c := canonical(h.name)
	for _, dom := range domains {
		if len(c) >= 3 && (strings.Contains(dom, c) || strings.Contains(c, dom)) {
			h.score += 1.5
			break
		}
	}
	if len(d.v.categories.find(r.text, r.signs, false)) > 0 {
		h.score += 0.3
	}
	d.recognise(&h, r, letters)
	return h
}

// cutBehindLegal ends a name at its legal form when numbers follow.
func (d *document) cutBehindLegal(h *header, r *row) {
	if h.legalHi >= h.hi {
		return
	}
	rest := strings.Trim(r.text[h.legalHi:h.hi], " .,-")
	if !strings.ContainsAny(rest, "0123456789") && (len(rest) > 3 || strings.ContainsAny(rest, "()")) {
		return
	}
	h.hi = h.legalHi
	h.name = strings.Join(strings.Fields(r.text[h.lo:h.hi]), " ")
}

// atHome tells whether a short legal form is one of the receipt's country:
// "AB" ends a name in Sweden and a postcode in England.
func (d *document) atHome(m mark) bool {
	for _, e := range m.entries {
		if e.meaning == d.home.country || d.home.country == "" {
			return true
		}
	}
	return false
}

// mendLegal writes a legal form as it is known when digits were taken for its
// letters: "5/8" for "S/B".
func (h *header) mendLegal(r *row) {
	printed := r.text[h.legalLo:h.legalHi]
	if strings.ContainsAny(printed, "0123456789") && strings.HasSuffix(h.name, printed) {
		h.name = strings.TrimSuffix(h.name, printed) + strings.ToUpper(h.form)
	}
}

// recognise looks for a known name that makes up most of the row, and writes
// it as it is known when the picture of it was misread.
func (d *document) recognise(h *header, r *row, letters int) {
	for _, m := range d.v.brands.find(r.text, r.signs, true) {
		if m.lo > h.lo+3 || 2*m.length < letters || m.loose && 5*m.length < 4*letters {
			continue
		}
		h.score += 0.7
		h.brand = true
		if !m.loose && m.length >= 8 {
			h.score += 0.8 + 3*math.Max(0, 0.93-r.score) // so long a name is no accident
		}
		if rest := r.text[m.hi:max(m.hi, h.hi)]; !h.legal && reNumberTail.MatchString(rest) {
			h.hi = m.hi // "99 SPEED MART 5/B519537-X) ID"
			h.name = strings.Join(strings.Fields(r.text[min(h.lo, m.hi):m.hi]), " ")
			h.strange = false
		}
		text, name := r.text[m.lo:m.hi], m.entries[0].meaning
		if (m.loose || canonical(text) == canonical(name)) && !strings.EqualFold(squeeze(text), squeeze(name)) && m.lo <= h.lo && m.hi >= h.lo {
			rest := r.text[max(m.hi, h.lo):max(m.hi, h.hi)]
			h.name = strings.Join(strings.Fields(titled(name)+rest), " ")
		}
		return
	}
}
