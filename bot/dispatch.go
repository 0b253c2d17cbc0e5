package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// The verbs of this room's own plumbing.
const (
	verbUserChanged = "user.changed" // Slack says that a member's profile changed
	verbAppGone     = "app.gone"     // uninstalled, or the token was revoked
	verbChannelShut = "channel.shut" // archived, deleted, or the bot was taken out of it
	verbChannelOpen = "channel.open" // the reverse
	verbLink        = "link"         // a button that only opens a page
)

// overheard are the verbs of what Slack tells us: nobody can press or type them.
var overheard = map[string]bool{verbUserChanged: true, verbAppGone: true, verbChannelShut: true, verbChannelOpen: true}

// Do is the one door: whatever arrived meets its handler here. The answer is
// what to say in every case, faults of ours included. An error means that the
// command had no effect and should be sent again.
func (b *Bot) Do(ctx context.Context, c Command) (Answer, error) {
	a, err := b.do(ctx, c)
	outcome := commandOutcome(err)
	b.meter.command(c.Verb, outcome)
	switch {
	case err == nil:
		return inSight(c, a), nil
	case outcome == outcomeDuplicate:
		return Answer{}, nil // it has had its effect, and its answer
	case errors.Is(err, errAnswering):
		return Answer{}, err
	case !waits(c):
		b.untaken(ctx, "event not taken", err, "verb", c.Verb, "workspace", c.Workspace, "id", c.ID)
		return Answer{}, err
	case cutOff(err) && c.Reply.Door == TypedDoor && c.Retry < retries:
		// Another process may have done it meanwhile: what we said would not be true.
		b.log.WarnContext(ctx, "message left to Slack's next try", "verb", c.Verb, "workspace", c.Workspace, "retry", c.Retry, "err", err)
		return Answer{}, err
	}
	if sentence, ok := view.Sorry(err); ok {
		if cutOff(err) {
			b.log.ErrorContext(ctx, "command not done", "verb", c.Verb, "workspace", c.Workspace, "err", err)
		}
		return inSight(c, scolded(c, Answer{Message: &sentence})), nil
	}
	ref := reference(c.ID)
	b.log.ErrorContext(ctx, "command not done", "reference", ref, "verb", c.Verb, "workspace", c.Workspace, "err", err)
	trouble := view.Trouble(ref)
	return inSight(c, scolded(c, Answer{Message: &trouble})), nil
}

// retries is how often Slack delivers an event anew that nobody acknowledges.
const retries = 3

// cutOff reports whether err tells of the database being out of reach, or of this
// process having stood still, and nothing of what was asked.
func cutOff(err error) bool {
	k := domain.KindOf(err)
	return k == domain.KindUnreachable || k == domain.KindUncertain || errors.Is(err, context.DeadlineExceeded)
}

// do finds out who it is and calls the handler.
func (b *Bot) do(ctx context.Context, c Command) (Answer, error) {
	h, ok := b.handlers[c.Verb]
	if !ok || overheard[c.Verb] && c.Reply.Door != 0 {
		return b.unknownVerb(ctx, c), nil
	}
	if c.Member == "" || c.Verb == verbUserChanged {
		return b.guarded(ctx, h, c)
	}
	b.knock(ctx, c)
	if err := b.meet(ctx, c.Owner(), c.At); err != nil {
		return Answer{}, err
	}
	if c.Reply.Door == TypedDoor {
		return b.once(ctx, h, c)
	}
	return b.unrepeated(ctx, h, c)
}

// unrepeated handles what Slack delivers once, and what may come twice all the
// same, on its way to us. What stores nothing would be answered twice, and its
// trigger is used up: so this process remembers what it has done of late.
func (b *Bot) unrepeated(ctx context.Context, h Handler, c Command) (Answer, error) {
	if done, _ := b.lately.Seen(ctx, c.Owner(), c.ID); done { // it never fails
		return Answer{}, domain.Fault(domain.KindDuplicate, "command", nil)
	}
	a, err := b.guarded(ctx, h, c)
	switch {
	case err == nil && len(a.Errors) > 0: // the form stays open, and is submitted again as the same
	case err == nil:
		return a, b.lately.Mark(ctx, c.Owner(), c.ID, c.At)
	case domain.KindOf(err) == domain.KindNotFound:
		b.known.Delete(c.Owner()) // perhaps it was the member: look again next time
	}
	return a, err
}

