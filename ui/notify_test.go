package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// One notification for a batch, with numbers only, and none while the person
// looks at the window.
func TestABatchThatEndsIsTold(t *testing.T) {
	rows := []receipt.Receipt{
		{ID: 1, Batch: "b", Status: receipt.Reading, Updated: testNow}, {ID: 2, Batch: "b", Status: receipt.Reading, Updated: testNow},
	}
	d := newFakeDesk(rows...)
	w := openWindow(t, d, large)
	end := func() {
		rows[0].Status, rows[0].Fields.Vendor = receipt.Ready, "$(evil)"
		rows[1].Status = receipt.Review
		d.tell(desk.Event{Changed: rows})
	}
	again := func() {
		rows[0].Status, rows[1].Status = receipt.Reading, receipt.Reading
		d.tell(desk.Event{Changed: rows})
	}
	test.AssertNotificationSent(t, nil, end)
	again()
	w.notifier.away = true
	test.AssertNotificationSent(t, fyne.NewNotification("Spindle", "2 receipts read, 1 needs you."), end)
}
