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

// atMost names a limit of the service.
func atMost(limit int64) string {
	return fmt.Sprintf("Veryfi takes at most %d MB", (limit+500_000)/1_000_000)
}
