package fields

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
)

// vendor finds who sold: the best of the top rows by place, legal form, height
// of letters and what it is not, with a name broken over two rows put together.
func (d *document) vendor() server.Value {
	headers := d.headers()
	if len(headers) == 0 {
		return server.Value{}
	}
	ranked := append([]header(nil), headers...)
	sort.SliceStable(ranked, func(i, j int) bool { return ranked[i].score > ranked[j].score })
	best := ranked[0]
	if !best.legal && !best.brand && best.lettersInName <= 5 {
		for _, h := range ranked[1:] { // a monogram over the name: "B.I.G.", "BENS INDEPENDENT GROCER SDN BHD"
			if h.legal && h.score >= best.score-1.6 {
				best = h
				break
			}
		}
	}
	if !best.legal && !best.brand && best.score < 4.2 {
		if v := d.namedElsewhere(best); v.Known() {
			return v
		}
	}
	if best.score < 0.3 && !best.legal {
		if v := d.namedBelow(); v.Known() {
			return v
		}
	}
	if best.score < -1 {
		return server.Value{}
	}
	name, from, to := d.glue(headers, best)
	margin, rival := 4.0, ""
	for _, h := range ranked[1:] {
		if !strings.Contains(canonical(name), canonical(h.name)) && !strings.Contains(canonical(h.name), canonical(best.name)) {
			margin, rival = best.score-h.score, h.name
			break
		}
	}
	r := d.rows[best.row]
	box, _, _ := r.place(best.lo, best.hi)
	for _, k := range []int{from, to} {
		other, _, _ := d.rows[k].place(0, len(d.rows[k].text))
		if k != best.row {
			box = united(box, other)
		}
	}
	v := server.Value{Text: name, Score: vendorScore(best, margin, r), Page: r.page, Box: box}
	switch {
	case r.score < 0.96:
		v.Doubt = "its name is hard to read"
	case margin < 1:
		v.Doubt = fmt.Sprintf("%q may be the name", rival)
	default:
		v.Doubt = "nothing says that this line is the name"
	}
	return v
}

func vendorScore(best header, margin float64, r *row) float64 {
	z := 0.2 + 0.45*math.Min(margin, 4) + 0.25*best.score
	if best.legal {
		z += 1
	}
	if best.brand {
		z += 0.6 // a known name is no misread one
	} else {
		z -= 22 * math.Max(0, 0.97-r.score)
	}
	return min(0.95, 1/(1+math.Exp(-z)))
}

