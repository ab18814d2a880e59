package house

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// openOffice opens an office that ends with the test.
func openOffice(t *testing.T, c Config) *Office {
	t.Helper()
	if c.Home == "" {
		c.Home = t.TempDir()
	}
	if c.Reader == nil {
		c.Reader = &fakeReader{}
	}
	c.Intake = intake.New("")
	o, err := OpenOffice(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close(); c.Intake.Close() })
	return o
}

// runOffice runs it until stop is called, or the test ends.
func runOffice(t *testing.T, o *Office) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() { defer close(ended); o.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	return stop
}

func addClient(t *testing.T, o *Office, name string) (desk.Client, *House) {
	t.Helper()
	c, err := o.Add(t.Context(), name, "teal", "")
	if err != nil {
		t.Fatal(err)
	}
	h, err := o.Open(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c, h
}

// countingReader counts who reads at the same time.
type countingReader struct {
	fakeReader
	reads atomic.Int32
}

func (r *countingReader) Read(ctx context.Context, sources []server.Source, hints server.Hints) (server.Reading, error) {
	r.reads.Add(1)
	return r.fakeReader.Read(ctx, sources, hints)
}

func TestClientsAreHistoriesOfTheirOwn(t *testing.T) {
	t.Parallel()
	home, reader := t.TempDir(), &countingReader{}
	o := openOffice(t, Config{Home: home, Reader: reader})
	stop := runOffice(t, o)
	if all := o.Clients(t.Context()); len(all) != 1 || all[0].ID != "" || !all[0].Running {
		t.Fatalf("before there is a client there are %+v", all)
	}
	if _, err := os.Stat(filepath.Join(home, "clients.json")); err == nil {
		t.Error("there is a list of clients without one")
	}
	smith, hers := addClient(t, o, "  Smith   Ltd ")
	jones, his := addClient(t, o, "Jones")
	if smith.Name != "Smith Ltd" || smith.Folder != filepath.Join(home, "clients", "smith-ltd") || !strings.HasPrefix(smith.ID, "smith-ltd-") {
		t.Errorf("she is %+v", smith)
	}
	folder := t.TempDir()
	take(t, hers, receipt.Local, picture(t, folder, 1)) // each goes on, whoever is shown
	take(t, his, receipt.Local, picture(t, folder, 2))
	take(t, o.Main(), receipt.Local, picture(t, folder, 3))
	if n := reader.reads.Load(); n != 3 {
		t.Errorf("the one reader read %d", n)
	}
	for _, h := range []*House{hers, his, o.Main()} {
		if all, err := h.Desk.Receipts(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("%s has %d receipts, %v", h.Store.Home(), len(all), err)
		}
	}
	// Rules and the choices for an export are of one history.
	if err := hers.Desk.SaveRule(t.Context(), desk.Rule{Vendor: "Shell", Category: "Fuel"}); err != nil {
		t.Fatal(err)
	}
	if err := hers.Desk.SaveExportChoices(t.Context(), "csv", desk.ExportChoices{Values: map[string]string{"date-order": "DD/MM/YYYY"}}); err != nil {
		t.Fatal(err)
	}
	if err := o.Show(jones.ID); err != nil {
		t.Fatal(err)
	}
	if rules, err := his.Desk.Rules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("his rules are %v, %v", rules, err)
	}
	if c, err := his.Desk.ExportChoices(t.Context(), "csv"); err != nil || len(c.Values) != 0 {
		t.Errorf("his choices are %v, %v", c, err)
	}
	stop()
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}

	// A command finds the client's history under its folder.
	s, err := store.OpenShared(t.Context(), smith.Folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all, err := s.Receipts(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("by the folder there are %d, %v", len(all), err)
	}

	// The next start has the same list, also where all of it was moved.
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(home, moved); err != nil {
		t.Fatal(err)
	}
	again := openOffice(t, Config{Home: moved})
	all := again.Clients(t.Context())
	if len(all) != 3 || all[1].Name != "Smith Ltd" || all[1].Trouble != "" || all[1].Running || all[1].Folder != filepath.Join(moved, "clients", "smith-ltd") {
		t.Errorf("after the move there are %+v", all)
	}
	if again.Shown() != jones.ID {
		t.Errorf("shown last was %q", again.Shown())
	}
}

