package bot

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// typed takes a direct message: a command without its slash, the answer to an
// item of the newest digest ("1 logged"), or small talk.
func (b *Bot) typed(ctx context.Context, c Command) (Answer, error) {
	if n, verb, ok := itemAnswer(c.Args); ok {
		return b.typedItem(ctx, c, n, verb)
	}
	word, rest := firstWord(c.Args)
	switch {
	case b.speaks(word):
		c.Verb, c.Args = word, rest
		return b.handlers[word](ctx, c)
	case isGreeting(word):
		return tell(view.Help()), nil
	}
	return tell(view.SmallTalk()), nil
}

// speaks reports whether a typed word is a command: one that has a slash form,
// or one of those that are typed by themselves.
func (b *Bot) speaks(word string) bool {
	if _, ok := b.handlers[word]; !ok {
		return false
	}
	_, slash := b.commands[word]
	return slash || slices.Contains(bareWords, word)
}

// bareWords are understood without the command they belong to.
var bareWords = []string{view.VerbUndo, view.VerbHelp, view.VerbToday, view.VerbSettings, view.VerbPause, view.VerbResume}

// firstWord cuts the first word off, in lower case and without a slash.
func firstWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	end := strings.IndexFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\u00a0' })
	if end < 0 {
		end = len(s)
	}
	word = strings.ToLower(strings.TrimPrefix(s[:end], "/"))
	return strings.TrimRight(word, ".!?:,"), strings.TrimSpace(s[end:])
}

func isGreeting(word string) bool {
	switch word {
	case "hi", "hello", "hey", "help!", "hilfe", "?", "":
		return true
	}
	return false
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
	id := shown[number-1]
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

// help says what the bot understands.
func (b *Bot) help(_ context.Context, c Command) (Answer, error) {
	switch strings.ToLower(strings.TrimSpace(c.Args)) {
	case view.VerbMet:
		return tell(view.MetHelp()), nil
	case view.VerbPeople:
		return tell(view.PeopleHelp()), nil
	}
	return tell(view.Help()), nil
}