func united(a, b [4]float64) [4]float64 {
	return [4]float64{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}

// namedElsewhere finds the name that a picture at the top stands for: in the
// address of the web site when the picture reads much like it, else a known
// name in a row without figures.
func (d *document) namedElsewhere(best header) server.Value {
	squeezed := canonical(best.name)
	for i, r := range d.rows {
		for _, m := range reWebsite.FindAllStringSubmatchIndex(r.text, -1) {
			g := 2
			if m[2] < 0 {
				g = 4
			}
			label := r.text[m[g]:m[g+1]]
			c := canonical(label)
			if near := distance(c, squeezed, 2); len(c) >= 4 && len(squeezed) >= 3 && near <= min(2, len(c)/3) {
				if near > 0 && d.rows[best.row].score >= 0.97 {
					return d.printed(best.name, 0.93, best.row, best.lo, best.hi) // the picture is no picture: "Greißlerei", "greisslerei"
				}
				return d.printed(titled(strings.ToLower(label)), 0.85, i, m[g], m[g+1])
			}
		}
	}
	times := map[string]int{}
	var found server.Value
	most := 0
	for i, r := range d.rows {
		if len(d.numerals[i]) > 1 || d.namesMoney(i) {
			continue
		}
		for _, m := range d.v.brands.find(r.text, r.signs, false) {
			e := m.entries[0]
			if e.weight == 0 || m.length < 4 {
				continue
			}
			if strings.ContainsAny(r.text[m.lo:m.hi], "#:/\t") {
				continue // "Bill#: A0118" is no Billa
			}
			if strings.Contains(squeezed, canonical(e.meaning)) && d.rows[best.row].score >= 0.97 && !strings.ContainsAny(best.name, "0123456789") {
				return d.printed(best.name, 0.88, best.row, best.lo, best.hi) // "Westfalen Tankstelle"
			}
			times[e.meaning]++
			if times[e.meaning] > most {
				most = times[e.meaning]
				found = d.printed(titled(e.meaning), 0.75+0.07*float64(min(most, 2)), i, m.lo, m.hi)
			}
		}
	}
	if found.Known() {
		return found
	}
	if len(squeezed) >= 3 && len(squeezed) <= 5 && best.row <= 1 { // "LDL" in large letters
		for _, name := range d.v.brands.names {
			if c := canonical(name); len(c) >= 4 && len(c) <= 5 && distance(c, squeezed, 1) == 1 && c[0] == squeezed[0] {
				return d.printed(titled(name), 0.7, best.row, best.lo, best.hi)
			}
		}
	}
	return server.Value{}
}

// namedBelow finds the name where letters and orders by mail print it: a firm in
// the foot, else the address of its web site.
func (d *document) namedBelow() server.Value {
	for i := len(d.rows) - 1; i >= 0; i-- {
		r := d.rows[i]
		for _, m := range d.v.legal.find(r.text, r.signs, false) {
			before := r.text[:m.lo]
			if m.length < 2 || !d.atHome(m) || letterCount(before) < 4 || strings.ContainsAny(before, "0123456789:@") || len(strings.Fields(before)) > 5 {
				continue
			}
			v := d.printed(strings.Join(strings.Fields(r.text[:m.hi]), " "), 0.75, i, 0, m.hi)
			v.Doubt = "it is not printed at the top"
			return v
		}
	}
	for i, r := range d.rows {
		for _, m := range reWebsite.FindAllStringSubmatchIndex(r.text, -1) {
			g := 2
			if m[2] < 0 {
				g = 4
			}
			if label := strings.ToLower(r.text[m[g]:m[g+1]]); len(label) >= 4 && !publicHosts[label] {
				v := d.printed(titled(strings.ReplaceAll(label, "-", " ")), 0.6, i, m[g], m[g+1])
				v.Doubt = "only the address of its web site names it"
				return v
			}
		}
	}
	return server.Value{}
}

// glue puts a name together that is broken over two rows: "POPULAR BOOK" and
// "CO. (M) SDN BHD", "HOME HARDWARE &" and "ELECTRICAL".
func (d *document) glue(headers []header, best header) (name string, from, to int) {
	name, from, to = best.name, best.row, best.row
	at := -1
	for i, h := range headers {
		if h.row == best.row {
			at = i
		}
	}
	if name, from, to, ok := d.bigName(headers, at); ok {
		return name, from, to
	}
	if at > 0 {
		above := headers[at-1]
		r := d.rows[best.row].text
		fragment := best.legal && letterCount(r[:best.legalLo]) <= 3 || startsOpen(best.name)
		fragment = fragment || best.legal && len(strings.Fields(r[:best.legalLo])) == 1 && best.legalHi-best.legalLo > 4 && d.alike(above, best)
		if d.adjoin(above, best) && (fragment || endsOpen(above.name)) && !above.strange && !above.legal {
			name, from = above.name+" "+name, above.row
		}
	}
	if at+1 < len(headers) {
		below := headers[at+1]
		r := d.rows[below.row].text
		fragment := !best.legal && below.legal && letterCount(r[:below.legalLo]) <= 4 || startsOpen(below.name)
		if d.adjoin(best, below) && !below.strange && (fragment || endsOpen(best.name)) {
			name, to = name+" "+below.name, below.row
		}
	}
	return name, from, to
}

// bigName joins two rows at the top in the same large letters.
func (d *document) bigName(headers []header, at int) (name string, from, to int, ok bool) {
	for _, i := range []int{at - 1, at} {
		if i < 0 || i+1 >= len(headers) || i > 2 {
			continue
		}
		a, b := headers[i], headers[i+1]
		ra, rb := d.rows[a.row], d.rows[b.row]
		if a.big && (b.big || rb.h > 0.93*ra.h) && !a.strange && !b.strange && !a.legal && !b.legal && rb.y-ra.y < 1.6*max(ra.h, rb.h) && likeHeights(ra, rb, b.name) &&
			!strings.Contains(canonical(a.name), canonical(b.name)) && !strings.Contains(canonical(b.name), canonical(a.name)) {
			return a.name + " " + b.name, a.row, b.row, true
		}
	}
	return "", 0, 0, false
}

// likeHeights tells whether two rows are in letters of one size; one short
// word below may be smaller, as its letters reach less far up and down.
func likeHeights(above, below *row, word string) bool {
	ratio := max(above.h, below.h) / min(above.h, below.h)
	return ratio < 1.15 || ratio < 1.35 && !strings.Contains(word, " ") && letterCount(word) <= 8
}

// alike tells whether two rows could be halves of one name.
func (d *document) alike(above, below header) bool {
	a, b := d.rows[above.row], d.rows[below.row]
	first, _, _ := strings.Cut(below.name, " ")
	return max(a.h, b.h) < 1.25*min(a.h, b.h) && (strings.ToUpper(above.name) == above.name) == (strings.ToUpper(below.name) == below.name) &&
		!strings.Contains(canonical(above.name), canonical(first)) && !strings.ContainsAny(above.name, "0123456789")
}

func (d *document) dated(row int) bool {
	for _, x := range d.dates {
		if x.row == row {
			return true
		}
	}
	return false
}

func (d *document) adjoin(above, below header) bool {
	a, b := d.rows[above.row], d.rows[below.row]
	return a.page == b.page && b.y-a.y < 2.2*max(a.h, b.h) && max(a.h, b.h) < 1.9*min(a.h, b.h)
}

func startsOpen(s string) bool {
	return strings.HasPrefix(s, "&") || strings.HasPrefix(s, "AND ") || strings.HasPrefix(strings.ToUpper(s), "CO. (") || strings.HasPrefix(strings.ToUpper(s), "(M) ")
}

func endsOpen(s string) bool {
	u := strings.ToUpper(s)
	return strings.HasSuffix(u, "&") || strings.HasSuffix(u, " AND") || strings.HasSuffix(u, "-") || strings.Count(u, "(") > strings.Count(u, ")")
}
