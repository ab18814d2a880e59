package tunnel

import "context"

// manual is a way that the user runs: a proxy with an address of its own.
type manual struct{ public string }

func newManual(o Options) (Way, error) {
	public, err := publicURL(o.PublicURL)
	if err != nil {
		return nil, err
	}
	return manual{public}, nil
}

// Run tells the address, and waits. Whether the proxy stands is not known
// here.
func (m manual) Run(ctx context.Context, local string, tell func(State)) error {
	if err := checkLocal(local); err != nil {
		return err
	}
	tell(State{Public: m.public, Up: true, Words: "your own proxy at " + m.public + " is to pass requests on to " + local})
	<-ctx.Done()
	return nil
}
