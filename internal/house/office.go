package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Office is the houses of one program: that of the main history, and those of
// the clients, each over a history of its own. They share the reader on this
// computer and nothing else.
type Office struct {
	config Config
	main   *House

	busy sync.Mutex // one change, one opening, one look at a time: they take a while

	mu      sync.Mutex // of what follows; whoever changes it has busy too, but for Run
	roster  roster
	damaged error // why the list of clients cannot be changed
	tenants map[string]*tenant

	move chan struct{} // there are houses to run; holds one
	new  []*tenant
	over bool // Run has ended, or Close was called
}

// tenant is a house that is open.
type tenant struct {
	house *House
	stop  context.CancelFunc // nil until it runs
	ended chan struct{}      // closed once it does not run any more
}

// OpenOffice opens the main history as Open does, and reads the list of its
// clients. It starts nothing; Run does. The caller closes the office.
func OpenOffice(ctx context.Context, c Config) (*Office, error) {
	main, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	o := &Office{config: c, main: main, tenants: make(map[string]*tenant), move: make(chan struct{}, 1)}
	o.roster, o.damaged = readRoster(main.Store.Home())
	if o.damaged != nil {
		o.roster.Clients = nil
	}
	o.moveIn("", main)
	return o, nil
}

// moveIn has Run run a house.
func (o *Office) moveIn(id string, h *House) {
	o.mu.Lock()
	defer o.mu.Unlock()
	t := &tenant{house: h, ended: make(chan struct{})}
	o.tenants[id] = t
	o.new = append(o.new, t)
	select {
	case o.move <- struct{}{}:
	default:
	}
}

// Main is the house of the main history.
func (o *Office) Main() *House { return o.main }

// Run runs the houses that are open, and those that are opened meanwhile, until
// ctx ends. A house that cannot go on says so to whoever listens to its desk;
// the others go on. It returns when all that it started has ended.
func (o *Office) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	for {
		for t, of := o.next(ctx); t != nil; t, of = o.next(ctx) {
			all.Go(func() {
				defer close(t.ended)
				if err := t.house.Run(of); err != nil {
					t.house.Desk.Tell(fmt.Sprintf("Spindle cannot go on: %v. Close it, mend this, and open it again; nothing that was accepted is lost", err))
				}
			})
		}
		select {
		case <-ctx.Done():
			return
		case <-o.move:
		}
	}
}

// next is a house that is to be run, and for how long; nil for none.
func (o *Office) next(ctx context.Context) (*tenant, context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if ctx.Err() != nil {
		o.over = true
	}
	if len(o.new) == 0 || o.over {
		return nil, nil
	}
	t := o.new[0]
	o.new = o.new[1:]
	ctx, t.stop = context.WithCancel(ctx)
	return t, ctx
}

// Close closes all histories, after Run.
func (o *Office) Close() error {
	o.busy.Lock()
	defer o.busy.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.over = true
	var errs []error
	for _, t := range o.tenants {
		if t.stop != nil {
			t.stop()
		}
		errs = append(errs, t.house.Close())
	}
	clear(o.tenants)
	return errors.Join(errs...)
}

// List is the main history and the clients, in the order of the list, at once:
// without what there is to do in each.
func (o *Office) List() []desk.Client {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := make([]desk.Client, 0, 1+len(o.roster.Clients))
	for _, c := range append([]listed{o.roster.Main}, o.roster.Clients...) {
		all = append(all, o.client(c))
	}
	return all
}

// Clients are the main history and the clients, in the order of the list, with
// what there is to do in each. A client that cannot be looked at says why.
func (o *Office) Clients(ctx context.Context) []desk.Client {
	o.busy.Lock()
	defer o.busy.Unlock()
	all := make([]desk.Client, 0, 1+len(o.roster.Clients))
	for _, c := range append([]listed{o.roster.Main}, o.roster.Clients...) {
		o.mu.Lock()
		d := o.client(c)
		o.mu.Unlock()
		if err := o.there(ctx, c); err != nil {
			d.Trouble = err.Error()
		} else if err := o.look(ctx, c, func(s *store.Store) (err error) {
			d.Review, d.Open, err = s.ToDo(ctx)
			return err
		}); err != nil { // of an older Spindle, for one: it can be opened all the same
			o.main.log.Debug("counting what there is to do for a client", "error", err)
		}
		all = append(all, d)
	}
	return all
}

