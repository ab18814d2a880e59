package fields

import (
	"regexp"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
)

var (
	rePhoneNumber = regexp.MustCompile(`\+?\(?\d[\d\-. ()/]{5,18}\d`)
	reMail        = regexp.MustCompile(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+\.[A-Za-z.]{2,10}`)
	reSite        = regexp.MustCompile(`(?i)(?:https?://)?(?:www\.[a-z0-9\-.]+\.[a-z]{2,6}|[a-z0-9\-]{3,}\.(?:com|de|fr|it|es|nl|net|org|co\.uk|com\.[a-z]{2}|co\.[a-z]{2}))(?:/[^\s]*)?`)
	reRegister    = regexp.MustCompile(`[A-Z]{0,4}[ \-]?\d[\dA-Za-z./\- ]{4,20}`)
	reReference   = regexp.MustCompile(`[A-Za-z0-9#][A-Za-z0-9\-/_.#]*`)
)

// who fills in the vendor and how to reach him.
func (d *document) who(out *server.Reading) {
	out.Vendor.Name = d.vendor()
	for i, r := range d.rows {
		if !out.Vendor.Email.Known() {
			if m := reMail.FindStringIndex(r.text); m != nil {
				out.Vendor.Email = d.printed(strings.ToLower(r.text[m[0]:m[1]]), 0.85, i, m[0], m[1])
			}
		}
		if m := reSite.FindStringIndex(r.text); m != nil && !out.Vendor.Web.Known() && !strings.Contains(r.text, "@") {
			out.Vendor.Web = d.printed(strings.ToLower(r.text[m[0]:m[1]]), 0.8, i, m[0], m[1])
		}
		d.identify(out, i)
	}
	d.address(out)
}

// identify reads the numbers behind the words of a row that name them.
func (d *document) identify(out *server.Reading, i int) {
	r := d.rows[i]
	marks := d.v.ids.find(r.text, r.signs, false)
	for k, m := range marks {
		end := len(r.text)
		if k+1 < len(marks) {
			end = marks[k+1].lo
		}
		meaning := d.meaningOf(m)
		rest := r.text[min(m.hi, end):end]
		switch meaning {
		case "phone":
			if s, lo, hi := phoneIn(rest); s != "" && !out.Vendor.Phone.Known() {
				out.Vendor.Phone = d.printed(s, 0.85, i, m.hi+lo, m.hi+hi)
			}
		case "vat":
			if s, lo, hi := registerIn(rest); s != "" && !out.Vendor.VATNumber.Known() {
				out.Vendor.VATNumber = d.printed(s, 0.85, i, m.hi+lo, m.hi+hi)
			}
		case "reg":
			if s, lo, hi := registerIn(rest); s != "" && !out.Vendor.RegNumber.Known() {
				out.Vendor.RegNumber = d.printed(s, 0.8, i, m.hi+lo, m.hi+hi)
			}
		case "number":
			if s, lo, hi := d.referenceIn(i, m.hi, end); s != "" {
				score := 0.55 + 0.03*float64(min(m.length, 10))
				if score > out.InvoiceNumber.Score {
					out.InvoiceNumber = d.printed(s, score, i, lo, hi)
				}
			}
		}
	}
}

// meaningOf is what a phrase of numbers means in the document's language.
func (d *document) meaningOf(m mark) string {
	best, votes := "", -1.0
	for _, e := range m.entries {
		if m.length <= 3 && e.lang != "en" && !d.speaks(e.lang) {
			continue
		}
		if v := d.tongues[e.lang]; v > votes {
			best, votes = e.meaning, v
		}
	}
	return best
}

func phoneIn(s string) (number string, lo, hi int) {
	m := rePhoneNumber.FindStringIndex(s)
	if m == nil || m[0] > 14 {
		return "", 0, 0
	}
	n := 0
	for _, c := range s[m[0]:m[1]] {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	if n < 6 || n > 15 {
		return "", 0, 0
	}
	return strings.TrimSpace(s[m[0]:m[1]]), m[0], m[1]
}

func registerIn(s string) (number string, lo, hi int) {
	m := reRegister.FindStringIndex(s)
	if m == nil || m[0] > 12 {
		return "", 0, 0
	}
	if t := strings.IndexByte(s[m[0]:m[1]], '\t'); t >= 0 {
		m[1] = m[0] + t
	}
	number = strings.TrimRight(strings.TrimSpace(s[m[0]:m[1]]), " -./")
	digits := 0
	for _, c := range number {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits < 5 {
		return "", 0, 0
	}
	return number, m[0], m[0] + len(number)
}

// referenceIn is the first word with digits behind a label, unless it is a
// date, a time or money.
func (d *document) referenceIn(row, lo, hi int) (s string, from, to int) {
	t := d.rows[row].text
	gap := strings.TrimLeft(t[lo:hi], " \t.:#-°º")
	if len(gap) < hi-lo {
		lo = hi - len(gap)
	}
	for _, m := range reReference.FindAllStringIndex(t[lo:hi], 3) {
		from, to = lo+m[0], lo+m[1]
		s = strings.Trim(t[from:to], "#.-")
		if !strings.ContainsAny(s, "0123456789") || len(s) < 2 || len(s) > 24 {
			if m[0] > 12 {
				return "", 0, 0
			}
			continue
		}
		for _, x := range d.dates {
			if x.row == row && from < x.hi && to > x.lo {
				return "", 0, 0
			}
		}
		for _, n := range d.numerals[row] {
			if n.shape == money && from < n.hi && to > n.lo {
				return "", 0, 0
			}
		}
		return s, from, to
	}
	return "", 0, 0
}

// address joins the rows near the vendor's that look like one.
func (d *document) address(out *server.Reading) {
	if !out.Vendor.Name.Known() {
		return
	}
	var lines []string
	var box [4]float64
	page, last := 0, -1
	for i, r := range d.rows {
		if i > headerRows+4 || r.page != out.Vendor.Name.Page {
			break
		}
		if !d.addressRow(i) {
			if last >= 0 && i-last > 1 {
				break
			}
			continue
		}
		b, _, _ := r.place(0, len(r.text))
		if last < 0 {
			box, page = b, r.page
		} else {
			box = united(box, b)
		}
		lines = append(lines, strings.Trim(r.line(), " ,"))
		last = i
	}
	if len(lines) > 0 {
		out.Vendor.Address = server.Value{Text: strings.Join(lines, ", "), Score: 0.6, Page: page, Box: box}
	}
}

func (d *document) addressRow(i int) bool {
	r := d.rows[i]
	points := 0
	for _, m := range d.v.heads.find(r.text, r.signs, false) {
		for _, e := range m.entries {
			if e.meaning == "address" && (e.lang == "en" || d.speaks(e.lang)) {
				points++
				break
			}
		}
	}
	points += len(d.v.places.find(r.text, r.signs, false))
	if rePost.MatchString(r.text) {
		points++
	}
	for _, m := range d.v.ids.find(r.text, r.signs, false) {
		if m.lo < 5 && m.length >= 3 {
			return false
		}
	}
	for _, x := range d.dates {
		if x.row == i {
			return false
		}
	}
	if h := len(d.v.legal.find(r.text, r.signs, false)); h > 0 {
		points--
	}
	return points >= 2
}
