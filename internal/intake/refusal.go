package intake

import "fmt"

// A Refusal says why a file is not taken, in words for the person who gave it.
// The fault lies with the file; everything else that goes wrong is another error.
type Refusal struct {
	Path   string
	Reason string // what is the matter, a clause without a full stop: "the file is empty"
	Advice string // what to do about it, a sentence, or empty
}

// Error gives path, reason and advice.
func (r *Refusal) Error() string {
	if r.Path == "" {
		return r.Text()
	}
	return r.Path + ": " + r.Text()
}

// Text gives reason and advice without the path, for a row that names the file already.
func (r *Refusal) Text() string {
	if r.Advice == "" {
		return r.Reason
	}
	return r.Reason + ". " + r.Advice
}

// MissingError says that a path leads to nothing.
type MissingError struct{ Path string }

func (e *MissingError) Error() string { return fmt.Sprintf("%s: no such file or folder", e.Path) }

func refuse(reason, advice string) *Refusal { return &Refusal{Reason: reason, Advice: advice} }

func damaged(k Kind) *Refusal {
	return refuse(fmt.Sprintf("the %s is damaged or incomplete", k),
		"Copy it again from where it came from, or take the picture again.")
}