func TestTheAccountOfOneClientIsNeverUsedForAnother(t *testing.T) {
	s := startService(t, &fakeReader{})
	o := openOffice(t, Config{URL: s.url})
	smith, hers := addClient(t, o, "Smith")
	_, his := addClient(t, o, "Jones")
	if err := o.Main().Desk.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	for _, h := range []*House{hers, his} {
		if err := h.Reachable(t.Context(), receipt.Veryfi); !errors.Is(err, desk.ErrNoCredentials) {
			t.Errorf("without an account of its own: %v", err)
		}
	}
	other := account
	other.ClientID, other.Username = "smith-id", "smith"
	if err := hers.Desk.SaveCredentials(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	// Not the environment's either: it is of nobody in particular.
	for name, value := range map[string]string{"VERYFI_CLIENT_ID": "e", "VERYFI_CLIENT_SECRET": "e", "VERYFI_USERNAME": "e", "VERYFI_API_KEY": "e"} {
		t.Setenv(name, value)
	}
	if err := his.Reachable(t.Context(), receipt.Veryfi); !errors.Is(err, desk.ErrNoCredentials) {
		t.Errorf("his with the environment's: %v", err)
	}
	for h, want := range map[*House]string{o.Main(): account.ClientID, hers: other.ClientID} {
		if c, err := h.cloud.connect(t.Context()); err != nil || c.Credentials.ClientID != want {
			t.Errorf("%s is connected as %q, %v", h.Store.Home(), c.Credentials.ClientID, err)
		}
	}
	// The command line finds the same by the folder, whatever its name.
	k, err := AccountIn(t.Context(), smith.Folder, s.url)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := k.Load(t.Context()); err != nil || c.ClientID != other.ClientID {
		t.Errorf("by the folder it is %q, %v", c.ClientID, err)
	}
	if err := hers.Desk.RemoveCredentials(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := keychain.New(s.url).Load(t.Context()); err != nil || c != account {
		t.Errorf("with hers the main one went: %v", err)
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	t.Parallel()
	home, disk := t.TempDir(), filepath.Join(t.TempDir(), "disk")
	o := openOffice(t, Config{Home: home})
	smith, err := o.Add(t.Context(), "Smith", "red", filepath.Join(disk, "smith"))
	if err != nil {
		t.Fatal(err)
	}
	jones, err := o.Add(t.Context(), "Jones", "red", "")
	if err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(filepath.Dir(disk), "elsewhere")
	if err := os.Rename(disk, gone); err != nil {
		t.Fatal(err)
	}
	all := o.Clients(t.Context())
	if !strings.Contains(all[1].Trouble, "is not there") || all[2].Trouble != "" || all[0].Trouble != "" {
		t.Errorf("they say %+v", all)
	}
	if _, err := o.Open(t.Context(), smith.ID); err == nil || !strings.Contains(err.Error(), "connect its disk") {
		t.Errorf("opening it: %v", err)
	}
	if _, err := os.Stat(disk); err == nil {
		t.Error("something was made in its place")
	}
	if _, err := o.Open(t.Context(), jones.ID); err != nil {
		t.Errorf("the other one: %v", err)
	}
	// The disk has come under another name; somebody else's history is not it.
	smith.Folder = jones.Folder
	if err := o.Change(t.Context(), smith); err == nil {
		t.Error("it took the history of another client")
	}
	smith.Folder = filepath.Join(gone, "smith")
	if err := o.Change(t.Context(), smith); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Open(t.Context(), smith.ID); err != nil {
		t.Errorf("opening it in its new place: %v", err)
	}
}

func TestACrashBetweenTheHistoryAndTheList(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	o := openOffice(t, Config{Home: home})
	if _, err := o.Add(t.Context(), "Jones", "grey", ""); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(home, "clients.json"))
	if err != nil {
		t.Fatal(err)
	}
	smith, err := o.Add(t.Context(), "Smith", "grey", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	// As if the program had ended before the list took its name.
	if err := os.WriteFile(filepath.Join(home, "clients.json"), before, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "clients.json.123"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := openOffice(t, Config{Home: home})
	if all := again.Clients(t.Context()); len(all) != 2 || all[1].Name != "Jones" {
		t.Fatalf("there are %+v", all)
	}
	added, err := again.Add(t.Context(), "Smith", "grey", "")
	if err != nil || added.ID != smith.ID {
		t.Errorf("adding her again gives %+v, %v; want %s", added, err, smith.ID)
	}
}

func TestAListThatIsDamaged(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	path := filepath.Join(home, "clients.json")
	if err := os.WriteFile(path, []byte(`{"Clients": [`), 0o600); err != nil {
		t.Fatal(err)
	}
	o := openOffice(t, Config{Home: home})
	if all := o.Clients(t.Context()); len(all) != 1 || o.Damaged() == nil {
		t.Errorf("there are %+v, %v", all, o.Damaged())
	}
	if _, err := o.Add(t.Context(), "Smith", "grey", ""); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("adding to it: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != `{"Clients": [` {
		t.Errorf("it now says %q, %v", text, err)
	}
}

func TestWhatCannotBeAClient(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	o := openOffice(t, Config{Home: home})
	smith, err := o.Add(t.Context(), "Smith", "grey", "")
	if err != nil {
		t.Fatal(err)
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "letter.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(smith.Folder)); err != nil {
		t.Fatal(err)
	}
	for name, add := range map[string][3]string{
		"no name":                 {" ", "grey", ""},
		"a name that is taken":    {"SMITH", "grey", ""},
		"the main one's name":     {"main books", "grey", ""},
		"no colour":               {"Jones", "gold", ""},
		"the main folder":         {"Jones", "grey", home},
		"a folder above":          {"Jones", "grey", filepath.Dir(home)},
		"the originals":           {"Jones", "grey", filepath.Join(home, "originals", "ab")},
		"her folder":              {"Jones", "grey", smith.Folder},
		"a folder in hers":        {"Jones", "grey", filepath.Join(smith.Folder, "x")},
		"a folder of other files": {"Jones", "grey", full},
		"a copy of her history":   {"Jones", "grey", copied},
	} {
		if c, err := o.Add(t.Context(), add[0], add[1], add[2]); err == nil {
			t.Errorf("%s: it is %+v", name, c)
		}
	}
	if all := o.Clients(t.Context()); len(all) != 2 {
		t.Errorf("there are %+v", all)
	}
}

func TestRemovingAClientKeepsItsFiles(t *testing.T) {
	t.Parallel()
	o := openOffice(t, Config{})
	runOffice(t, o)
	smith, hers := addClient(t, o, "Smith")
	take(t, hers, receipt.Local, picture(t, t.TempDir(), 1))
	folder, err := o.Remove(smith.ID)
	if err != nil || folder != smith.Folder || !store.Exists(folder) {
		t.Fatalf("removed from %s, %v", folder, err)
	}
	if _, err := o.Open(t.Context(), smith.ID); err == nil {
		t.Error("it can still be opened")
	}
	again, err := o.Add(t.Context(), "Smith & Daughter", "blue", folder)
	if err != nil || again.ID != smith.ID {
		t.Fatalf("added again it is %+v, %v", again, err)
	}
	h, err := o.Open(t.Context(), again.ID)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := h.Desk.Receipts(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("it has %d receipts, %v", len(all), err)
	}
	again.Name, again.Color = "Smith & Daughters", "pink"
	if err := o.Change(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, c := range o.Clients(t.Context()) {
		names = append(names, c.Name)
	}
	if !slices.Equal(names, []string{"Main books", "Smith & Daughters"}) {
		t.Errorf("they are called %q", names)
	}
}
