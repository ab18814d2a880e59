package receipt

// vouched doubts the figures that stand alone: a total that no sum, no score
// and no person confirms, and a tax that is in no sum and was read without
// certainty.
func (p *Proof) vouched(f Fields, evidence map[Field]Evidence, corrected map[Field]bool, proved []term, itemised bool) {
	alone := f.Total.Known() && !f.Subtotal.Known() && !itemised
	if alone && !corrected[FieldTotal] && evidence[FieldTotal].Score == nil {
		p.doubt(FieldTotal, "Nothing on the receipt confirms the total: please compare it with the picture")
	}
	if f.Tax.Sign() == 0 || corrected[FieldTax] || contains(proved, FieldTax) {
		return
	}
	if e := evidence[FieldTax]; e.Score != nil && *e.Score < SureScore {
		p.uncertain(FieldTax, e)
	}
}

func contains(terms []term, field Field) bool {
	for _, t := range terms {
		if t.field == field {
			return true
		}
	}
	return false
}

// likely doubts amounts that may add up and are hardly what the receipt says:
// a point that parts thousands ("1.234 EUR"), the balance due after the payment
// in the total's place, and a tax that goes the other way than the total.
func (p *Proof) likely(f Fields, corrected map[Field]bool) {
	for _, name := range []Field{FieldTotal, FieldSubtotal, FieldTax, FieldTip} {
		if a := f.Amount(name); a.finerThan(f.Currency) {
			p.doubt(name, "The %s %s has more decimals than %s: its point may part thousands", name.Words(), a, f.Currency)
		}
	}
	if f.Total.Known() && f.Total.Sign() == 0 && !corrected[FieldTotal] && (f.Subtotal.Sign() == 0 || !p.Holds) {
		p.doubt(FieldTotal, "The total is zero: please compare it with the picture")
	}
	if f.Tax.Sign()*f.Total.Sign() < 0 {
		p.doubt(FieldTax, "The tax has another sign than the total")
	}
}