// Damaged tells why the list of clients cannot be used; nil when it can.
func (o *Office) Damaged() error { return o.damaged }

// Shown is the client that was shown last, "" for the main history; one that is
// not on the list any more is not it.
func (o *Office) Shown() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.roster.index(o.roster.Shown) < 0 {
		return ""
	}
	return o.roster.Shown
}

func (o *Office) client(c listed) desk.Client {
	return desk.Client{ID: c.ID, Name: c.Name, Color: c.Color, Folder: o.roster.folder(c), Running: o.tenants[c.ID] != nil}
}

// tenant is the house of a client that is open, or nil.
func (o *Office) tenant(id string) *tenant {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tenants[id]
}

// look lets f see the history of a client that is there, be it open or not, and
// change nothing of it. It is called under busy.
func (o *Office) look(ctx context.Context, c listed, f func(*store.Store) error) error {
	if t := o.tenant(c.ID); t != nil {
		return f(t.house.Store)
	}
	s, err := store.OpenShared(ctx, o.roster.folder(c))
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}

// there tells why the history of a client is not in its folder. Nothing is made
// in its place: an empty history would look as if all was lost.
func (o *Office) there(ctx context.Context, c listed) error {
	if o.tenant(c.ID) != nil {
		return nil
	}
	folder := o.roster.folder(c)
	if !store.Exists(folder) {
		return fmt.Errorf("the folder of %s, %s, is not there: connect its disk, or say under “Clients” where it is now", c.Name, folder)
	}
	id, err := peekClient(ctx, folder)
	if err == nil && id != c.ID {
		err = fmt.Errorf("the folder of %s, %s, holds the history of somebody else: say under “Clients” where that of %s is", c.Name, folder, c.Name)
	}
	return err
}

// Open gives the desk and the folder of a client, and opens its history where
// it is not open yet. The main history, "", always is.
func (o *Office) Open(ctx context.Context, id string) (*House, error) {
	o.busy.Lock()
	defer o.busy.Unlock()
	if t := o.tenant(id); t != nil {
		return t.house, nil
	}
	c, ok := o.roster.find(id)
	switch {
	case !ok:
		return nil, errors.New("that client is not on the list any more")
	case o.ended():
		return nil, errors.New("the program is ending")
	}
	if err := o.there(ctx, c); err != nil {
		return nil, err
	}
	config := o.config
	config.Home, config.OwnAccount = o.roster.folder(c), true
	h, err := Open(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", c.Name, err)
	}
	o.moveIn(id, h)
	return h, nil
}

// Show remembers which client is shown, for the next start.
func (o *Office) Show(id string) error {
	return o.change(func(r roster) (roster, error) {
		r.Shown = id
		return r, nil
	})
}

func (o *Office) ended() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.over
}

// change keeps another list of clients.
func (o *Office) change(f func(roster) (roster, error)) error {
	o.busy.Lock()
	defer o.busy.Unlock()
	if o.damaged != nil {
		return o.damaged
	}
	r := o.roster
	r.Clients = slices.Clone(r.Clients)
	r, err := f(r)
	if err == nil {
		err = r.write()
	}
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.roster = r
	return nil
}

// isEmpty tells that there is nothing in a folder, or no folder.
func isEmpty(folder string) (bool, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return err == nil && len(entries) == 0, err
}

// inside tells that a folder lies in another one, or is it.
func inside(folder, in string) bool {
	rel, err := filepath.Rel(in, folder)
	return err == nil && filepath.IsLocal(rel)
}
