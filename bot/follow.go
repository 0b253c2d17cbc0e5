package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// following is how long all that follows an acknowledgment may take.
const following = 30 * time.Second

// follow sends what did not ride on the acknowledgment, in the member's order.
func (b *Bot) follow(ctx context.Context, c Command, a Answer) {
	if a.Message != nil || a.Modal != nil || a.Delete {
		b.mailed(ctx, c, a)
	}
}

// mailed puts an answer into its member's line of what is sent.
func (b *Bot) mailed(ctx context.Context, c Command, a Answer) {
	job := func() {
		defer func() {
			if p := recover(); p != nil {
				b.log.Error("answer not sent", "verb", c.Verb, "err", panicking(p))
			}
		}()
		ctx, cancel := context.WithTimeout(ctx, following)
		defer cancel()
		if err := b.send(ctx, c, a); err != nil {
			b.log.WarnContext(ctx, "answer not sent", "verb", c.Verb, "door", c.Reply.Door.String(), "workspace", c.Workspace, "err", err)
		}
	}
	if !b.mail.put(c.Owner(), job) {
		b.log.WarnContext(ctx, "answer dropped: too many are waiting", "verb", c.Verb, "workspace", c.Workspace)
	}
}

// send carries an answer out. A call whose fate is unknown is never made again
// in another way: the member would see the same thing twice.
func (b *Bot) send(ctx context.Context, c Command, a Answer) error {
	in, err := b.granted(ctx, c.Workspace)
	if err != nil {
		return fmt.Errorf("installation: %w", err)
	}
	m := mailer{b, in, c}
	if !b.reachable(ctx, c) {
		return nil
	}
	var opening error
	if a.Modal != nil {
		opening = m.show(ctx, *a.Modal)
		if r, ok := errors.AsType[refused](opening); ok && r.code == "exchanged_trigger_id" {
			return nil // it came twice: the other one opened it
		}
		if opening != nil && a.Message == nil {
			a.Message = new(view.TooLate())
		}
	}
	if a.Message == nil && !a.Delete {
		return opening
	}
	return errors.Join(opening, m.say(ctx, a))
}

// mailer sends the answer to one command.
type mailer struct {
	b  *Bot
	in *Installation
	c  Command
}

// refused is an answer of Slack's that says that nothing was done.
type refused struct{ method, code string }

func (r refused) Error() string { return r.method + ": " + r.code }

// judged counts a call and returns its error: refused when it surely had no
// effect, so that another way may be taken.
func (m mailer) judged(ctx context.Context, method string, err error) error {
	m.b.called(ctx, m.in, method, err)
	return judgedAnswer(method, err)
}

// judgedURL does the same for a post to a response_url, which needs no token and
// says nothing of the grant.
func (m mailer) judgedURL(err error) error {
	m.b.meter.call("response_url", err)
	return judgedAnswer("response_url", err)
}

func judgedAnswer(method string, err error) error {
	if err == nil {
		return nil
	}
	o := slackOutcome(err)
	if o.Result == domain.Failed || o.Result == domain.Limited {
		return refused{method, o.Code}
	}
	return fmt.Errorf("%s: %s", method, o.Code)
}

func wasRefused(err error) bool {
	_, ok := errors.AsType[refused](err)
	return ok
}

// show opens a modal, or puts it in the place of the one that was acted in.
func (m mailer) show(ctx context.Context, v slack.ModalViewRequest) error {
	v = placed(m.c, v)
	if m.c.Reply.Door == ButtonDoor && m.c.Reply.ViewID != "" {
		_, err := m.in.Client.UpdateViewContext(ctx, v, "", m.c.Reply.ViewHash, m.c.Reply.ViewID)
		if slackOutcome(err).Code == "hash_conflict" {
			// A second press on the same form: its answer is the newer one.
			_, err = m.in.Client.UpdateViewContext(ctx, v, "", "", m.c.Reply.ViewID)
		}
		return m.judged(ctx, "views.update", err)
	}
	if m.c.Trigger == "" {
		return refused{"views.open", "no_trigger"}
	}
	_, err := m.in.Client.OpenViewContext(ctx, m.c.Trigger, v)
	return m.judged(ctx, "views.open", err)
}

// say sends, replaces or deletes a message where the command came from.
func (m mailer) say(ctx context.Context, a Answer) error {
	if m.c.Reply.Door == TypedDoor {
		return m.post(ctx, m.c.Channel, m.c.Reply.Thread, *a.Message)
	}
	if m.c.Reply.URL != "" {
		if err := m.respond(ctx, a); !wasRefused(err) {
			return err
		}
	}
	return m.sayAnyway(ctx, a)
}