// once handles an event that Slack may deliver several times, and that may
// store nothing by which the store could tell: two answers to one question.
// What stores something is told apart by its commit, whatever is remembered
// here; so the mark is made after the work, and a crash loses nothing.
func (b *Bot) once(ctx context.Context, h Handler, c Command) (Answer, error) {
	seen, err := b.seen.Seen(ctx, c.Owner(), c.ID)
	if err != nil {
		return Answer{}, fmt.Errorf("event seen before: %w", err)
	}
	if seen {
		return b.again(ctx, h, c)
	}
	a, err := b.guarded(ctx, h, c)
	if domain.KindOf(err) == domain.KindDuplicate {
		return b.again(ctx, h, c)
	}
	if err != nil || a.HomeDirty { // what changes a page was stored, and its id with it
		return a, err
	}
	if err := b.seen.Mark(ctx, c.Owner(), c.ID, c.At); err != nil {
		b.untaken(ctx, "event not marked as seen", err, "verb", c.Verb)
	}
	return a, nil
}

// untaken logs what could not be kept, unless it is the disk that takes nothing:
// the store has said that, once.
func (b *Bot) untaken(ctx context.Context, what string, err error, about ...any) {
	if domain.KindOf(err) != domain.KindUnwritable {
		b.log.ErrorContext(ctx, what, append(about, "err", err)...)
	}
}

// guarded calls a handler. A panic is an error that says where, and not what:
// its value may quote what a member typed.
func (b *Bot) guarded(ctx context.Context, h Handler, c Command) (a Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			a, err = Answer{}, panicking(p)
		}
	}()
	return h(ctx, c)
}

// panicking is the error of a panic: what kind of value, and the functions of ours it
// went through, innermost first. A value that comes from another goroutine brings
// along where it was there.
func panicking(p any) error {
	pcs := make([]uintptr, 64)
	pcs = pcs[:runtime.Callers(3, pcs)]
	if elsewhere, ok := p.(interface{ Panicked() (any, []uintptr) }); ok {
		p, pcs = elsewhere.Panicked()
	}
	frames := runtime.CallersFrames(pcs)
	var where []string
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "rapport/") {
			where = append(where, fmt.Sprintf("%s:%d", f.Function, f.Line))
		}
		if !more || len(where) == 4 {
			return fmt.Errorf("panic (%T) in %s", p, strings.Join(where, " ← "))
		}
	}
}

// waits reports whether a member is waiting for the answer to c. The events
// that nobody waits for are sent again by Slack when they fail.
func waits(c Command) bool {
	return c.Member != "" && c.Verb != verbUserChanged && (c.Reply.Door != HomeDoor || c.Trigger != "")
}

// unknownVerb answers a word, or a button of an older version, that no handler
// is registered for.
func (b *Bot) unknownVerb(ctx context.Context, c Command) Answer {
	b.log.WarnContext(ctx, "unknown verb", "door", c.Reply.Door.String(), "workspace", c.Workspace)
	if !waits(c) {
		return Answer{}
	}
	sentence, _ := view.Sorry(domain.Fault(domain.KindStale, "verb", nil))
	if c.Reply.Door == SlashDoor {
		sentence = view.UnknownVerb(c.Verb, "")
	}
	return scolded(c, Answer{Message: &sentence})
}

// reference is what a member can tell the operator about a fault: the same
// words are in the log.
func reference(id domain.CommandID) string {
	sum := sha256.Sum256([]byte(id))
	return base32.StdEncoding.EncodeToString(sum[:5])
}

// The outcomes of a command, as they are counted; a fault of a known kind is
// counted under the kind's word.
const (
	outcomeDone      = "done"
	outcomeBusy      = "busy"
	outcomeDuplicate = "duplicate"
)

func commandOutcome(err error) string {
	switch {
	case err == nil:
		return outcomeDone
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	}
	return domain.KindOf(err).String()
}
