package desk

import "sync"

// listeners are those who want to know.
type listeners struct {
	mu   sync.Mutex
	next int
	all  map[int]func(Event)
}

// Subscribe calls listen with every Event from now on, from any goroutine, until
// cancel is called. Of one receipt the events come in the order of its changes.
// listen must be quick and must not call the desk.
func (d *Desk) Subscribe(listen func(Event)) (cancel func()) { return d.listeners.add(listen) }

func (l *listeners) add(listen func(Event)) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = make(map[int]func(Event))
	}
	key := l.next
	l.next++
	l.all[key] = listen
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, key)
	}
}

func (l *listeners) tell(e Event) {
	l.mu.Lock()
	heard := make([]func(Event), 0, len(l.all))
	for _, listen := range l.all {
		heard = append(heard, listen)
	}
	l.mu.Unlock()
	for _, listen := range heard {
		listen(e)
	}
}

// Tell tells the listeners an urgent sentence about the program itself.
func (d *Desk) Tell(text string) { d.notice(text, true) }

// notice tells the listeners a sentence.
func (d *Desk) notice(text string, urgent bool) {
	d.listeners.tell(Event{Notice: &Notice{Text: text, Urgent: urgent}})
}
