package domain

import (
	"fmt"
	"maps"
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

// Heed notes that something which was told was answered. Whom it was about was
// not shown in vain.
func (b *Book) Heed(t Telling) error {
	memory, err := b.Told(t)
	if err != nil {
		return err
	}
	memory.Telling, memory.Answered = t, b.Today
	if memory.On.IsZero() {
		memory.On = b.Today
	}
	b.remember(memory)
	b.Hear()
	if t.Contact == "" {
		return nil
	}
	c, err := b.Contact(t.Contact)
	switch {
	case KindOf(err) == KindNotFound:
		return nil // gone since: there is nobody left to show
	case err != nil:
		return err
	}
	c.noticed()
	return nil
}

// Unheed notes that an answer to something that was told was taken back.
func (b *Book) Unheed(t Telling) error {
	memory, err := b.Told(t)
	if err != nil || memory.Answered.IsZero() {
		return err
	}
	memory.Answered = Date{}
	b.remember(memory)
	return nil
}

// Told returns what is remembered of something that was told; the zero Told when
// it never was.
func (b *Book) Told(t Telling) (Told, error) {
	if i := slices.IndexFunc(b.told, func(x Told) bool { return x.Telling == t }); i >= 0 {
		return b.told[i], nil
	}
	before, err := b.readTold()
	return before[t], err
}

// tellings are all that is remembered, this command's changes included.
func (b *Book) tellings() (map[Telling]Told, error) {
	before, err := b.readTold()
	if err != nil {
		return nil, err
	}
	all := make(map[Telling]Told, len(before)+len(b.told))
	maps.Copy(all, before)
	for _, t := range b.told {
		all[t.Telling] = t
	}
	return all, nil
}

// readTold reads what the shelf remembers, once.
func (b *Book) readTold() (map[Telling]Told, error) {
	if b.toldBefore == nil {
		told, err := b.shelf.Told()
		if err != nil {
			return nil, fmt.Errorf("what was told: %w", err)
		}
		if b.toldBefore = told; told == nil {
			b.toldBefore = make(map[Telling]Told)
		}
	}
	return b.toldBefore, nil
}

// remember puts a memory in the place of an older one.
func (b *Book) remember(memory Told) {
	b.told = append(slices.DeleteFunc(b.told, func(x Told) bool { return x.Telling == memory.Telling }), memory)
}

// Hear notes that the member answers: digests come daily again.
func (b *Book) Hear() { b.Member.Unanswered = 0 }
