package desk

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// What was damaged since it was kept does not travel, and retrying mends it.
func TestADamagedCopyIsNotSentAndMended(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Status: 401, Times: 1})
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.until("it is safe and waits", func() bool { return len(r.get(id).Reasons) > 0 && r.gate.why(receipt.Veryfi) != nil })
	o := r.get(id).Originals[0]
	if o.CRC32 == 0 {
		t.Error("its sum is not known")
	}
	damaged := []byte(strings.Repeat("x", int(o.Size)))
	if err := os.WriteFile(r.store.OriginalPath(o.SHA256), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	r.reopen()
	if got := r.reaches(id, receipt.Failed); !strings.Contains(got.Reason(), "changed") {
		t.Errorf("the reason is %q", got.Reason())
	}
	r.useVeryfi()
	if err := r.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	r.settle(id)
	exactlyOnce(t, s, r, []int64{id})
}

// BenchmarkSubmit sends a zip of 16 MB of which the sum is known, as it is of
// what is kept now, and of which it is not.
func BenchmarkSubmit(b *testing.B) {
	drain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, `{"id":1}`)
	}))
	defer drain.Close()
	r := open(b, startService(b))
	kept, err := r.store.Keep(b.Context(), strings.NewReader(strings.Repeat("0123456789abcdef", 1<<20)))
	if err != nil {
		b.Fatal(err)
	}
	client, err := api.New(drain.URL, account)
	if err != nil {
		b.Fatal(err)
	}
	for name, sum := range map[string]uint32{"known": kept.CRC32, "unknown": 0} {
		b.Run(name, func(b *testing.B) {
			one := receipt.Receipt{Originals: []receipt.Original{{Path: "a.jpg", Kind: "jpeg", SHA256: kept.SHA256, Size: kept.Size, CRC32: sum}}}
			b.SetBytes(kept.Size)
			for b.Loop() {
				if _, err := client.Submit(b.Context(), r.submission(one, Options{})); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
