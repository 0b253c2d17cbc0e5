package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// acquaintance is how long a first command waits for Slack to say who its
// member is. Without an answer the policy's zone serves; Slack's own word on it
// comes with the next user_change or [Bot.Census].
const acquaintance = 1500 * time.Millisecond

// profile is what Slack says of a user, as far as rapport cares.
type profile struct {
	Name string
	Zone string // IANA, "" when Slack doesn't know one that exists
	Gone bool
}

// profileOf reads a user as the Web API and the events describe one.
func profileOf(u slack.User) profile {
	p := profile{
		Name: cmp.Or(strings.TrimSpace(u.Profile.DisplayName), strings.TrimSpace(u.Profile.FirstName), strings.TrimSpace(u.RealName), u.Name),
		Zone: u.TZ,
		Gone: u.Deleted,
	}
	if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "Local" {
		p.Zone = ""
	}
	return p
}

// meet makes sure that the member is known before anything is done for them.
func (b *Bot) meet(ctx context.Context, o domain.Owner, now time.Time) error {
	if _, ok := b.known.Load(o); ok {
		return nil
	}
	_, err := b.members.Member(ctx, o)
	if domain.KindOf(err) == domain.KindNotFound {
		err = b.introduce(ctx, o, now)
	}
	if err != nil {
		return fmt.Errorf("member: %w", err)
	}
	b.known.Store(o, struct{}{})
	return nil
}

// introduce stores a member whom we see for the first time.
func (b *Bot) introduce(ctx context.Context, o domain.Owner, now time.Time) error {
	p, err := b.lookUp(ctx, o)
	if err != nil {
		b.log.WarnContext(ctx, "profile unknown so far", "workspace", o.Workspace, "code", codeOf(err))
	}
	return b.members.Meet(ctx, domain.Newcomer(o, p.Name, cmp.Or(p.Zone, b.policy.Zone), b.policy, now), now)
}

// lookUp asks Slack who a member is.
func (b *Bot) lookUp(ctx context.Context, o domain.Owner) (profile, error) {
	in, err := b.granted(ctx, o.Workspace)
	if err != nil {
		return profile{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, acquaintance)
	defer cancel()
	u, err := in.Client.GetUserInfoContext(ctx, string(o.Member))
	b.called(ctx, in, "users.info", err)
	if err != nil {
		return profile{}, err
	}
	return profileOf(*u), nil
}

// The values under which a user_change carries what Slack says.
const (
	changeBlock = "user"
	changeName  = "name"
	changeZone  = "zone"
	changeGone  = "gone"
)

// userChanged keeps name, zone and departure of a member as Slack has them. The
// event may be late and older than what is stored, and what it says of itself is
// no proof: one that tells of a change has Slack asked what is true now. Most tell
// of none that matters here, as a status, and cost nothing.
func (b *Bot) userChanged(ctx context.Context, c Command) (Answer, error) {
	v := c.Values[changeBlock]
	said := profile{Name: v[changeName].One, Zone: v[changeZone].One, Gone: v[changeGone].One != ""}
	m, err := b.members.Member(ctx, c.Owner())
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return Answer{}, nil // of somebody who never used the bot nothing is stored
	case err != nil:
		return Answer{}, fmt.Errorf("member: %w", err)
	case !said.differs(m):
		return Answer{}, nil
	}
	now, err := b.lookUp(ctx, c.Owner())
	switch o := slackOutcome(err); {
	case err == nil:
		return Answer{}, b.compare(ctx, c.Owner(), now, c.At)
	case domain.GrantLost(o.Code):
		return Answer{}, nil // everybody is looked through when the grant is back
	case o.Result == domain.Failed && o.Code != "unreachable":
		return Answer{}, b.compare(ctx, c.Owner(), said, c.At) // Slack won't say: its event has
	default:
		return Answer{}, fmt.Errorf("users.info: %s", o.Code) // the event comes again
	}
}

// reachable reports whether whoever sent c can be written to. What somebody typed
// may come late, when they have been deactivated since; or they are back, and we
// have not heard of it.
func (b *Bot) reachable(ctx context.Context, c Command) bool {
	m, err := b.members.Member(ctx, c.Owner())
	if err != nil || !m.Gone {
		return true
	}
	p, err := b.lookUp(ctx, c.Owner())
	if err != nil || p.Gone {
		return false
	}
	if err := b.compare(ctx, c.Owner(), p, c.At); err != nil {
		b.untaken(ctx, "return of a member not noted", err, "workspace", c.Workspace)
	}
	return true
}

// followed is a button that opens a page: Slack opens it, nothing is left to do.
func (b *Bot) followed(context.Context, Command) (Answer, error) { return Answer{}, nil }

// Census holds everybody in the workspace against what is stored, so that a
// departure or a move that no event told us of is learned within a day.
func (b *Bot) Census(ctx context.Context, w domain.WorkspaceID, now time.Time) error {
	in, err := b.granted(ctx, w)
	if err != nil {
		return fmt.Errorf("installation: %w", err)
	}
	for p := in.Client.GetUsersPaginated(slack.GetUsersOptionLimit(200)); ; {
		p, err = p.Next(ctx)
		if p.Done(err) {
			return nil
		}
		b.called(ctx, in, "users.list", err)
		if limited := slackOutcome(err); limited.Result == domain.Limited {
			if err := pause(ctx, limited.RetryAfter); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("users of the workspace: %s", codeOf(err))
		}
		for _, u := range p.Users {
			if err := b.compare(ctx, domain.Owner{Workspace: in.Workspace, Member: domain.MemberID(u.ID)}, profileOf(u), now); err != nil {
				return err
			}
		}
	}
}

// compare stores what Slack says of a member when it differs from what we have;
// of somebody who never used the bot nothing is stored.
func (b *Bot) compare(ctx context.Context, o domain.Owner, p profile, now time.Time) error {
	m, err := b.members.Member(ctx, o)
	if domain.KindOf(err) == domain.KindNotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("member: %w", err)
	}
	if !p.differs(m) {
		return nil
	}
	if err := b.members.Profile(ctx, o, p.Name, p.Zone, p.Gone, now); err != nil {
		return fmt.Errorf("changed profile: %w", err)
	}
	return nil
}

// differs reports whether p says something else than what is stored. A zone that
// is empty is one that Slack doesn't know, or not any more.
func (p profile) differs(m domain.Member) bool {
	return m.Name != p.Name || m.Gone != p.Gone || p.Zone != "" && m.Zone != p.Zone && !m.ZoneChosen
}

// pause waits for d or for ctx to end.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
