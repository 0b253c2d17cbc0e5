package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// What marks the answer to a typed message in Slack, so that it can be found
// when Slack delivers the message anew.
const (
	answerEvent = "rapport_answer"
	answerKey   = "to"
)

const (
	// answering is for how long whoever took a message first may be answering it
	// still, counted from when it was typed: three seconds of patience, the work
	// itself, a wait that Slack asks for, and the post.
	answering = time.Minute - 15*time.Second
	// answeredWithin is by when an answer had come, if one ever came: behind the
	// last time that Slack delivers a message, six minutes later.
	answeredWithin = 15 * time.Minute
)

// errAnswering says that it is too early to tell whether a message was answered.
// Slack delivers it again.
var errAnswering = errors.New("it may be on its way to being answered")

// again handles a message that had its effect and that Slack delivers anew.
// Nobody acknowledged it: who took it died, perhaps behind the commit and before
// the answer. So the answer is looked for, and given when it surely is not there.
func (b *Bot) again(ctx context.Context, h Handler, c Command) (Answer, error) {
	duplicate := domain.Fault(domain.KindDuplicate, "event", nil)
	typed := instant(typedAt(c))
	if c.Retry == 0 || typed.IsZero() { // Slack Connect tells of one message twice
		return Answer{}, duplicate
	}
	in, err := b.granted(ctx, c.Workspace)
	if err != nil {
		return Answer{}, duplicate
	}
	there, err := b.answeredInSlack(ctx, in, c, typed)
	switch {
	case err != nil && c.Retry < retries:
		return Answer{}, errAnswering // perhaps we can look the next time
	case err != nil:
		b.log.WarnContext(ctx, "answer not looked for", "workspace", c.Workspace, "code", codeOf(err))
		return Answer{}, duplicate
	case there:
		return Answer{}, duplicate
	case c.At.Sub(typed) < answering && c.Retry < retries:
		return Answer{}, errAnswering
	}
	// What stores nothing can be asked twice; what stores is told apart by its id.
	a, err := b.guarded(ctx, h, c)
	if domain.KindOf(err) == domain.KindDuplicate {
		return b.answerAgain(ctx, c)
	}
	return a, err
}

// typedAt is the timestamp of the message that c was typed as, "" if it was not.
func typedAt(c Command) string {
	if c.Reply.Door != TypedDoor {
		return ""
	}
	return string(c.ID[strings.LastIndexByte(string(c.ID), ':')+1:])
}

// answeredInSlack reports whether the answer to a message that was typed then is
// there to be read.
func (b *Bot) answeredInSlack(ctx context.Context, in *Installation, c Command, typed time.Time) (bool, error) {
	const history = "conversations.history"
	if err := b.gates.pass(in.Workspace, history, c.At); err != nil {
		return false, err
	}
	read := func(cursor string) (all []slack.Message, next string, err error) {
		from, to := typedAt(c), stamp(typed.Add(answeredWithin))
		if c.Reply.Thread != "" {
			all, _, next, err = in.Client.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
				ChannelID: c.Channel, Timestamp: c.Reply.Thread, Oldest: from, Latest: to, Cursor: cursor, Limit: 200, IncludeAllMetadata: true,
			})
			b.called(ctx, in, "conversations.replies", err)
			return all, next, err
		}
		page, err := in.Client.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: c.Channel, Oldest: from, Latest: to, Cursor: cursor, Limit: 200, IncludeAllMetadata: true,
		})
		b.called(ctx, in, history, err)
		b.gates.heed(in.Workspace, history, err, c.At)
		if err != nil {
			return nil, "", err
		}
		return page.Messages, page.ResponseMetaData.NextCursor, nil
	}
	for cursor := ""; ; {
		all, next, err := read(cursor)
		if err != nil {
			return false, err
		}
		for _, m := range all {
			if m.Metadata.EventType == answerEvent && m.Metadata.EventPayload[answerKey] == reference(c.ID) {
				return true, nil
			}
		}
		if cursor = next; cursor == "" {
			return false, nil
		}
	}
}

// answerAgain says what became of a message whose answer was lost.
func (b *Bot) answerAgain(ctx context.Context, c Command) (Answer, error) {
	var m view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		switch asked, err := book.AskedHere(); {
		case err != nil:
			return err
		case asked:
			m = view.AskedAlready()
			return nil
		}
		u, err := book.Undo(c.ID) // to see what there is to undo; nothing is stored here
		switch domain.KindOf(err) {
		case domain.KindStale, domain.KindNotFound:
			m = view.DoneAlready()
			return nil
		}
		m = view.NotedAlready(u, c.ID)
		return err
	})
	if err != nil {
		return Answer{}, fmt.Errorf("what was typed before: %w", err)
	}
	return tell(m), nil
}
