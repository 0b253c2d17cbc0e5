package bot

import (
	"context"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// roster is a list whose rows are items of their own, found by the rule that the
// place of a row names.
type roster struct {
	title string // of the modal that shows it
	// row is how the row at p reads now; KindNotFound when what it was about is
	// no longer on the list.
	row func(book *domain.Book, p view.Place) ([]slack.Block, error)
	// list is the page of the list that p stands on, below what was just done.
	list func(book *domain.Book, p view.Place, done settled) (view.Message, error)
}

// rosters are the lists of records.
var rosters = map[domain.RuleName]roster{
	view.PromiseRow: {"Promises", promiseRow, promisesFrom},
	view.GoalRow:    {"Goals", goalRow, goalsFrom},
}

// row is the place of the row of a list that a button stood in. Unlike an item, a
// row is known even where Slack doesn't say what the message looked like: in an
// ephemeral one, and in a modal.
func (c Command) row() (p view.Place, r roster, ok bool) {
	p, ok = view.ParsePlace(c.Reply.BlockID)
	if !ok || c.Reply.Door == ModalDoor {
		return view.Place{}, roster{}, false
	}
	r, ok = rosters[p.Rule]
	return p, r, ok
}

// whole reports whether what a button changed is shown by saying all of its list
// again, because the message can't be changed in part.
func (c Command) whole() (p view.Place, r roster, ok bool) {
	p, r, ok = c.row()
	_, inPlace := c.item()
	return p, r, ok && !inPlace && c.Reply.Door == ButtonDoor
}

// concerning answers a button about a record of somebody's wherever it stands: in a
// list, which is said again where it can't be changed in part, or as attend does.
func (b *Bot) concerning(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	p, list, ok := c.whole()
	if !ok {
		return b.attend(ctx, c, id, f)
	}
	return b.say(ctx, c, list.title, func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, id)
		s := absent()
		if err == nil {
			s, err = f(book, contact)
		}
		if err != nil && domain.KindOf(err) != domain.KindNotFound {
			return view.Message{}, err
		}
		return list.list(book, p, s)
	})
}

// reopenedRow puts a row of a list back to where it was before it was answered.
func reopenedRow(book *domain.Book, c Command, p view.Place, list roster) (view.Message, error) {
	blocks, err := list.row(book, p)
	if domain.KindOf(err) == domain.KindNotFound {
		blocks, err = absent().blocks(p), nil
	}
	if err != nil {
		return view.Message{}, err
	}
	return view.InPlace(c.Reply.Blocks.BlockSet, p, blocks...), nil
}

// rowsCaughtUp shows the rows of a list as they read now, where they still have
// their buttons: see caughtUp.
func rowsCaughtUp(book *domain.Book, m view.Message) (view.Message, error) {
	for rule, list := range rosters {
		for _, p := range view.Rows(m.Blocks, rule) {
			blocks, err := list.row(book, p)
			if domain.KindOf(err) == domain.KindNotFound {
				blocks, err = absent().blocks(p), nil
			}
			if err != nil {
				return view.Message{}, err
			}
			m = view.InPlace(m.Blocks, p, blocks...)
		}
	}
	return m, nil
}

// stand is where the button that opened a form stood. It travels with the form,
// so that what is submitted can be shown there.
type stand struct {
	Card  bool            `json:"c,omitempty"`
	Row   domain.RuleName `json:"r,omitempty"` // of the list
	At    int             `json:"n,omitempty"` // the number of the row
	Echo  bool            `json:"e,omitempty"` // the answer can take the place of an older one
	Sheet bool            `json:"s,omitempty"` // in a modal
}

// stand tells where a button stood.
func (c Command) stand() stand {
	o := stand{Card: c.spot() == onCard, Sheet: c.inModal()}
	if p, _, ok := c.row(); ok {
		o.Row, o.At = p.Rule, p.Number
	}
	o.Echo = !o.Card && !o.Sheet && o.Row == "" && view.Echoes(c.Reply.BlockID)
	return o
}

// submitted does what a form about a record of somebody's says, and shows it where
// the form was opened.
func (b *Bot) submitted(ctx context.Context, c Command, o stand, f func(*domain.Book) (settled, domain.ContactID, error)) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		s, id, err := f(book)
		if err != nil {
			return view.Message{}, err
		}
		list, inList := rosters[o.Row]
		switch {
		case inList:
			return list.list(book, view.Place{Number: o.At, Telling: domain.Telling{Rule: o.Row}}, s)
		case o.Card && id != "":
			return cardOf(book, id, s)
		}
		return s.alone(), nil
	})
	if err != nil || a.Message == nil {
		return a, err
	}
	if o.Sheet {
		title := "Card"
		if list, ok := rosters[o.Row]; ok {
			title = list.title
		}
		return Answer{Modal: view.Sheet(title, *a.Message), HomeDirty: a.HomeDirty}, nil
	}
	a.Replace = o.Card || o.Echo || o.Row != ""
	return a, nil
}

// alone is what was done as a message of its own.
func (s settled) alone() view.Message {
	if s.over {
		return view.Say(s.text)
	}
	return view.Alone(s.text, s.undo, s.edit, s.next...)
}
