package fields

// nameByPlace names figures by where they stand: what is taken off between the
// subtotal and the total, and money that goes back where nothing else is a total.
func (d *document) nameByPlace(byRow [][]*amount) {
	total := false
	for _, a := range d.amounts {
		total = total || a.role == "total" && a.weight >= 4
	}
	below := -1 // the last subtotal's row
	for i, amounts := range byRow {
		for _, a := range amounts {
			switch {
			case a.role == "subtotal" && !a.table:
				below = i
			case a.role == "total":
				below = -1
			case a.role == "" && a.value.Sign() < 0 && below >= 0 && i-below <= 4 && len(amounts) == 1 && letterCount(d.rows[i].text) >= 3:
				a.role, a.weight = "discount", 4
			case a.role == "change" && a.value.Sign() < 0 && !total:
				a.role, a.weight, a.refund = "total", 7, true
			}
		}
	}
}
