package bot

import (
	"context"
	"regexp"
	"strings"

	"rapport/bot/phrase"
	"rapport/domain"
)

// mention is a person as Slack writes one: "<@U1>" or "<@U1|mia>".
var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(\|[^>]*)?>`)

const (
	// maxMentions is how many names are asked of Slack for one text. The rest
	// keep the handle that came with them.
	maxMentions = 5
	// longestMention is how much of a name goes into a mention, in characters.
	longestMention = 40
)

// introduceMentions writes the names that Slack knows into the mentions of a
// text, so that somebody mentioned comes into the circle under their name.
// Whoever Slack doesn't name in time stays as they were written.
func (b *Bot) introduceMentions(ctx context.Context, c Command, text string) string {
	if !strings.Contains(text, "<@") {
		return text
	}
	ctx, cancel := context.WithTimeout(ctx, acquaintance) // for all of them together
	defer cancel()
	asked := 0
	return mention.ReplaceAllStringFunc(text, func(m string) string {
		id := mention.FindStringSubmatch(m)[1]
		if asked++; asked > maxMentions {
			return m
		}
		if name := b.nameOf(ctx, c.Workspace, id); name != "" {
			return "<@" + id + "|" + name + ">"
		}
		return m
	})
}

// nameOf asks Slack for the name of a user, "" when it doesn't say. It holds
// nothing that could end a mention.
func (b *Bot) nameOf(ctx context.Context, w domain.WorkspaceID, user string) string {
	p, err := b.lookUp(ctx, domain.Owner{Workspace: w, Member: domain.MemberID(user)})
	if err != nil {
		return "" // the handle will do
	}
	name := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune("<>|\n", r) {
			return -1
		}
		return r
	}, p.Name)))
	return string(name[:min(len(name), longestMention)])
}

// handle is the name that a text gives somebody it mentions; without one they
// go by their id until the member gives them a name.
func handle(text, user string) string {
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		if name := strings.TrimSpace(strings.TrimPrefix(m[2], "|")); m[1] == user && name != "" {
			return name
		}
	}
	return user
}

// recognise gives everybody who was only mentioned their name. When a contact
// of exactly that name is known and is no Slack user so far, it may be the same
// person: that is asked, and the answer noted in who.
func recognise(book *domain.Book, text string, who []phrase.Who, answers map[string]string) (*phrase.Question, error) {
	for i, w := range who {
		if w.Name != "" {
			continue
		}
		w.Name = handle(text, w.Slack)
		known, err := namesake(book, w.Name)
		if err != nil {
			return nil, err
		}
		key := "mention:" + w.Slack
		switch answer := answers[key]; {
		case known == nil || known.Slack != "" || answer == "new":
		case answer == "":
			return &phrase.Question{Kind: phrase.WhichPerson, Key: key, Said: "@" + w.Name, Options: []phrase.Option{
				{Means: phrase.KnownThere, Name: known.Name, Value: string(known.Contact)},
				{Means: phrase.SomebodyNew, Name: w.Name, Value: "new"},
			}}, nil
		default:
			w.Contact = domain.ContactID(answer)
		}
		who[i] = w
	}
	return nil, nil
}
