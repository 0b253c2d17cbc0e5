package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// mostADay is the highest daily cap that can be chosen.
const mostADay = 10

// maxValue is how much fits into the value of a button, in characters.
const maxValue = 2000

// choices is all that a member has chosen, as the button carries it that takes
// a change back. Now stands for what holds after the change: when that is no
// longer so, the button is of the past.
type choices struct {
	Settings domain.Settings `json:"s"`
	Zone     string          `json:"z,omitempty"`
	Chosen   bool            `json:"c,omitempty"`
	Now      string          `json:"n,omitempty"`
}

func choicesOf(m domain.Member) choices {
	return choices{Settings: m.Chosen, Zone: m.Zone, Chosen: m.ZoneChosen}
}

// mark stands for choices without repeating them.
func (k choices) mark() string {
	k.Now = ""
	sum := sha256.Sum256([]byte(private(k)))
	return hex.EncodeToString(sum[:8])
}

// settings shows what holds now.
func (b *Bot) settings(ctx context.Context, c Command) (Answer, error) {
	return b.look(ctx, c, "Your settings", func(book *domain.Book) (view.Message, error) {
		return view.Settings(settingsPage(book, *book.Member)), nil
	})
}

// settingsPage is what holds for a member, who stood as in was before this
// command.
func settingsPage(book *domain.Book, was domain.Member) view.SettingsPage {
	m, _ := domain.Reschedule(was, *book.Member, book.Policy, book.Now)
	return comingUp(m, book.Policy, book.Now)
}

// comingUp is what holds for a member, and when their next digest comes.
func comingUp(m domain.Member, policy domain.Policy, now time.Time) view.SettingsPage {
	p := view.SettingsPage{Today: m.Today(policy, now), Member: m, Resolved: wished(m, policy), Slowed: m.Settings(policy).Slowed}
	for _, a := range m.Appointments(policy, now) {
		if a.Kind == domain.DigestDelivery {
			p.NextOn, p.NextAt, p.Late = a.On, p.Resolved.Digest.At, !a.At.After(now)
		}
	}
	return p
}

// set changes one setting that was typed.
func (b *Bot) set(ctx context.Context, c Command, s phrase.Setting) (Answer, error) {
	if s.Cap > mostADay {
		return tell(view.BadSetting(s.Name, strconv.Itoa(s.Cap))), nil
	}
	return b.choose(ctx, c, func(book *domain.Book) error { return apply(book, s) })
}

// errCrowded refuses a change that would bring the weekly question and the
// check-in on one day.
var errCrowded = errors.New("weekly question and check-in on one day")

// choose changes settings and says which, when the next digest comes, and how to
// take it back.
func (b *Bot) choose(ctx context.Context, c Command, f func(*domain.Book) error) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		was, before := *book.Member, marshalled(choicesOf(*book.Member))
		old := view.SettingsPage{Member: was, Resolved: wished(was, book.Policy)}
		if err := f(book); err != nil {
			return view.Message{}, err
		}
		if now := book.Member.Settings(book.Policy); now.Crowded() && !old.Resolved.Crowded() {
			return view.Message{}, errCrowded
		}
		p := settingsPage(book, was)
		changed := view.Differences(old, p)
		p.Done = view.Changes(changed)
		if len(changed) > 0 {
			p.Undo = before.undo(choicesOf(*book.Member))
		}
		return view.Settings(p), nil
	})
	if errors.Is(err, errCrowded) {
		return tell(view.Crowded()), nil
	}
	return a, err
}

// marshalled copies choices, so that what is changed later doesn't reach them.
func marshalled(k choices) choices {
	var copied choices
	if json.Unmarshal([]byte(private(k)), &copied) != nil {
		return choices{}
	}
	return copied
}

// undo is the value of the button that goes back to k, "" when it doesn't fit.
func (k choices) undo(now choices) string {
	k.Now = now.mark()
	if v := private(k); len(v) <= maxValue {
		return v
	}
	return ""
}

// settingsUndo takes a change of settings back, unless there was another since.
func (b *Bot) settingsUndo(ctx context.Context, c Command) (Answer, error) {
	var back choices
	if err := json.Unmarshal([]byte(c.Args), &back); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "settings", nil)
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		if choicesOf(*book.Member).mark() != back.Now {
			return view.ChosenSince(), nil
		}
		was := *book.Member
		old := view.SettingsPage{Member: was, Resolved: wished(was, book.Policy)}
		book.Member.Chosen = back.Settings
		book.Member.Zone, book.Member.ZoneChosen = back.Zone, back.Chosen
		book.Today = book.Member.Today(book.Policy, book.Now)
		p := settingsPage(book, was)
		p.Done = view.Changes(view.Differences(old, p))
		return view.Settings(p), nil
	})
	a.Replace = c.Reply.Door == ButtonDoor
	return a, err
}
