package domain

import (
	"fmt"
	"slices"
)

// Telling names something that a nudge or a prompt tells: a rule, about whom,
// and about what.
type Telling struct {
	Rule    RuleName
	Contact ContactID // "" when it is about nobody in particular
	Subject string    // the id of a promise, a goal …, "" for none
}

// Told remembers how often something was told, and whether it was answered. It
// is what keeps the bot from saying the same thing every day.
type Told struct {
	Telling
	On       Date // of the newest message that told it
	Times    int  // on how many dates it was told
	Answered Date // when a button of it was last pressed; zero for never
}

// Heed notes that something which was told was answered.
func (b *Book) Heed(t Telling) error {
	told, err := b.shelf.Told()
	if err != nil {
		return fmt.Errorf("what was told: %w", err)
	}
	memory := told[t]
	memory.Telling, memory.Answered = t, b.Today
	if memory.On.IsZero() {
		memory.On = b.Today
	}
	b.told = append(slices.DeleteFunc(b.told, func(x Told) bool { return x.Telling == t }), memory)
	b.Hear()
	return nil
}

// Hear notes that the member answers: digests come daily again.
func (b *Book) Hear() { b.Member.Unanswered = 0 }
