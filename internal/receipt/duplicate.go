package receipt

import "strings"

// SaleKey is equal for receipts that look like the same sale: the same vendor
// but for case and punctuation, the same day, currency and total. It is ""
// where too little is known to say.
func SaleKey(f Fields) string {
	vendor := VendorKey(f.Vendor)
	if vendor == "" || !f.Date.Known() || !f.Total.Known() || f.Total.Sign() == 0 {
		return ""
	}
	return strings.Join([]string{vendor, f.Date.String(), f.Currency, f.Total.value.String()}, "|")
}

// VendorKey is equal for names of a vendor that differ in case, spaces and
// punctuation alone; "" for a name without letters and digits.
func VendorKey(vendor string) string {
	return strings.Map(func(r rune) rune {
		if (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9') || r > 127 {
			return r
		}
		return -1
	}, strings.ToUpper(vendor))
}
