package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Add puts a client on the list. Its history lies in folder, or for "" in a
// folder under the main history; one that is there already is taken up as it
// is, but with an account of its own. The history is made before the list is
// written: what a crash leaves in between is taken up by the next Add.
func (o *Office) Add(ctx context.Context, name, color, folder string) (added desk.Client, err error) {
	name = strings.Join(strings.Fields(name), " ")
	err = o.change(func(r roster) (roster, error) {
		if err := r.refuse("new", name, color); err != nil {
			return r, err
		}
		if folder == "" {
			folder = filepath.Join(r.home, clientsFolder, slug(name))
		}
		folder, err := filepath.Abs(folder)
		if err != nil {
			return r, fmt.Errorf("finding the folder %s: %w", folder, err)
		}
		if err := r.free(folder); err != nil {
			return r, err
		}
		id, err := r.settle(ctx, name, folder)
		if err != nil {
			return r, err
		}
		c := listed{ID: id, Name: name, Color: color, Folder: r.below(folder)}
		added = desk.Client{ID: c.ID, Name: c.Name, Color: c.Color, Folder: folder}
		r.Clients = append(r.Clients, c)
		return r, nil
	})
	return added, err
}

// free tells why a folder cannot be that of a new client.
func (r roster) free(folder string) error {
	originals := filepath.Join(r.home, "originals")
	if inside(r.home, folder) || inside(folder, originals) {
		return fmt.Errorf("%s belongs to the main history: choose another folder", folder)
	}
	for _, c := range r.Clients {
		if inside(folder, r.folder(c)) || inside(r.folder(c), folder) {
			return fmt.Errorf("%s is, or holds, or lies in the folder of %s: choose another", folder, c.Name)
		}
	}
	if store.Exists(folder) {
		return nil
	}
	empty, err := isEmpty(folder)
	if err != nil {
		return fmt.Errorf("looking into the folder %s: %w", folder, err)
	}
	if !empty {
		return fmt.Errorf("there are other files in %s: choose an empty folder, or one that holds a history of Spindle", folder)
	}
	return nil
}

// settle makes the history in folder, or takes up the one that is there, and
// marks it as a client's. It gives the client's lasting name.
func (r roster) settle(ctx context.Context, name, folder string) (id string, err error) {
	s, err := store.Open(ctx, folder)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if id, err = clientOf(ctx, s); err != nil {
		return "", err
	}
	if id == "" {
		id = slug(name) + "-" + strings.ToLower(rand.Text()[:8])
		return id, s.SetSetting(ctx, clientKey, id)
	}
	if other, ok := r.find(id); ok {
		return "", fmt.Errorf("%s holds a copy of the history of %s, which is on the list already. If it was moved there, change the folder of %s", folder, other.Name, other.Name)
	}
	return id, nil
}

// slug is a name as a folder and the keychain can have it.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	short := b.String()
	if len(short) > 40 {
		short = short[:40]
	}
	if short = strings.Trim(short, "-"); short == "" {
		return "client"
	}
	return short
}

// Change gives a client another name, another colour, or the folder where its
// history is now.
func (o *Office) Change(ctx context.Context, c desk.Client) error {
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	return o.change(func(r roster) (roster, error) {
		if err := r.refuse(c.ID, c.Name, c.Color); err != nil {
			return r, err
		}
		if c.ID == "" {
			r.Main.Name, r.Main.Color = c.Name, c.Color
			return r, nil
		}
		i := r.index(c.ID)
		if i < 0 {
			return r, errors.New("that client is not on the list any more")
		}
		l := &r.Clients[i]
		l.Name, l.Color = c.Name, c.Color
		if c.Folder == r.folder(*l) {
			return r, nil
		}
		if o.tenant(c.ID) != nil {
			return r, fmt.Errorf("the history of %s is open, so its folder stays where it is. To move it, close Spindle, move the folder, and say here where it is", c.Name)
		}
		l.Folder = r.below(c.Folder)
		moved := *l
		if !store.Exists(c.Folder) {
			return r, fmt.Errorf("there is no history of Spindle in %s", c.Folder)
		}
		return r, o.there(ctx, moved)
	})
}

// Remove takes a client off the list. Its work stops; its files, and its
// account in the keychain, stay as they are. It returns the folder they are in.
func (o *Office) Remove(id string) (folder string, err error) {
	var t *tenant
	err = o.change(func(r roster) (roster, error) {
		i := r.index(id)
		if i < 0 {
			return r, errors.New("that client is not on the list any more")
		}
		folder = r.folder(r.Clients[i])
		r.Clients = append(r.Clients[:i], r.Clients[i+1:]...)
		t = o.tenant(id)
		return r, nil
	})
	if err != nil || t == nil {
		return folder, err
	}
	return folder, o.moveOut(id, t)
}

// moveOut ends the work of a house and closes its history.
func (o *Office) moveOut(id string, t *tenant) error {
	o.busy.Lock()
	defer o.busy.Unlock()
	o.mu.Lock()
	delete(o.tenants, id)
	for i, n := range o.new {
		if n == t { // it never ran
			o.new = append(o.new[:i], o.new[i+1:]...)
			close(t.ended)
			break
		}
	}
	stop := t.stop
	o.mu.Unlock()
	if stop != nil {
		stop()
	}
	<-t.ended
	return t.house.Close()
}
