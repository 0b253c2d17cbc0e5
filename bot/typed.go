package bot

import (
	"cmp"
	"context"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// typed takes a direct message: a command without its slash, the answer to an
// item of the newest digest ("1 kept"), or small talk.
func (b *Bot) typed(ctx context.Context, c Command) (Answer, error) {
	if n, word, date, ok := itemAnswer(c.Args); ok {
		return b.typedItem(ctx, c, n, word, date)
	}
	first, rest, _ := strings.Cut(phrase.Fold(c.Args), " ")
	switch strings.TrimRight(first, ".!?,") {
	case "hi", "hello", "hey", "hallo", "":
		return tell(view.Help()), nil
	case "help":
		c.Verb, c.Args = view.VerbHelp, rest
		return b.help(ctx, c)
	}
	verb, rest, ok := phrase.Verb(c.Args)
	h, known := b.handlers[verb]
	if !ok || !known { // a number with other words after it is no command either
		return b.smallTalk(ctx, c)
	}
	c.Verb, c.Args = verb, rest
	return h(ctx, c)
}

var itemPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(\d{1,2})[.):]?\s+(\pL+)(?:\s+(?:until\s+|to\s+)?(.+?))?[.!]?\s*$`)
})

// itemAnswer reads "1 kept" and its like; behind "later" a date may stand. Words
// that answer no item at all are something else.
func itemAnswer(s string) (number int, word, date string, ok bool) {
	m := itemPattern().FindStringSubmatch(s)
	if m == nil {
		return 0, "", "", false
	}
	number, err := strconv.Atoi(m[1])
	word, date = phrase.Fold(m[2]), m[3]
	return number, word, date, err == nil && view.AnyMeaning(word) && (date == "" || word == view.Later)
}

// aboutItem begins a message that seems to be about an item, with a word that
// doesn't answer it or with more than the word: "2 offer", "2 logged lunch".
var aboutItem = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(\d{1,2})[.):]?\s+(\pL+)(?:\s+(\S+))?(\s+\S.*)?$`)
})

// smallTalk says what can be typed: about an item of the newest digest, when one
// seems to be meant, else at all.
func (b *Bot) smallTalk(ctx context.Context, c Command) (Answer, error) {
	m := aboutItem().FindStringSubmatch(c.Args)
	if m == nil || m[4] != "" && !view.AnyMeaning(phrase.Fold(m[2])) {
		return tell(view.SmallTalk()), nil
	}
	number, err := strconv.Atoi(m[1])
	if err != nil {
		return tell(view.SmallTalk()), nil //nolint:nilerr // no number, so it is talk
	}
	_, shown, err := b.shows.Newest(ctx, c.Owner())
	if err != nil {
		return Answer{}, err
	}
	if number < 1 || number > len(shown) {
		return tell(view.SmallTalk()), nil
	}
	return tell(view.OtherWords(number, ruleOf(shown[number-1]))), nil
}

// ruleOf is the rule whose words answer an item: with nobody to meet, a weave is
// about the contact alone.
func ruleOf(t domain.Telling) domain.RuleName {
	if t.Rule == domain.Weave && t.Subject == "" {
		return ""
	}
	return t.Rule
}

// typedItem does what was typed about an item of the newest digest.
func (b *Bot) typedItem(ctx context.Context, c Command, number int, word, date string) (Answer, error) {
	_, shown, err := b.shows.Newest(ctx, c.Owner())
	if err != nil {
		return Answer{}, err
	}
	if number < 1 || number > len(shown) {
		return tell(view.NoSuchItem(number, len(shown))), nil
	}
	t := shown[number-1]
	rule := ruleOf(t)
	w, ok := view.Meaning(rule, word)
	if !ok {
		return tell(view.OtherWords(number, rule)), nil
	}
	c.Reply.Item = view.Place{Number: number, Telling: t}.BlockID()
	until := domain.Date{}
	if date != "" {
		if until, err = b.typedDate(ctx, c, date); err != nil || until.IsZero() {
			return tell(view.NoSuchDay(number, date)), err
		}
	}
	return b.doWord(ctx, c, t, w.Does, until)
}

// typedDate reads the date behind "later"; the zero date for what is none to come.
func (b *Bot) typedDate(ctx context.Context, c Command, date string) (domain.Date, error) {
	today, err := b.today(ctx, c)
	if err != nil {
		return domain.Date{}, err
	}
	on, rest, ask, err := phrase.ParseBy(date, today, nil)
	if err != nil || ask != nil || rest != "" || !on.After(today) {
		return domain.Date{}, nil //nolint:nilerr // said to the member as a date that can't be read
	}
	return on, nil
}

