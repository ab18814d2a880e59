package desk

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// has tells whether the history of a receipt has an entry that says what.
func (r *room) has(id int64, what string) bool {
	r.t.Helper()
	changes, err := r.History(r.t.Context(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.ContainsFunc(changes, func(c Change) bool { return c.What == what })
}

// atService is the document of a receipt as the service has it.
func (r *room) atService(id int64) api.Document {
	r.t.Helper()
	document, err := r.service.client.Document(r.t.Context(), api.ID(r.get(id).DocumentID))
	if err != nil {
		r.t.Fatal(err)
	}
	return document
}

const toldIt = "told to the service"

func TestCorrectionsAreToldToTheService(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(wrongTax)
	r := open(t, s)
	r.set(func(s *Settings) { s.PushCorrections = true })
	r.run()
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	before := r.atService(id)
	for field, text := range map[receipt.Field]string{
		receipt.FieldTax: "1.000", receipt.FieldVendor: "Müller & Söhne", receipt.FieldDate: "2026-03-15",
		receipt.FieldTip: "0.10", receipt.FieldPaymentType: "cash",
	} {
		if err := r.Correct(t.Context(), id, field, text); err != nil {
			t.Fatal(err)
		}
	}
	r.until("the service has all", func() bool {
		d := r.atService(id)
		return d.Tax.Text == "1.000" && d.Vendor.Name.Text == "Müller & Söhne" && strings.HasPrefix(d.Date.Text, "2026-03-15") && d.Tip.Text == "0.10"
	})
	after := r.atService(id)
	if after.Total.Text != before.Total.Text || after.Subtotal.Text != before.Subtotal.Text || after.Currency.Text != before.Currency.Text {
		t.Error("what nobody corrected has changed at the service")
	}
	r.until("it is kept here", func() bool {
		raw, err := r.store.Document(t.Context(), id)
		if err != nil {
			return false
		}
		d, err := api.ParseDocument(raw)
		return err == nil && d.Tax.Text == "1.000" && d.Vendor.Name.Text == "Müller & Söhne" && d.Total.Score != nil
	})
	if got := r.get(id); got.Fields.Tax.String() != "1.000" || got.Fields.PaymentType != "cash" || !r.has(id, toldIt) {
		t.Errorf("the row is %+v", got.Fields)
	}
	for { // what is taken back is told too
		what, err := r.Undo(t.Context())
		if err != nil || what == "" {
			t.Fatalf("undone %q, %v", what, err)
		}
		if strings.Contains(what, "tax") {
			break
		}
	}
	r.until("the tax is as it was read", func() bool { return r.atService(id).Tax.Text == "9.00" })
}

func TestARefusedCorrectionIsNotedAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "PUT", Status: 400, Text: "no changes today"})
	r := open(t, s)
	r.set(func(s *Settings) { s.PushCorrections = true })
	r.run()
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	if err := r.Correct(t.Context(), id, receipt.FieldVendor, "Another"); err != nil {
		t.Fatal(err)
	}
	row := r.get(id)
	r.until("it is noted", func() bool { return r.has(id, "the service did not take the correction") })
	if got := r.get(id); got.Fields.Vendor != "Another" || got.Status != row.Status || !got.Updated.Equal(row.Updated) {
		t.Errorf("the row is %s, vendor %q", got.Status, got.Fields.Vendor)
	}
	changes, err := r.History(t.Context(), id)
	if last := changes[len(changes)-1]; err != nil || last.Person || !strings.Contains(last.After, "no changes today") {
		t.Errorf("the note is %+v, %v", last, err)
	}
	ids, err := r.store.Untold(t.Context())
	if err != nil || len(ids) != 0 {
		t.Errorf("still to be told: %v, %v", ids, err)
	}
}

// TestCorrectionsAreToldAfterARestart, and only those that somebody asked for.
func TestCorrectionsAreToldAfterARestart(t *testing.T) {
	t.Parallel()
	s := startService(t)
	remove := s.faults.Add(server.Fault{Method: "PUT", Status: 503})
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 2)...)
	here := r.take(Options{Engine: receipt.Local, Again: true}, pictures(t, 1)...)[0]
	all := append(slices.Clone(ids), here)
	r.settle(all...)
	for _, id := range all {
		if err := r.Correct(t.Context(), id, receipt.FieldInvoiceNumber, "0042"); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := r.PushCorrections(t.Context(), ids[0], here); err != nil || n != 1 {
		t.Errorf("%d are to be told, %v", n, err)
	}
	r.restart()
	remove()
	r.until("the one is told", func() bool { return r.atService(ids[0]).InvoiceNumber.Text == "0042" })
	r.until("it is written down", func() bool { return r.has(ids[0], toldIt) })
	if got := r.atService(ids[1]).InvoiceNumber.Text; got == "0042" || r.has(here, toldIt) {
		t.Errorf("the others were told too: %q", got)
	}
	if n, err := r.PushCorrections(t.Context(), ids[0]); err != nil || n != 0 {
		t.Errorf("%d are to be told again, %v", n, err)
	}
}

func TestDeletingAtTheService(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 3)...)
	r.settle(ids...)
	if err := s.client.DeleteDocument(t.Context(), api.ID(r.get(ids[1]).DocumentID)); err != nil {
		t.Fatal(err) // by somebody else
	}
	release := s.reader.hold()
	open := r.take(Options{}, write(t, t.TempDir(), "open.jpg", picture(t, "still open")))[0]
	r.reaches(open, receipt.Reading)
	n, err := r.DeleteAtService(t.Context(), ids[0], ids[1], open)
	if n != 2 || err == nil || !strings.Contains(err.Error(), "still being read") {
		t.Errorf("%d deleted, %v", n, err)
	}
	release()
	r.settle(open)
	if len(s.documents()) != 2 {
		t.Errorf("%d documents are left", len(s.documents()))
	}
	got := r.get(ids[0])
	kept, err := r.store.Has(t.Context(), got.Originals[0].SHA256, got.Originals[0].Size)
	if err != nil || got.Status != receipt.Ready || got.DocumentID == "" || !kept || !r.has(ids[0], "deleted at the service") {
		t.Errorf("the row is %s %q", got.Status, got.Reasons)
	}
	for id, want := range map[int64]bool{ids[0]: false, ids[1]: false, ids[2]: true, open: true} {
		if is, err := r.AtService(t.Context(), id); err != nil || is != want {
			t.Errorf("receipt %d is at the service: %v, %v", id, is, err)
		}
	}
	if n, err := r.DeleteAtService(t.Context(), ids...); err != nil || n != 1 {
		t.Errorf("once more: %d deleted, %v", n, err)
	}
	if n, err := r.PushCorrections(t.Context(), ids...); err != nil || n != 0 {
		t.Errorf("%d are told of deleted documents, %v", n, err)
	}
	s.faults.Add(server.Fault{Status: 401})
	if _, err := r.DeleteAtService(t.Context(), open); !errors.Is(err, api.ErrAuth) {
		t.Errorf("with refused credentials: %v", err)
	}
}
