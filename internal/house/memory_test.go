package house

import (
	"context"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// logoReader reads receipts of one shop whose name is a picture: what it takes
// for the name is wrong.
type logoReader struct{ fakeReader }

func (r *logoReader) Read(ctx context.Context, sources []server.Source, hints server.Hints) (server.Reading, error) {
	reading, err := r.fakeReader.Read(ctx, sources, hints)
	reading.Vendor.Name = server.Value{Text: "YOUR RECEIPT", Score: 0.6}
	reading.Vendor.VATNumber = server.Value{Text: "GB123456789", Score: 0.99}
	return reading, err
}

func TestTheSecondReceiptOfAShopIsRight(t *testing.T) {
	t.Parallel()
	home, folder := t.TempDir(), t.TempDir()
	first := open(t, Config{Home: home, Reader: &logoReader{}})
	stop := run(t, first)
	r := take(t, first, receipt.Local, picture(t, folder, 1))
	if r.Fields.Vendor != "YOUR RECEIPT" {
		t.Fatalf("the first is of %q", r.Fields.Vendor)
	}
	if err := first.Desk.Correct(t.Context(), r.ID, receipt.FieldVendor, "Blue Door"); err != nil {
		t.Fatal(err)
	}
	if second := take(t, first, receipt.Local, picture(t, folder, 2)); second.Fields.Vendor != "Blue Door" {
		t.Errorf("the second is of %q", second.Fields.Vendor)
	}
	stop()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	// It is remembered after a restart, until the person takes it back.
	again := open(t, Config{Home: home, Reader: &logoReader{}})
	run(t, again)
	third := take(t, again, receipt.Local, picture(t, folder, 3))
	if third.Fields.Vendor != "Blue Door" {
		t.Errorf("the third is of %q", third.Fields.Vendor)
	}
	for _, name := range []string{"Red Door", "Green Door"} {
		if err := again.Desk.Correct(t.Context(), third.ID, receipt.FieldVendor, name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := again.Desk.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fourth := take(t, again, receipt.Local, picture(t, folder, 4)); fourth.Fields.Vendor != "Red Door" {
		t.Errorf("after an undo the next is of %q", fourth.Fields.Vendor)
	}
}
