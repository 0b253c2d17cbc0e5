package bot

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// typed takes a direct message: a command without its slash, the answer to an
// item of the newest digest ("1 logged"), or small talk.
func (b *Bot) typed(ctx context.Context, c Command) (Answer, error) {
	if n, verb, ok := itemAnswer(c.Args); ok {
		return b.typedItem(ctx, c, n, verb)
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
		return tell(view.SmallTalk()), nil
	}
	c.Verb, c.Args = verb, rest
	return h(ctx, c)
}

// itemWords are the answers to an item that can be typed, and what they do.
var itemWords = map[string]string{
	"logged": view.VerbDigestLog, "log": view.VerbDigestLog, "done": view.VerbDigestLog,
	"kept": view.VerbDigestLog, "met": view.VerbDigestLog, "yes": view.VerbDigestLog,
	"later": view.VerbDigestWeek, "snooze": view.VerbDigestWeek, "week": view.VerbDigestWeek,
	"month": view.MoreMonth,
	"stop":  view.MoreStop, "rest": view.MoreStop,
}

var itemPattern = regexp.MustCompile(`^\s*(\d{1,2})[.):]?\s+(\pL+)[.!]?\s*$`)

// itemAnswer reads "1 logged" and its like.
func itemAnswer(s string) (number int, verb string, ok bool) {
	m := itemPattern.FindStringSubmatch(s)
	if m == nil {
		return 0, "", false
	}
	verb, ok = itemWords[strings.ToLower(m[2])]
	number, err := strconv.Atoi(m[1])
	return number, verb, ok && err == nil
}

// typedItem does what was typed about an item of the newest digest.
func (b *Bot) typedItem(ctx context.Context, c Command, number int, verb string) (Answer, error) {
	_, shown, err := b.shows.Newest(ctx, c.Owner())
	if err != nil {
		return Answer{}, err
	}
	if number < 1 || number > len(shown) {
		return tell(view.NoSuchItem(number, len(shown))), nil
	}
	id := shown[number-1].Contact
	switch c.Verb = verb; verb {
	case view.VerbDigestLog:
		c.Args, err = b.planned(ctx, c, id)
		if err != nil {
			return Answer{}, err
		}
		return b.digestLog(ctx, c)
	case view.VerbDigestWeek:
		return b.snooze(ctx, c, id, aWeek)
	}
	c.Verb = view.VerbDigestMore
	if verb == view.MoreMonth {
		return b.snooze(ctx, c, id, aMonth)
	}
	return b.stop(ctx, c, id)
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
	case view.VerbMet, view.VerbPeople:
		return b.passOn(ctx, c, about, "help")
	}
	return tell(view.Help()), nil
}
