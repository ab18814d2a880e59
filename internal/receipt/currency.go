package receipt

import (
	"strings"

	"golang.org/x/text/currency"
)

// minorDigits lists the currencies whose minor unit is not two digits, after
// ISO 4217 list one. (CLDR, which golang.org/x/text carries, counts the digits
// in daily use and differs for IQD, LBP and others.)
var minorDigits = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
	"PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// Digits is the number of decimals of a currency by ISO 4217, and whether the
// code is one of that standard's.
func Digits(code string) (int, bool) {
	if !ValidCurrency(code) {
		return 0, false
	}
	if n, ok := minorDigits[code]; ok {
		return n, true
	}
	return 2, true
}

// ValidCurrency tells whether code is an ISO 4217 code in capitals.
func ValidCurrency(code string) bool {
	if len(code) != 3 || strings.ToUpper(code) != code {
		return false
	}
	_, err := currency.ParseISO(code)
	return err == nil
}
