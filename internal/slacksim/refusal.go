package slacksim

import "fmt"

// Refusal is why a person can't do something, in a sentence for them.
type Refusal struct {
	Says string
	// Missing tells that something named does not exist, rather than that it
	// can't be done.
	Missing bool
}

// Error returns the sentence.
func (r *Refusal) Error() string { return r.Says }

// refuse makes a Refusal.
func refuse(format string, args ...any) error {
	return &Refusal{Says: fmt.Sprintf(format, args...)}
}

// missing makes a Refusal for something that is not there.
func missing(format string, args ...any) error {
	return &Refusal{Says: fmt.Sprintf(format, args...), Missing: true}
}
