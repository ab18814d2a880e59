package fields

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// likeDigits are the digits that each is taken for when ink is thin or thick.
var likeDigits = map[byte]string{'0': "689", '1': "74", '2': "7", '3': "859", '4': "91", '5': "639", '6': "508", '7': "12", '8': "0369", '9': "0453"}

// unsureDigits is the score of characters below which one of them may be another.
const unsureDigits = 0.985

// repaired are the values that a figure may have if one of its digits was
// taken for another that looks like it.
func repaired(value decimal.Decimal) []decimal.Decimal {
	text := value.String()
	var out []decimal.Decimal
	for i := range len(text) {
		for _, c := range []byte(likeDigits[text[i]]) {
			if c == '0' && i == 0 && len(text) > 1 && text[1] != '.' {
				continue
			}
			out = append(out, number(text[:i]+string(c)+text[i+1:]))
		}
	}
	return out
}

// addRepaired adds the readings of hardly read totals that the other figures
// prove, where the printed reading is proved by none.
func (d *document) addRepaired(byKey map[string]*candidate, list []*candidate, proved func(key string) bool) []*candidate {
	for _, a := range d.amounts {
		if a.role != "total" || a.weight < 4 || a.ordinal > 0 || a.score >= unsureDigits || proved(a.key) {
			continue
		}
		var fits []decimal.Decimal
		for _, v := range repaired(a.value.Abs()) {
			if key := v.String(); byKey[key] == nil && proved(key) {
				fits = append(fits, v)
			}
		}
		if len(fits) != 1 {
			continue
		}
		v := fits[0]
		if a.value.Sign() < 0 {
			v = v.Neg()
		}
		c := &candidate{value: v, shown: a, label: labelWorth(a) - 0.5, labels: 1, repeats: 1, repaired: true}
		byKey[fits[0].String()] = c
		list = append(list, c)
	}
	return list
}

// instead says in words that another value was taken than the one that was read.
func (d *document) instead(c *candidate) string {
	return fmt.Sprintf("it reads as %s, and the other figures come to %s", d.figure(c, c.shown.value), d.figure(c, c.value))
}

// figure is a value as it is printed, for people.
func (d *document) figure(c *candidate, v decimal.Decimal) string {
	return d.valueOf(c.shown, v.Abs(), 0).Text
}
