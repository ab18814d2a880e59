package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/store"
)

// rosterName is the file beside the main history with the list of clients.
const rosterName = "clients.json"

// mainName is what the main history is called until it is given a name.
const mainName = "Main books"

// clientsFolder is where clients' histories lie that were given no other place.
const clientsFolder = "clients"

// roster is the list of clients.
type roster struct {
	home    string // of the main history
	Main    listed
	Clients []listed
	Shown   string // the client that the window showed last, by its id
}

// listed is a client as the file has it.
type listed struct {
	ID     string `json:",omitempty"`
	Name   string
	Color  string
	Folder string `json:",omitempty"` // with slashes, seen from the main history where it lies below
}

// readRoster reads the list of clients of the main history in home; without a
// file there is none but the main one.
func readRoster(home string) (roster, error) {
	r := roster{home: home, Main: listed{Name: mainName, Color: desk.ClientColors[0]}}
	path := filepath.Join(home, rosterName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("reading the list of clients: %w", err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return roster{home: home, Main: r.Main}, fmt.Errorf("the list of clients, %s, is damaged (%w). Their histories are as they were: move that file away, and add the clients again with their folders", path, err)
	}
	for _, c := range r.Clients {
		if c.ID == "" || c.Folder == "" {
			return r, fmt.Errorf("the list of clients, %s, is damaged: a client has no id or no folder. Mend it, or move it away and add the clients again with their folders", path)
		}
	}
	return r, nil
}

// write keeps the list, all of it or as it was.
func (r roster) write() (err error) {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the list of clients: %w", err)
	}
	f, err := os.CreateTemp(r.home, rosterName+".*")
	if err != nil {
		return fmt.Errorf("writing the list of clients: %w", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
			err = fmt.Errorf("writing the list of clients; it is as it was: %w", err)
		}
	}()
	if _, err := f.Write(append(text, '\n')); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(r.home, rosterName)); err != nil {
		return err
	}
	return store.SyncFolder(r.home)
}

func (r roster) index(id string) int {
	return slices.IndexFunc(r.Clients, func(c listed) bool { return c.ID == id })
}

// find is the client with that id, "" for the main one.
func (r roster) find(id string) (listed, bool) {
	if id == "" {
		return r.Main, true
	}
	i := r.index(id)
	if i < 0 {
		return listed{}, false
	}
	return r.Clients[i], true
}

// folder is where the history of a client lies.
func (r roster) folder(c listed) string {
	if c.ID == "" {
		return r.home
	}
	path := filepath.FromSlash(c.Folder)
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.home, path)
	}
	return path
}

// below is a folder as the file has it: seen from the main history where it
// lies below, so that both can be moved together.
func (r roster) below(folder string) string {
	if inside, err := filepath.Rel(r.home, folder); err == nil && filepath.IsLocal(inside) {
		return filepath.ToSlash(inside)
	}
	return filepath.ToSlash(folder)
}

// refuse tells why a client cannot have a name or a colour.
func (r roster) refuse(id, name, color string) error {
	if name == "" {
		return errors.New("a client needs a name")
	}
	if len(name) > 80 {
		return errors.New("that name is too long for a client: 80 letters at most")
	}
	if !slices.Contains(desk.ClientColors, color) {
		return fmt.Errorf("there is no colour %q", color)
	}
	for _, c := range append([]listed{r.Main}, r.Clients...) {
		if c.ID != id && strings.EqualFold(c.Name, name) {
			return fmt.Errorf("there is a client %s already: give this one another name", c.Name)
		}
	}
	return nil
}
