package desk

// Client is one of the person's several books: a history of its own, with its
// own account, rules, export choices and settings.
type Client struct {
	ID      string // lasting; "" for the main history
	Name    string // as the person calls it
	Color   string // one of ClientColors
	Folder  string // of its history, as an absolute path
	Trouble string // why it cannot be opened, in words; "" when it can
	Review  int    // receipts that need review
	Open    int    // receipts that the program has work to do on
	Running bool   // the work goes on; of one that was not opened it waits
}

// ClientColors are the names of the colours that a client may have.
var ClientColors = []string{"blue", "teal", "green", "amber", "red", "pink", "violet", "grey"}

// Doubt is that files which are about to be taken in for one client look like
// those of another one.
type Doubt struct {
	Client Client
	Files  []string
	Reason string // a clause: "their folder is named after it"
}
