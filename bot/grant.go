package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

const (
	// askAgain is how often Slack is asked whether a lost grant is back, by the
	// clock of the ticks; knocked how often when somebody there sends us
	// something, which they can't while the app is out of their workspace.
	askAgain = 3 * time.Minute
	knocked  = 10 * time.Second
	// asking is how long that question may take, recounting how long the people of
	// a workspace may be looked through before we go on there.
	asking     = 5 * time.Second
	recounting = 20 * time.Second
	// noting is how long the store may take to keep a loss, whatever becomes of
	// the call that met it.
	noting = 10 * time.Second
)

// Grants remembers where the app lost its grant: store.Installations is one.
type Grants interface {
	// Lost notes that there is no grant in a workspace since at, code being
	// Slack's word for it, and holds what is on its way there. It reports whether
	// that is news.
	Lost(ctx context.Context, w domain.WorkspaceID, code string, at time.Time) (bool, error)
	// Back notes that there is one again and lets go what was held. It reports
	// whether it had been lost.
	Back(ctx context.Context, w domain.WorkspaceID, at time.Time) (bool, error)
	// Gone lists the workspaces where there is none, or where something is held
	// still.
	Gone(ctx context.Context) ([]domain.WorkspaceID, error)
}

// lost are the workspaces without a grant, as far as this process knows. Other
// processes learn of them from [Grants], a tick later.
type lost struct {
	mu  sync.Mutex
	all map[domain.WorkspaceID]loss
}

// loss is Slack's word for what happened, and when we last asked whether it
// still holds.
type loss struct {
	code  string
	asked time.Time
}

// put notes a loss that is not known yet, and reports whether it was not.
func (l *lost) put(w domain.WorkspaceID, x loss) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.all[w]; known {
		return false
	}
	if l.all == nil {
		l.all = make(map[domain.WorkspaceID]loss)
	}
	l.all[w] = x
	return true
}

func (l *lost) drop(w domain.WorkspaceID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.all, w)
}

// code is Slack's word for the loss, "" where there is none.
func (l *lost) code(w domain.WorkspaceID) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all[w].code
}

// turn reports whether it is time to ask about w again, and takes that turn.
func (l *lost) turn(w domain.WorkspaceID, now time.Time, every time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	x, known := l.all[w]
	if !known || now.Sub(x.asked).Abs() < every { // a clock that went back asks too
		return false
	}
	x.asked = now
	l.all[w] = x
	return true
}

// known lists them.
func (l *lost) known() []domain.WorkspaceID {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.all))
}

// granted returns the installation in a workspace, or, where Slack has taken the
// grant away, its refusal: nothing is asked there until it is back.
func (b *Bot) granted(ctx context.Context, w domain.WorkspaceID) (*Installation, error) {
	in, err := b.installs.Installation(ctx, w)
	if err != nil {
		return nil, err
	}
	if code := b.lost.code(in.Workspace); code != "" {
		return nil, slack.SlackErrorResponse{Err: code}
	}
	return in, nil
}

// called counts a call with the token of in, and notices when Slack refuses it
// because the grant is lost.
func (b *Bot) called(ctx context.Context, in *Installation, method string, err error) {
	b.meter.call(method, err)
	if code := codeOf(err); domain.GrantLost(code) {
		b.lose(ctx, in.Workspace, code)
	}
}

// lose notes that the grant in a workspace is lost. The operator is told once,
// over all replicas, however often and in whatever way it is noticed.
func (b *Bot) lose(ctx context.Context, w domain.WorkspaceID, code string) {
	now := b.now()
	if !b.lost.put(w, loss{code, now}) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer cancel()
	news, err := b.grants.Lost(ctx, w, code, now)
	if err != nil { // the next tick finds it unnoted, and the next call notes it
		b.log.ErrorContext(ctx, "lost grant not noted", "workspace", w, "code", code, "err", err)
		return
	}
	if news {
		b.log.ErrorContext(ctx, "the app was taken out of the workspace, or its token revoked: nothing is sent there until it is installed again; what is stored stays",
			"workspace", w, "code", code)
		b.meter.gone.Inc()
	}
}

