//go:build !windows && !darwin

package chooser

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// bus starts a session bus of the test's own and returns its address.
func bus(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// portal stands for the desktop's, whose dialog needs a desktop and a person:
// it answers as a person would have done.
type portal struct {
	conn    *dbus.Conn
	code    uint32
	uris    []string
	silent  bool // the person does nothing
	parent  string
	title   string
	options map[string]dbus.Variant
	asked   chan struct{}
	closed  chan struct{}
}

func (p *portal) OpenFile(sender dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	p.parent, p.title, p.options = parent, title, options
	name := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
	place := dbus.ObjectPath(portalPath + "/request/" + name + "/" + options["handle_token"].Value().(string))
	if p.silent {
		if err := p.conn.Export(p, place, requestIface); err != nil {
			return "", dbus.MakeFailedError(err)
		}
	} else if err := p.conn.Emit(place, requestIface+".Response", p.code, map[string]dbus.Variant{"uris": dbus.MakeVariant(p.uris)}); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	close(p.asked)
	return place, nil
}

func (p *portal) Close() *dbus.Error {
	close(p.closed)
	return nil
}

// desktop has a portal on a bus of its own, which the program finds.
func desktop(t *testing.T, p *portal) *portal {
	t.Helper()
	address := bus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	p.conn, p.asked, p.closed = conn, make(chan struct{}), make(chan struct{})
	if err := conn.Export(p, portalPath, "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestThePortalGivesFiles(t *testing.T) {
	p := desktop(t, &portal{uris: []string{"file:///home/anna/a+b%20%C3%BC%23.jpg", "file:///home/anna/b.pdf"}})
	got, err := Choose(t.Context(), Ask{Title: "Add receipts", Kinds: "Receipts", Endings: []string{".jpg", ".pdf"}, Parent: 0x1400007})
	if want := []string{"/home/anna/a+b ü#.jpg", "/home/anna/b.pdf"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("it gives %q, %v", got, err)
	}
	<-p.asked
	if p.title != "Add receipts" || p.parent != "x11:1400007" || p.options["multiple"].Value() != true || p.options["directory"].Value() != false {
		t.Errorf("it asks for %q over %q with %v", p.title, p.parent, p.options)
	}
	if f := p.options["filters"].String(); !strings.Contains(f, "*.[jJ][pP][gG]") {
		t.Errorf("the filters are %s", f)
	}
	if got := portalOptions(Ask{Endings: []string{".jpg"}}, "x")["filters"].Signature().String(); got != "a(sa(us))" {
		t.Errorf("filters go as %s", got)
	}
}

func TestThePersonChoosesNothing(t *testing.T) {
	p := desktop(t, &portal{code: answerCanceled})
	if got, err := Choose(t.Context(), Ask{Folder: true}); got != nil || err != nil {
		t.Errorf("it gives %q, %v", got, err)
	}
	<-p.asked
	if p.options["directory"].Value() != true || p.options["multiple"].Value() != false {
		t.Errorf("for a folder it asks with %v", p.options)
	}
}

func TestTheDialogGoesWithTheProgram(t *testing.T) {
	p := desktop(t, &portal{silent: true})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := Choose(ctx, Ask{})
		done <- err
	}()
	<-p.asked
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
	<-p.closed // the dialog is told to go
}

// Without a portal the program zenity is used: here a script that writes down
// what it is asked, since the real one waits for a person.
func TestZenityWhereThereIsNoPortal(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus(t))
	dir := t.TempDir()
	script := "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + dir + "/asked'\nprintf '/home/anna/a b.jpg\\036/home/anna/c.pdf\\n'\n"
	if err := os.WriteFile(filepath.Join(dir, "zenity"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	got, err := Choose(t.Context(), Ask{Title: "Add receipts", Kinds: "Receipts", Endings: []string{".jpg"}, Parent: 7})
	if want := []string{"/home/anna/a b.jpg", "/home/anna/c.pdf"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("it gives %q, %v", got, err)
	}
	asked, err := os.ReadFile(filepath.Join(dir, "asked"))
	if err != nil || !strings.Contains(string(asked), "--multiple") || !strings.Contains(string(asked), "--file-filter=Receipts|*.[jJ][pP][gG]") {
		t.Errorf("it is asked %q, %v", asked, err)
	}
}
