package bot

import (
	"context"

	"rapport/domain"
)

// verdict is what a door does with a parcel.
type verdict uint8

const (
	take       verdict = iota + 1 // hand it to its member's line
	skip                          // nothing to do: acknowledge it
	unreadable                    // no form that we know
	foreign                       // meant for another app or workspace
)

var verdictNames = [...]string{"", "taken", "skipped", "unreadable", "foreign"}

// judge decides what becomes of a decoded payload, and counts it. Nothing of
// its content is logged.
func (b *Bot) judge(ctx context.Context, p parcel, err error) verdict {
	v := b.verdict(ctx, p, err)
	b.meter.payload(p.What, verdictNames[v])
	if v == unreadable || v == foreign {
		b.log.WarnContext(ctx, "payload not taken", "sort", p.What, "why", verdictNames[v], "workspace", p.Command.Workspace)
	}
	return v
}

func (b *Bot) verdict(ctx context.Context, p parcel, err error) verdict {
	switch {
	case err != nil:
		return unreadable
	case p.Challenge != "":
		return skip
	case p.Command.Workspace == "" && p.Skip:
		return skip
	case p.Command.Workspace == "":
		return unreadable
	}
	in, err := b.grant(ctx, p)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return foreign
	case err != nil:
		return take // the store is ill; the handler will say so
	case in.App != "" && p.App != "" && p.App != in.App:
		return foreign
	case p.Skip, p.About != "" && p.About != in.BotUser, p.Command.Member != "" && string(p.Command.Member) == in.BotUser:
		return skip
	case !p.Command.complete():
		return unreadable
	}
	return take
}

// grant finds the installation that a parcel is for: the workspace's own, or
// that of the organisation it belongs to.
func (b *Bot) grant(ctx context.Context, p parcel) (*Installation, error) {
	in, err := b.installs.Installation(ctx, p.Command.Workspace)
	if domain.KindOf(err) == domain.KindNotFound && p.Enterprise != "" {
		return b.installs.Installation(ctx, domain.WorkspaceID(p.Enterprise))
	}
	return in, err
}
