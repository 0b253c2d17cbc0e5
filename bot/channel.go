package bot

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"rapport/domain"
)

// Outgoing is what is on its way to channels: store.Outbox is one.
type Outgoing interface {
	// Shut cancels what was planned until at for a channel, and returns how much
	// that was.
	Shut(ctx context.Context, w domain.WorkspaceID, channel string, at time.Time) (int, error)
}

// channelShut hears that a channel takes no messages of ours any more. What was
// planned for it before that is cancelled; what was planned later, because it had
// been opened again before we heard, is not.
func (b *Bot) channelShut(ctx context.Context, c Command) (Answer, error) {
	since := moment(c.Args)
	if since.IsZero() {
		since = c.At
	}
	return Answer{}, b.shut(ctx, c.Workspace, c.Channel, since, c.At)
}

// shut notes that a channel takes no messages of ours since an instant: what was on
// its way there is cancelled, and the organisers of the program there are told once.
func (b *Bot) shut(ctx context.Context, w domain.WorkspaceID, channel string, since, now time.Time) error {
	if b.outgoing != nil {
		n, err := b.outgoing.Shut(ctx, w, channel, since)
		if err != nil {
			return fmt.Errorf("channel that was shut: %w", err)
		}
		if n > 0 {
			b.log.WarnContext(ctx, "a channel was archived, deleted or left: what was on its way there is cancelled", "workspace", w, "channel", channel, "deliveries", n)
		}
	}
	if b.halls == nil {
		return nil
	}
	if err := b.halls.Shut(ctx, w, channel, since, now); err != nil {
		return fmt.Errorf("program of a channel that was shut: %w", err)
	}
	return nil
}

// channelOpen hears that a channel is open to us. What was cancelled stays so,
// and what is planned from now on goes out by itself.
func (b *Bot) channelOpen(ctx context.Context, c Command) (Answer, error) {
	b.log.DebugContext(ctx, "a channel is open", "workspace", c.Workspace, "channel", c.Channel)
	if b.halls == nil {
		return Answer{}, nil
	}
	if err := b.halls.Open(ctx, c.Workspace, c.Channel, c.At); err != nil {
		return Answer{}, fmt.Errorf("program of a channel that is open: %w", err)
	}
	return Answer{}, nil
}

// moment reads an event's timestamp, "1764000000.000500"; the zero time for what
// is none.
func moment(ts string) time.Time {
	sec, err := strconv.ParseFloat(ts, 64)
	if err != nil || !(sec > 0 && sec < math.MaxInt32*1024) {
		return time.Time{}
	}
	return time.UnixMicro(int64(math.Round(sec * 1e6))).UTC()
}