// doWord does what a typed word stands for.
func (b *Bot) doWord(ctx context.Context, c Command, t domain.Telling, does string, until domain.Date) (Answer, error) {
	if rating, ok := view.Rating(does); ok {
		return b.rateInShort(ctx, c, t, rating)
	}
	id, record := t.Contact, view.RecordValue(t.Contact, domain.RecordID(t.Subject))
	c.Verb, c.Args = view.VerbDigestMore, does+" "+string(id)
	switch does {
	case view.VerbDigestLog:
		value, err := b.planned(ctx, c, id)
		if err != nil {
			return Answer{}, err
		}
		c.Verb, c.Args = does, value
	case view.VerbDigestWeek:
		if !until.IsZero() {
			return b.snoozeUntil(ctx, c, id, until)
		}
		c.Verb, c.Args = does, string(id)
	case view.VerbDigestSlow:
		return b.slowInShort(ctx, c, t)
	case view.DoesLater:
		return b.putOff(ctx, c, t, until)
	case view.VerbNeedMet:
		return b.serveInShort(ctx, c, t)
	case view.VerbDigestBack:
		return b.backInShort(ctx, c, t)
	case view.VerbMute, view.VerbHeed:
		c.Verb, c.Args = does, view.TellingValue(t)
	case view.VerbWeaveYes, view.VerbWeaveNo, view.VerbWeaveDone,
		view.VerbPromiseKept, view.VerbPromiseDrop, view.VerbPromiseBroken, view.VerbNeedDrop,
		view.VerbAskAgreed, view.VerbAskDeclined, view.VerbAskThanked, view.VerbAskClose, view.VerbValueSeen, view.VerbValueNot:
		c.Verb, c.Args = does, record
	}
	h, ok := b.handlers[c.Verb]
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "word", nil)
	}
	return h(ctx, c)
}

// putOff gives a promise or an ask of an item more time: until a date, or a week
// from now.
func (b *Bot) putOff(ctx context.Context, c Command, t domain.Telling, until domain.Date) (Answer, error) {
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		to := until
		if to.IsZero() {
			to = book.Today.AddDays(aWeek)
		}
		if t.Rule == domain.AskUnanswered {
			a, err := book.GiveTime(contact, domain.RecordID(t.Subject), to)
			return done(book, view.AskStands(contact, a, book.Today), err)
		}
		return putOff(book, contact, domain.RecordID(t.Subject), to)
	})
}

// serveInShort notes that a need was met, in the words of the offer or the need: a
// form can't be opened from what was typed.
func (b *Bot) serveInShort(ctx context.Context, c Command, t domain.Telling) (Answer, error) {
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		n, err := book.Recall(t)
		if err != nil {
			return settled{}, err
		}
		did := cmp.Or(n.Need.Offer, n.Need.What)
		v, err := book.Serve(contact, n.Need.ID, did, book.Today, domain.Date{})
		return done(book, view.Helped(contact, v, ahead(book, contact), book.Today), err)
	})
}

// backInShort takes somebody who has drifted back to the phase that the item's
// button names.
func (b *Bot) backInShort(ctx context.Context, c Command, t domain.Telling) (Answer, error) {
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		back := view.BackTo(contact)
		if back == 0 {
			return settled{text: view.NoWayBack(contact), over: true}, nil
		}
		_, err := book.Move(contact, back)
		return done(book, view.WentBack(contact), err)
	})
}

// slowInShort lets somebody come up half as often as now.
func (b *Bot) slowInShort(ctx context.Context, c Command, t domain.Telling) (Answer, error) {
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		now, _ := book.Rhythm(contact)
		return slowDown(book, contact, now.Ideal)
	})
}

// rateInShort gives the rating that was typed.
func (b *Bot) rateInShort(ctx context.Context, c Command, t domain.Telling, rating int) (Answer, error) {
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, _ *domain.Contact) (settled, error) {
		n, err := book.Recall(t)
		if err != nil {
			return settled{}, err
		}
		return rated(book, n.Partnership.ID, view.RatedAbout(n), rating)
	})
}

// planned is the value that the item's Log it button carries now: with a date
// when the item asks how something planned went.
func (b *Bot) planned(ctx context.Context, c Command, id domain.ContactID) (string, error) {
	value := string(id)
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		contact, err := book.Contact(id)
		if domain.KindOf(err) == domain.KindNotFound {
			return nil // said when it is logged
		}
		if err == nil && !contact.Planned.IsZero() && !contact.Planned.After(book.Today) {
			value = string(id) + " " + contact.Planned.String()
		}
		return err
	})
	return value, err
}

// help says what the bot understands, in general or about one command.
func (b *Bot) help(ctx context.Context, c Command) (Answer, error) {
	switch about := phrase.Fold(c.Args); about {
	case view.VerbMet, view.VerbPeople, view.VerbPromise, view.VerbAsk, view.VerbGoal, view.VerbIdentify:
		return b.passOn(ctx, c, about, "help")
	}
	return tell(view.Help()), nil
}
