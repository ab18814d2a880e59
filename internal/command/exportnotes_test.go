package command

import (
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/store"
)

// What the command line exports while the window has the history is not
// exported a second time, and is in the history as soon as somebody can write it.
func TestExportBesideTheWindowIsRemembered(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 3)
	m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	window, err := store.Open(t.Context(), m.home)
	if err != nil {
		t.Fatal(err)
	}
	first := m.export(with(xeroFlags, "1", "2")...).want(t, ExitOK, "a note of the export is left")
	second := m.export(xeroFlags...).want(t, ExitOK, "2 receipts left out", "a note")
	if strings.Count(first.out, "\r\n") != 3 || strings.Count(second.out, "\r\n") != 2 {
		t.Errorf("first it wrote\n%sthen\n%s", first.out, second.out)
	}
	m.export(with(xeroFlags, "--check")...).want(t, ExitRun, "3 receipts left out")
	m.export(xeroFlags...).want(t, ExitOK, "nothing new")
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	m.export(xeroFlags...).want(t, ExitOK, "nothing new") // the first that can write takes them up
	if o := m.run("list").want(t, ExitOK); strings.Count(o.out, "exported") != 3 {
		t.Errorf("the receipts are\n%s", o.out)
	}
	s, err := store.OpenShared(t.Context(), m.home)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all, err := s.Exports(t.Context()); err != nil || len(all) != 2 || all[1].Receipts != 2 {
		t.Errorf("noted are %+v, %v", all, err)
	}
}
