package bot

import (
	"context"
	"errors"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// tell is an answer that says one thing and changed nothing.
func tell(m view.Message) Answer { return Answer{Message: &m} }

// write runs f on the member's book, commits what it decided and says what it
// returned. Whether there is a page of App Home to be made anew is known under the
// member's lock: whoever opens theirs later finds what is committed here. A text that can't be read is answered with what to type instead,
// and nothing of it is kept.
func (b *Bot) write(ctx context.Context, c Command, f func(*domain.Book) (view.Message, error)) (Answer, error) {
	var m view.Message
	shut := false
	err := b.book.Write(ctx, c.ref(), func(book *domain.Book) (err error) {
		shut = !book.Member.HomeOpened
		if m, err = f(book); err != nil {
			return err
		}
		if m, err = c.sessions(book, m); err != nil {
			return err
		}
		return c.heed(book)
	})
	if misread, ok := errors.AsType[*phrase.Error](err); ok {
		return tell(unclear(misread, c.Verb)), nil
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Message: &m, HomeDirty: true, HomeShut: shut}, nil
}

// lookFirst does what was typed after a command. What look shows changes nothing,
// and so nothing is stored for it; where it shows nothing, change does what was
// asked. Verb is the command's, for what to type instead.
func (b *Bot) lookFirst(ctx context.Context, c Command, verb string, look func(*domain.Book) (*view.Message, error), change func(*domain.Book) (view.Message, error)) (Answer, error) {
	var shown *view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		shown, err = look(book)
		return err
	})
	if misread, ok := errors.AsType[*phrase.Error](err); ok {
		return tell(unclear(misread, verb)), nil
	}
	if err != nil {
		return Answer{}, err
	}
	if shown != nil {
		return tell(*shown), nil
	}
	return b.write(ctx, c, change)
}

// heed notes that the item was answered that a command came from: by a button
// in it, by the form that one opened, or by its number.
func (c Command) heed(book *domain.Book) error {
	t, ok := c.telling()
	_, inList := rosters[t.Rule]
	switch {
	case !ok || c.Verb == view.VerbUndo:
		return nil
	case t.Rule == "" || inList: // nobody was told; but the member is there
		book.Hear()
		return nil
	}
	return book.Heed(t)
}

// unclear is the sentence for a text after a command that can't be read.
func unclear(e *phrase.Error, verb string) view.Message {
	return view.Unclear(view.Misread{Verb: verb, Why: string(e.Kind), Said: e.Said, Nearest: e.Nearest})
}

// present returns a contact that can still be spoken of. KindNotFound for one
// that was archived, removed or forgotten since the button was made.
func present(book *domain.Book, id domain.ContactID) (*domain.Contact, error) {
	c, err := book.Contact(id)
	if err != nil {
		return nil, err
	}
	if c.Archived {
		return nil, domain.Fault(domain.KindNotFound, "contact", nil)
	}
	return c, nil
}
