package export

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// MadeUpNumber is a bill number for a receipt that has none printed: the same
// for the same day, vendor and total for ever, such as
// 20260315-OFFICEWORLD-6000. It has at most max characters, of ASCII letters,
// digits and dashes; 0 is no limit.
func MadeUpNumber(f receipt.Fields, max int) string {
	total := strings.NewReplacer(".", "", "-", "R").Replace(f.Total.In(f.Currency)) // R: a refund
	day := strings.ReplaceAll(f.Date.String(), "-", "")
	vendor := letters(f.Vendor)
	if vendor == "" {
		vendor = hashed(f.Vendor, 6)
	}
	room := 16
	if max > 0 {
		room = min(room, max-len(day)-len(total)-2)
	}
	if room < 3 {
		return "R" + hashed(day+"|"+f.Vendor+"|"+total+"|"+f.Currency, min(max-1, 12))
	}
	return day + "-" + vendor[:min(len(vendor), room)] + "-" + total
}

// shortNumber is the made-up number in at most max characters.
func (e *entry) shortNumber(max int) string {
	switch {
	case len(e.number) <= max:
		return e.number
	case e.number == MadeUpNumber(*e.fields(), 0):
		return MadeUpNumber(*e.fields(), max)
	}
	return "R" + hashed(e.number, min(max-1, 12)) // it tells two alike apart
}

// letters are the ASCII capitals and digits of a text.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, norm.NFKD.String(ligatures.Replace(s)))
}

// ligatures are letters that do not come apart into a letter and a mark.
var ligatures = strings.NewReplacer("Œ", "OE", "œ", "oe", "Æ", "AE", "æ", "ae", "ß", "ss", "Ø", "O", "ø", "o", "Ł", "L", "ł", "l", "Đ", "D", "đ", "d")

func hashed(s string, n int) string {
	sum := sha256.Sum256([]byte(s))
	return base32.StdEncoding.EncodeToString(sum[:])[:n]
}

// Numbered is what a receipt is known by where it was exported to.
type Numbered struct{ Number, Vendor string }

// numbers gives each receipt its number: no two of a vendor have the same
// made-up one, neither in an export nor in those before it.
type numbers struct {
	seen    map[[8]byte]holder // by what must not be there twice
	given   map[int64]Numbered // before
	anybody bool               // a number must not be there twice, whoever's it is
}

// holder is the receipt that is written with a number.
type holder struct {
	receipt int64
	vendor  [8]byte
	before  bool // in another export
}

func newNumbers(anybody bool, given map[int64]Numbered) numbers {
	n := numbers{seen: map[[8]byte]holder{}, given: given, anybody: anybody}
	for id, g := range given {
		key := n.key(g.Vendor, g.Number)
		if first, ok := n.seen[key]; !ok || id < first.receipt {
			n.seen[key] = holder{id, vendorKey(g.Vendor), true}
		}
	}
	return n
}

// plain is the receipt's number alone, printed or made up.
func (numbers) plain(r *receipt.Receipt) (number string, made bool) {
	if number = flat(r.Fields.InvoiceNumber); number != "" {
		return number, false
	}
	return MadeUpNumber(r.Fields, 0), true
}

// of is the receipt's number, whether it is made up, and who of the same
// vendor is written with the same printed one already, or nobody. Where only
// the vendors differ, the number gets another end. A receipt that was exported
// before keeps the number that it had, so that its bytes are the same.
func (n numbers) of(r *receipt.Receipt) (number string, made bool, twin holder) {
	number, made = n.plain(r)
	own, vendor := number+"-"+strconv.FormatInt(r.ID, 10), vendorKey(r.Fields.Vendor)
	if g, ok := n.given[r.ID]; ok && g.Number == own && vendorKey(g.Vendor) == vendor {
		return own, made, holder{}
	}
	first, taken := n.seen[n.key(r.Fields.Vendor, number)]
	switch {
	case !taken || first.receipt == r.ID:
		return number, made, holder{}
	case made || first.vendor != vendor:
		return own, made, holder{}
	}
	return number, made, first
}

// keep remembers that the receipt is written with the number.
func (n numbers) keep(r *receipt.Receipt, number string) {
	n.seen[n.key(r.Fields.Vendor, number)] = holder{receipt: r.ID, vendor: vendorKey(r.Fields.Vendor)}
}

func (n numbers) key(vendor, number string) [8]byte {
	if n.anybody {
		return eight(number)
	}
	of := vendorKey(vendor)
	return eight(string(of[:]) + number)
}

func vendorKey(vendor string) [8]byte { return eight(strings.ToUpper(flat(vendor))) }

func eight(s string) [8]byte {
	sum := sha256.Sum256([]byte(s))
	return [8]byte(sum[:8])
}

// PictureName is the name for the picture of a receipt:
// 2026-03-15_Office-World_60.00_GBP.jpg. It is safe on every file system. Two
// receipts can have the same.
func PictureName(r receipt.Receipt) string {
	f := r.Fields
	known := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	name := strings.Join([]string{known(f.Date.String(), "undated"), known(slug(f.Vendor), "unknown"), known(f.Total.In(f.Currency), "no-total")}, "_")
	if receipt.ValidCurrency(f.Currency) {
		name += "_" + f.Currency
	}
	kind := "jpg"
	if len(r.Originals) > 0 && r.Originals[0].Kind != "" && r.Originals[0].Kind != "jpeg" {
		kind = letterCase(r.Originals[0].Kind)
	}
	return name + "." + kind
}

func letterCase(kind string) string { return strings.ToLower(slug(kind)) }

// slug is text of letters and digits with single dashes between, at most 40
// characters.
func slug(s string) string {
	var b strings.Builder
	n, dash := 0, false
	for _, r := range norm.NFC.String(clean(s)) {
		if !isLetter(r) {
			dash = n > 0
			continue
		}
		if n++; n > 40 {
			break
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