// restore notes that the grant in a workspace is back. Who left meanwhile is
// learned first: no event told us.
func (b *Bot) restore(ctx context.Context, w domain.WorkspaceID, now time.Time) error {
	b.lost.drop(w)
	counting, cancel := context.WithTimeout(ctx, recounting)
	defer cancel()
	if err := b.Census(counting, w, now); err != nil {
		b.log.WarnContext(ctx, "profiles not compared", "workspace", w, "err", err)
	}
	was, err := b.grants.Back(ctx, w, now)
	if err != nil {
		return fmt.Errorf("grant that is back: %w", err)
	}
	if was {
		b.log.InfoContext(ctx, "the app is back in the workspace", "workspace", w)
	}
	return nil
}

// standing asks Slack whether our token is good: nil if so.
func (b *Bot) standing(ctx context.Context, in *Installation) error {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	_, err := in.Client.AuthTestContext(ctx)
	b.meter.call("auth.test", err)
	return err
}

// appGone hears that Slack took our grant away. Events come late, twice and in
// any order, so that this one may be older than the grant that stands: it is a
// hint, and what Slack says now is the truth.
func (b *Bot) appGone(ctx context.Context, c Command) (Answer, error) {
	in, err := b.installs.Installation(ctx, c.Workspace)
	if err != nil {
		return Answer{}, fmt.Errorf("installation: %w", err)
	}
	err = b.standing(ctx, in)
	switch code := codeOf(err); {
	case err == nil && b.lost.code(in.Workspace) != "":
		return Answer{}, b.restore(ctx, in.Workspace, c.At)
	case err == nil:
		b.log.InfoContext(ctx, "an event says that the app was taken out of the workspace, and Slack takes its token: it is back already", "workspace", in.Workspace, "event", c.Args)
	case domain.GrantLost(code):
		b.lose(ctx, in.Workspace, code)
	default: // nobody to ask: the event's word holds until there is
		b.lose(ctx, in.Workspace, c.Args)
	}
	return Answer{}, nil
}

// knock looks whether the grant is back, because somebody in the workspace has
// sent us something.
func (b *Bot) knock(ctx context.Context, c Command) {
	if len(b.lost.known()) == 0 {
		return
	}
	in, err := b.installs.Installation(ctx, c.Workspace)
	if err != nil || !b.lost.turn(in.Workspace, c.At, knocked) || b.standing(ctx, in) != nil {
		return
	}
	if err := b.restore(ctx, in.Workspace, c.At); err != nil {
		b.log.WarnContext(ctx, "return of the grant not noted", "workspace", in.Workspace, "err", err)
	}
}

// Tend is called as a tick begins: it looks whether a grant that was lost is
// back, for when the app is installed again nobody tells a bot that runs.
func (s *Sender) Tend(ctx context.Context, now time.Time) error {
	b := s.b
	gone, err := b.grants.Gone(ctx)
	if err != nil {
		return fmt.Errorf("lost grants: %w", err)
	}
	for _, w := range b.lost.known() {
		if !slices.Contains(gone, w) {
			b.lost.drop(w) // another process has seen it back
		}
	}
	var errs []error
	for _, w := range gone {
		in, err := b.installs.Installation(ctx, w)
		if err != nil {
			continue // not ours to look after
		}
		b.lost.put(w, loss{code: "token_revoked"}) // another process has seen it go
		if !b.lost.turn(w, now, askAgain) || b.standing(ctx, in) != nil {
			continue
		}
		errs = append(errs, b.restore(ctx, w, now))
	}
	return errors.Join(errs...)
}

// ownGrants remembers lost grants in this process, for a bot without a store.
type ownGrants struct {
	mu  sync.Mutex
	all map[domain.WorkspaceID]bool
}

func newOwnGrants() *ownGrants { return &ownGrants{all: make(map[domain.WorkspaceID]bool)} }

func (g *ownGrants) Lost(_ context.Context, w domain.WorkspaceID, _ string, _ time.Time) (bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	was := g.all[w]
	g.all[w] = true
	return !was, nil
}

func (g *ownGrants) Back(_ context.Context, w domain.WorkspaceID, _ time.Time) (bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	was := g.all[w]
	delete(g.all, w)
	return was, nil
}

func (g *ownGrants) Gone(context.Context) ([]domain.WorkspaceID, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Sorted(maps.Keys(g.all)), nil
}
