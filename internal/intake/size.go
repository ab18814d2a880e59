package intake

import "fmt"

// Size says in people's units how long a file is: "22.4 MB", "340 kB".
func Size(bytes int64) string {
	switch {
	case bytes >= 1_000_000:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	case bytes >= 10_000:
		return fmt.Sprintf("%d kB", bytes/1000)
	}
	return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
}

// more says how long something is that is more than limit bytes, and never
// that it is as long as the limit.
func more(bytes, limit int64) string {
	if Size(bytes) == Size(limit) {
		return "a little more than " + whole(limit)
	}
	return Size(bytes)
}

func whole(bytes int64) string { return fmt.Sprintf("%d MB", bytes/1_000_000) }

// TooLarge is the refusal of a file with more bytes than taker ("Veryfi")
// takes. A PDF can be split.
func TooLarge(size, limit int64, taker string, pdf bool) *Refusal {
	advice := "Save it smaller: 2000 pixels along the longer side are plenty for a receipt."
	if pdf {
		advice = "Split it into several receipts, or scan it with fewer dots per inch."
	}
	return refuse(fmt.Sprintf("the file has %s; %s takes at most %s", more(size, limit), taker, whole(limit)), advice)
}

// TooMuchTogether is the refusal of files that have more bytes together than
// taker takes at once.
func TooMuchTogether(size, limit int64, taker string) *Refusal {
	return refuse(fmt.Sprintf("its files have %s together; %s takes at most %s", more(size, limit), taker, whole(limit)),
		"Use smaller pictures, or fewer pages.")
}

// TooManyPages is the refusal of what has more pages than taker reads. A PDF
// can be split.
func TooManyPages(pages, limit int, taker string, pdf bool) *Refusal {
	advice := "Add its pages as several receipts."
	if pdf {
		advice = "Split it into several receipts."
	}
	return refuse(fmt.Sprintf("it has %d pages; %s reads at most %d pages of one document", pages, taker, limit), advice)
}

// tooMuch is the refusal of what is not even looked at.
func tooMuch(size int64) *Refusal {
	return refuse(fmt.Sprintf("the file has %s, and no receipt may have more than %s", more(size, MaxBytes), whole(MaxBytes)),
		"Save it smaller, or split it into several files.")
}
