package fields

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spindle-receipts/spindle/api/server"
)

// Memory knows shops by what stands on their receipts beside the name: numbers
// of registers, telephone, addresses of web and mail, and the lines at the top.
// What a person corrected on one receipt makes the next one of the shop right,
// also when its name is a picture. It holds nothing but what it was taught, and
// may be used by many goroutines.
type Memory struct {
	mu    sync.Mutex
	shops map[string][]Lesson // by trace, the latest last
}

// Shop is what a person said about the vendor of a receipt.
type Shop struct {
	Vendor   string
	Category string // "" when nothing was said
}

// Lesson is one thing to remember, as plain values that a store can keep: that
// a trace belongs to a shop.
type Lesson struct {
	Trace string
	Shop  Shop
}

// NewMemory returns a Memory that knows the lessons, in the order in which
// they were learnt.
func NewMemory(lessons []Lesson) *Memory {
	m := &Memory{shops: map[string][]Lesson{}}
	for _, l := range lessons {
		m.add(l)
	}
	return m
}

// Learn remembers that receipts with these traces are from the shop, and gives
// the lessons for a store to keep. Later lessons outweigh earlier ones.
func (m *Memory) Learn(traces []string, shop Shop) []Lesson {
	shop.Vendor = strings.TrimSpace(shop.Vendor)
	if shop.Vendor == "" {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	lessons := make([]Lesson, 0, len(traces))
	for _, t := range traces {
		l := Lesson{Trace: t, Shop: shop}
		m.add(l)
		lessons = append(lessons, l)
	}
	return lessons
}

// add keeps one lesson for each trace and vendor.
func (m *Memory) add(l Lesson) {
	if l.Trace == "" || l.Shop.Vendor == "" {
		return
	}
	known := slices.DeleteFunc(m.shops[l.Trace], func(k Lesson) bool { return k.Shop.Vendor == l.Shop.Vendor })
	m.shops[l.Trace] = append(known, l)
}

// Forget takes back that these traces are of a vendor, as when a person
// corrects a correction.
func (m *Memory) Forget(traces []string, vendor string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range traces {
		m.shops[t] = slices.DeleteFunc(m.shops[t], func(k Lesson) bool { return k.Shop.Vendor == vendor })
	}
}

// weights say how surely a trace of a kind names one shop. Lines at the top may
// be those of a mall or a town, so that it takes several of them.
var weights = map[string]float64{"vat": 2, "reg": 2, "phone": 2, "web": 1.2, "mail": 1.4, "line": 0.7}

const (
	enoughWeight = 1.6
	enoughLines  = 0.6 // the share of lines that must be known when nothing else is
)

// Lookup finds the shop of a receipt by its traces, and how surely: the
// probability that it is this one. It is false when no shop is known by enough
// of them.
func (m *Memory) Lookup(traces []string) (shop Shop, score float64, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	points := map[string]float64{}
	shops := map[string]Shop{}
	numbers := map[string]bool{}
	lines, known := 0, map[string]int{}
	for _, t := range traces {
		kind, _, _ := strings.Cut(t, ":")
		if kind == "line" {
			lines++
		}
		lessons := m.shops[t]
		for i, l := range lessons {
			share := 1.0
			switch {
			case kind == "line": // of a mall, a town
				share /= float64(len(lessons))
			case i < len(lessons)-1: // said before something else was
				share = 0.5
			}
			points[l.Shop.Vendor] += share * weights[kind]
			shops[l.Shop.Vendor] = l.Shop
			if kind == "line" {
				known[l.Shop.Vendor]++
			} else {
				numbers[l.Shop.Vendor] = true
			}
		}
	}
	names := make([]string, 0, len(points))
	for name := range points {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(points[b], points[a]), cmp.Compare(a, b))
	})
	if len(names) == 0 || points[names[0]] < enoughWeight {
		return Shop{}, 0, false
	}
	best := names[0]
	if !numbers[best] && float64(known[best]) < enoughLines*float64(lines) {
		return Shop{}, 0, false
	}
	score = 0.97
	if len(names) > 1 && points[names[1]] > 0.6*points[best] {
		score = 0.7
	}
	return shops[best], score, true
}

// Recall puts what the memory knows about a reading's shop into it. A name that
// is printed and read with certainty stays when the memory is in doubt.
func (m *Memory) Recall(r *server.Reading) {
	shop, score, ok := m.Lookup(Traces(r))
	if !ok || score < 0.9 && r.Vendor.Name.Score > score {
		return
	}
	r.Vendor.Name.Text, r.Vendor.Name.Score, r.Vendor.Name.Doubt = shop.Vendor, score, ""
	if score < 0.9 {
		r.Vendor.Name.Doubt = "two shops that you know print the same numbers"
	}
	if shop.Category != "" {
		r.Category = server.Value{Text: shop.Category, Score: score}
	}
}

// Traces are what a shop can be known by on a reading, as texts that are equal
// on its next receipt. The first are the surest.
func Traces(r *server.Reading) []string {
	v := r.Vendor
	return TracesOf(v.VATNumber.Text, v.RegNumber.Text, v.Phone.Text, v.Web.Text, v.Email.Text, r.Text)
}

// TracesOf is Traces of the values of a document; text is everything read on
// it, a line per row.
func TracesOf(vat, registration, phone, web, mail, text string) []string {
	var out []string
	add := func(kind, value string, least int) {
		if len(value) >= least && !slices.Contains(out, kind+":"+value) {
			out = append(out, kind+":"+value)
		}
	}
	add("vat", canonical(vat), 6)
	add("reg", canonical(registration), 5)
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	add("phone", digits[max(0, len(digits)-8):], 6) // with or without the prefix
	if host := webLabel(web); !publicHosts[host] {
		add("web", canonical(host), 4)
	}
	if at := strings.LastIndexByte(mail, '@'); at >= 0 {
		if host := webLabel(mail[at+1:]); publicHosts[host] {
			add("mail", canonical(mail), 8)
		} else {
			add("web", canonical(host), 4)
		}
	}
	seen := 0
	for line := range strings.Lines(text) {
		if seen++; seen > 9 {
			break
		}
		if c := canonical(line); letterCount(line) >= 6 && len(c) >= 9 && !reVaries.MatchString(line) {
			add("line", c, 9)
		}
	}
	return out
}

// reVaries finds lines that differ from receipt to receipt.
var reVaries = regexp.MustCompile(`\d{1,2}[:./\-]\d{1,2}`)

// publicHosts are hosts whose name says nothing about who prints it.
var publicHosts = map[string]bool{"gmail": true, "hotmail": true, "yahoo": true, "outlook": true, "gmx": true, "web": true, "icloud": true, "live": true, "aol": true, "t-online": true,
	"facebook": true, "instagram": true, "twitter": true, "google": true, "youtube": true, "tiktok": true, "whatsapp": true, "tripadvisor": true, "linktr": true}

// webLabel is the part of a host's name that people know it by: "huber" of
// www.huber.co.at.
func webLabel(address string) string {
	host := strings.ToLower(strings.TrimSpace(address))
	host = strings.TrimPrefix(strings.TrimPrefix(host, "https://"), "http://")
	host, _, _ = strings.Cut(host, "/")
	host = strings.TrimPrefix(host, "www.")
	label, _, _ := strings.Cut(host, ".")
	return label
}