// sayAnyway takes the way of the Web API when there is no response_url, or it
// is used up or over.
func (m mailer) sayAnyway(ctx context.Context, a Answer) error {
	direct := strings.HasPrefix(m.c.Channel, "D")
	if direct && m.c.Reply.TS != "" && (a.Replace || a.Delete) {
		if err := m.change(ctx, a); !wasRefused(err) {
			return err
		}
	}
	if a.Message == nil {
		return nil // it is gone already, or it was ephemeral
	}
	if !direct && m.c.Channel != "" {
		if err := m.whisper(ctx, *a.Message); !wasRefused(err) {
			return err
		}
	}
	channel, err := m.b.directMessage(ctx, m.in, m.c.Owner(), m.c.At)
	if err != nil {
		return err
	}
	return m.post(ctx, channel, "", *a.Message)
}

// respond posts to the response_url.
func (m mailer) respond(ctx context.Context, a Answer) error {
	if !m.in.answers(m.c.Reply.URL) {
		return refused{"response_url", "foreign_host"}
	}
	msg := &slack.WebhookMessage{DeleteOriginal: true}
	if a.Message != nil {
		msg = webhook(*a.Message)
		msg.ReplaceOriginal = a.Replace
		if !a.Replace {
			msg.ResponseType = slack.ResponseTypeEphemeral
		}
	}
	return m.judgedURL(slack.PostWebhookCustomHTTPContext(ctx, m.c.Reply.URL, m.b.web, msg))
}

// change edits or deletes the message that the button stood on.
func (m mailer) change(ctx context.Context, a Answer) error {
	if a.Message == nil {
		_, _, err := m.in.Client.DeleteMessageContext(ctx, m.c.Channel, m.c.Reply.TS)
		return m.judged(ctx, "chat.delete", err)
	}
	_, _, _, err := m.in.Client.UpdateMessageContext(ctx, m.c.Channel, m.c.Reply.TS, posted(*a.Message)...)
	return m.judged(ctx, "chat.update", err)
}

// whisper shows a message in a channel to its member alone.
func (m mailer) whisper(ctx context.Context, msg view.Message) error {
	_, err := m.in.Client.PostEphemeralContext(ctx, m.c.Channel, string(m.c.Member), posted(msg)...)
	return m.judged(ctx, "chat.postEphemeral", err)
}

// longestAnswerWait is how long Slack may ask to wait before an answer is posted.
const longestAnswerWait = 10 * time.Second

// post sends an ordinary message to a direct conversation. Somebody who types fast
// is answered a moment later: Slack takes one message a second.
func (m mailer) post(ctx context.Context, channel, thread string, msg view.Message) error {
	options := posted(msg)
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	if m.c.Reply.Door == TypedDoor {
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: answerEvent, EventPayload: map[string]any{answerKey: reference(m.c.ID)},
		}))
	}
	_, _, err := m.in.Client.PostMessageContext(ctx, channel, options...)
	if o := slackOutcome(err); o.Result == domain.Limited && o.RetryAfter <= longestAnswerWait && pause(ctx, o.RetryAfter) == nil {
		m.b.called(ctx, m.in, "chat.postMessage", err)
		_, _, err = m.in.Client.PostMessageContext(ctx, channel, options...)
	}
	return m.judged(ctx, "chat.postMessage", err)
}

// directMessage returns the conversation with a member. It is opened once and
// kept: conversations.open may be called fifty times a minute at most.
func (b *Bot) directMessage(ctx context.Context, in *Installation, o domain.Owner, now time.Time) (string, error) {
	m, err := b.members.Member(ctx, o)
	if err != nil {
		return "", fmt.Errorf("member: %w", err)
	}
	if m.Channel != "" {
		return m.Channel, nil
	}
	const open = "conversations.open"
	if err := b.gates.pass(in.Workspace, open, now); err != nil {
		return "", fmt.Errorf(open+": %w", err)
	}
	ch, _, _, err := in.Client.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{string(o.Member)}})
	b.called(ctx, in, open, err)
	b.gates.heed(in.Workspace, open, err, now)
	if err != nil {
		return "", fmt.Errorf(open+": %w", plainly(err))
	}
	if ch == nil || ch.ID == "" {
		return "", errors.New(open + ": no channel in the answer")
	}
	if err := b.members.Opened(ctx, o, ch.ID); err != nil {
		return "", fmt.Errorf("opened conversation: %w", err)
	}
	return ch.ID, nil
}

// responding is how long a post to a response_url may take.
const responding = 10 * time.Second

// webClient posts to response_urls. A redirect is not followed: it would carry
// what a member typed to a host that was not checked.
func webClient(over http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     over,
		Timeout:       responding,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answers reports whether a response_url is one that this installation's Slack
// hands out: https on exactly one of two hosts, or the host of a Web API that
// the config names.
func (in *Installation) answers(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User != nil {
		return false
	}
	if u.Scheme == "https" && (u.Host == "hooks.slack.com" || u.Host == "hooks.slack-gov.com") {
		return true
	}
	api, err := url.Parse(in.APIURL)
	return err == nil && in.APIURL != "" && u.Scheme == api.Scheme && u.Host == api.Host
}
