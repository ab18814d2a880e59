package desk

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// otherwise reads another total, tip and vendor than readingOf, and a line.
func otherwise(_ []byte, r *server.Reading) error {
	r.Total, r.Tip, r.Vendor = value("13.50"), value("2.00"), server.Vendor{Name: value("Another shop")}
	r.LineItems = []server.LineItem{{Description: value("Tea"), Total: value("11.50")}}
	return nil
}

// again asks for a second reading of receipts.
func (r *room) again(ids ...int64) {
	r.t.Helper()
	if n, err := r.ReadAgain(context.Background(), ids...); err != nil || n != len(ids) {
		r.t.Fatalf("%d of %d are read again, %v", n, len(ids), err)
	}
}

// secondEnds waits until the second reading of a receipt stands still.
func (r *room) secondEnds(id int64) receipt.Receipt {
	r.t.Helper()
	r.until(fmt.Sprintf("the second reading of %d has ended, or is in doubt", id), func() bool {
		return !r.get(id).Second.Open() || UnsureSecond(r.get(id))
	})
	if UnsureSecond(r.get(id)) { // cut just before it was sent: a person says so
		r.must(r.SendAgain(context.Background(), id))
		r.until("it has ended", func() bool { return !r.get(id).Second.Open() })
	}
	return r.get(id)
}

// sentOnce checks that the service has the second reading of a receipt once.
func sentOnce(t testing.TB, s *service, got receipt.Receipt) {
	t.Helper()
	n := 0
	for _, d := range s.documents() {
		if d.ExternalID == got.Second.ExternalID {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the second reading of receipt %d, %s %q, was sent %d times", got.ID, got.Second.Status, got.Second.Reason, n)
	}
}

// firstStands checks that a receipt is as it was, but for its second reading.
func firstStands(t testing.TB, before, now receipt.Receipt) {
	t.Helper()
	before.Second, now.Second = receipt.Second{}, receipt.Second{}
	if !reflect.DeepEqual(before, now) {
		t.Errorf("the receipt was\n%+v\nand is\n%+v", before, now)
	}
}

func TestASecondReadingIsComparedPartByPart(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ctx := t.Context()
	id := r.take(Options{Engine: receipt.Local}, pictures(t, 1)...)[0]
	r.settle(id)
	r.must(r.Correct(ctx, id, receipt.FieldVendor, "My shop"))
	before := r.get(id)
	release := s.reader.hold()
	s.reader.finds(otherwise)
	r.again(id)
	r.until("it is on its way", func() bool { return r.get(id).Second.Status == receipt.SecondReading })
	firstStands(t, before, r.get(id))
	if n, err := r.ReadAgain(ctx, id); err != nil || n != 0 {
		t.Errorf("it was asked for twice: %d, %v", n, err)
	}
	release()
	got := r.secondEnds(id)
	firstStands(t, before, got)
	sentOnce(t, s, got)
	if got.Second.Engine != receipt.Veryfi || got.Second.Status != receipt.SecondRead || got.Second.ExternalID == got.ExternalID || r.spent() != 1 {
		t.Fatalf("the second reading is %+v, %d documents are paid", got.Second, r.spent())
	}
	read, err := r.Readings(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	want := []Part{receipt.FieldVendor, receipt.FieldTip, receipt.FieldTotal, PartLineItems}
	if !slices.Equal(read.Differ, want) || !slices.Equal(read.All(), want[1:]) || !read.Yours[receipt.FieldVendor] {
		t.Fatalf("they differ in %q, all are %q, corrected %v", read.Differ, read.All(), read.Yours)
	}
	r.must(r.TakeSecond(ctx, id, read.All()...))
	taken := r.get(id)
	if f := taken.Fields; f.Total.String() != "13.50" || f.Tip.String() != "2.00" || f.Vendor != "My shop" || len(f.LineItems) != 1 ||
		!taken.Corrected[receipt.FieldTotal] || taken.Second.Status != receipt.SecondSettled || taken.Engine != receipt.Local {
		t.Errorf("taken is %+v", taken)
	}
	changes, err := r.History(ctx, id)
	if err != nil || !slices.ContainsFunc(changes, func(c Change) bool {
		return c.Person && strings.Contains(c.What, "Veryfi") && c.Field == "total" && c.After == "13.50" && c.Before == before.Fields.Total.String()
	}) {
		t.Errorf("the history does not tell who read the total: %+v, %v", changes, err)
	}
	if _, err := r.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if f := r.get(id).Fields; !reflect.DeepEqual(f, before.Fields) || r.get(id).Corrected[receipt.FieldTotal] {
		t.Errorf("one step back it says %+v, before %+v", f, before.Fields)
	}
	if _, err := r.Redo(ctx); err != nil || r.get(id).Fields.Total.String() != "13.50" {
		t.Errorf("again it says %s, %v", r.get(id).Fields.Total, err)
	}
	if len(r.all()) != 1 || slices.ContainsFunc(r.get(id).Reasons, saysSameSale) {
		t.Errorf("it is taken for a receipt of its own: %+v", r.all())
	}
}

// Where both read the same there is nothing to compare, and the first is not
// its own duplicate.
func TestTwoReadingsThatAreTheSame(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 3)...)
	r.settle(ids...)
	r.again(ids...)
	for _, id := range ids {
		got := r.secondEnds(id)
		if got.Second.Status != receipt.SecondSettled || got.Second.Engine != receipt.Local || got.Status != receipt.Ready {
			t.Errorf("it is %s %q, its second reading %+v", got.Status, got.Reasons, got.Second)
		}
		sentOnce(t, s, got)
	}
	if r.spent() != 3 { // what the reader on this computer reads is free
		t.Errorf("%d documents are paid", r.spent())
	}
}

