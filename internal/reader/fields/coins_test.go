package fields

import "testing"

// TestRoundedForCash: the total is what the receipt calls so, before or after
// the rounding.
func TestRoundedForCash(t *testing.T) {
	for _, c := range []struct{ name, foot, total, rounding string }{
		{"only what was paid is rounded", "TOTAL   RM1.38\nROUNDING   RM0.02\nCASH   RM1.40", "1.38", ""},
		{"paid more than the rounded total", "TOTAL   RM1.38\nROUNDING   RM0.02\nCASH   RM5.00\nCHANGE   RM3.60", "1.38", ""},
		{"the rounded one is a total too", "TOTAL   RM1.38\nROUNDING   RM0.02\nTOTAL ROUNDED   RM1.40\nCASH   RM1.40", "1.40", "0.02"},
		{"rounded before the total", "SUBTOTAL   RM1.38\nROUNDING   RM0.02\nTOTAL   RM1.40\nCASH   RM1.40", "1.40", "0.02"},
		{"rounded after a subtotal", "SUBTOTAL   RM1.38\nROUNDING   RM0.02\nCASH   RM1.40", "1.40", "0.02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read("KEDAI SETIA SDN BHD\n43000 Kajang, Selangor\n04/03/2024 10:15\nGST TA AMT   RM1.30\nGST 6%   RM0.08\n" + c.foot)
			if r.Total.Text != c.total || r.Rounding.Text != c.rounding {
				t.Errorf("total %q, rounding %q; want %q, %q", r.Total.Text, r.Rounding.Text, c.total, c.rounding)
			}
		})
	}
}

// TestWornWords: letters of which faint print has left another's shape.
func TestWornWords(t *testing.T) {
	r := read("Guildhall Chemist Ltd\n12 Mill Lane, Leeds\nMilk shake   2.28\nSUBIUIAL   2.28\nIUIAL (GSI INCL)   2.28\nLASH   5.00\nCHANGE DUE   2.72\n17:45   18/05/18")
	if r.Total.Text != "2.28" {
		t.Errorf("total %q (%.2f), want 2.28", r.Total.Text, r.Total.Score)
	}
	if r.Total.Score > 0.97 {
		t.Errorf("score %.2f, though the words are worn", r.Total.Score)
	}
}