func TestASecondReadingThatFails(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	id := r.take(Options{Engine: receipt.Local}, pictures(t, 1)...)[0]
	r.settle(id)
	before := r.get(id)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Status: 400, Times: 1})
	r.again(id)
	got := r.secondEnds(id)
	firstStands(t, before, got)
	if got.Second.Status != receipt.SecondFailed || got.Second.Reason == "" || r.spent() != 0 {
		t.Errorf("it is %+v, %d documents are paid", got.Second, r.spent())
	}
	if _, err := r.Readings(t.Context(), id); err == nil {
		t.Error("there is something to compare")
	}
	r.again(id)
	if now := r.secondEnds(id); now.Second.Status != receipt.SecondSettled || now.Second.ExternalID == got.Second.ExternalID {
		t.Errorf("the next one is %+v", now.Second)
	}
}

func TestASecondReadingObeysTheLimitAndTheTrash(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s)
	r.set(func(s *Settings) { s.DailyLimit = 1 })
	r.run()
	ids := r.take(Options{Engine: receipt.Local}, pictures(t, 2)...)
	r.settle(ids...)
	r.again(ids[0])
	r.secondEnds(ids[0])
	told := make(chan struct{}, 1)
	defer r.Subscribe(func(e Event) {
		if e.Notice != nil && strings.HasPrefix(e.Notice.Text, "1 receipt is waiting") {
			told <- struct{}{}
		}
	})()
	r.again(ids[1])
	r.until("the limit holds it", func() bool { return strings.Contains(r.get(ids[1]).Second.Reason, "limit of 1 documents") })
	select {
	case <-told:
	case <-time.After(patience):
		t.Fatal("the person was not told")
	}
	r.must(r.Trash(t.Context(), ids[1]))
	r.set(func(s *Settings) { s.DailyLimit = 5 })
	r.again(ids[0]) // goes before the other, were that to be sent
	r.secondEnds(ids[0])
	if got := r.get(ids[1]); got.Second.Status != receipt.SecondWaiting || r.spent() != 2 {
		t.Errorf("in the trash it is %+v, %d documents are paid", got.Second, r.spent())
	}
	r.must(r.Restore(t.Context(), ids[1]))
	sentOnce(t, s, r.secondEnds(ids[1]))
}

// The power is cut at every change of a second reading that is written, with a
// service that accepts and then cuts the line.
func TestASecondReadingIsPaidOnceThroughPowerCuts(t *testing.T) {
	t.Parallel()
	for _, first := range []receipt.Engine{receipt.Local, receipt.Veryfi} {
		t.Run(string(first), func(t *testing.T) {
			t.Parallel()
			cuts := 0
			for midway, event := true, 1; midway; event++ {
				s := startService(t)
				r := start(t, s)
				id := r.take(Options{Engine: first}, pictures(t, 1)...)[0]
				r.settle(id)
				before := r.get(id)
				s.reader.finds(otherwise)
				s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Times: 1})
				r.restart()
				if midway = cutSecond(r, id, event); midway {
					cuts++
				}
				r.build()
				r.run()
				if r.get(id).Second.Engine == "" { // cut before it was asked for
					r.again(id)
				}
				got := r.secondEnds(id)
				if first == receipt.Local {
					sentOnce(t, s, got)
				}
				firstStands(t, before, got)
				if got.Second.Status != receipt.SecondRead {
					t.Errorf("cut at %d: it is %+v", event, got.Second)
				}
				if spent := r.spent(); spent > 2 || first == receipt.Veryfi && spent != 1 {
					t.Errorf("cut at %d: %d documents are counted", event, spent)
				}
				r.stop()
			}
			t.Logf("cut at each of %d changes", cuts)
			if cuts < 3 {
				t.Errorf("only %d changes were met", cuts)
			}
		})
	}
}

// cutSecond asks for a second reading and cuts the power at an event of it; it
// tells whether that was amid the work.
func cutSecond(r *room, id int64, event int) (midway bool) {
	r.t.Helper()
	desk := r.Desk
	return cutWhen(r, event, func() bool { got := r.get(id).Second; return got.Engine != "" && !got.Open() }, func() {
		_, _ = desk.ReadAgain(context.Background(), id) // the power may be cut amid it
	})
}

// What was sent to the service only to compare is deleted there too, and what
// it read stays here.
func TestDeletingASecondReadingAtTheService(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ctx := t.Context()
	id := r.take(Options{Engine: receipt.Local}, pictures(t, 1)...)[0]
	r.settle(id)
	s.reader.finds(otherwise)
	r.again(id)
	before := r.secondEnds(id)
	sentOnce(t, s, before)
	if is, err := r.AtService(ctx, id); err != nil || !is {
		t.Fatalf("it is at the service: %v, %v", is, err)
	}
	if n, err := r.DeleteAtService(ctx, id); err != nil || n != 1 {
		t.Fatalf("%d deleted, %v", n, err)
	}
	after := r.get(id)
	left := slices.ContainsFunc(s.documents(), func(d api.Document) bool { return d.ExternalID == before.Second.ExternalID })
	if left || after.Second.DocumentID != "" || !r.has(id, "deleted the second reading at the service") {
		t.Errorf("its document is left: %v; the second reading is %+v", left, after.Second)
	}
	firstStands(t, before, after)
	if read, err := r.Readings(ctx, id); err != nil || len(read.Differ) == 0 {
		t.Errorf("what it read is %+v, %v", read, err)
	}
	if n, err := r.DeleteAtService(ctx, id); err != nil || n != 0 {
		t.Errorf("once more: %d deleted, %v", n, err)
	}
}
