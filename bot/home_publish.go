package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// publishAgain is how long to wait before a page is published a second time when
// nobody knows what became of the first; longestHomeWait is how long Slack may ask
// to wait. Publishing twice does no harm: the page is the same.
const (
	publishAgain    = time.Second
	longestHomeWait = 10 * time.Second
)

// publisher is what keeps App Home fresh.
func (b *Bot) publisher() Publisher { return b.publishHome }

// publishHome publishes App Home of a member who has opened it before. Nobody
// else's is made: it would be a call for each touch that nobody looks at.
func (b *Bot) publishHome(ctx context.Context, o domain.Owner, s sight) (string, error) {
	hash, err := b.publishOnce(ctx, o, s)
	switch out := slackOutcome(err); {
	case err == nil:
		return hash, nil
	case out.Code == "hash_conflict":
		// Another process has published since. What is read now is newer than
		// what it had read, so it goes over it.
		s.Hash = ""
	case out.Result == domain.Limited && out.RetryAfter <= longestHomeWait:
		err = errors.Join(err, pause(ctx, out.RetryAfter))
	case out.Result == domain.Unknown:
		s.Hash = "" // the first may have arrived
		err = errors.Join(err, pause(ctx, publishAgain))
	default:
		return "", err
	}
	if ctx.Err() != nil {
		return "", err
	}
	return b.publishOnce(ctx, o, s)
}

// publishOnce reads what is true and publishes it.
func (b *Bot) publishOnce(ctx context.Context, o domain.Owner, s sight) (string, error) {
	m, err := b.members.Member(ctx, o)
	if err != nil {
		return "", fmt.Errorf("member: %w", err)
	}
	if !m.HomeOpened || m.Gone {
		return s.Hash, nil
	}
	now := b.now()
	p, err := b.shows.Portfolio(ctx, o, now)
	if err != nil {
		return "", fmt.Errorf("portfolio: %w", err)
	}
	in, err := b.granted(ctx, o.Workspace)
	if err != nil {
		return "", fmt.Errorf("installation: %w", err)
	}
	page := slack.PublishViewContextRequest{UserID: string(o.Member), View: home(p, now, s)}
	if s.Hash != "" {
		page.Hash = &s.Hash
	}
	answer, err := in.Client.PublishViewContext(ctx, page)
	b.called(ctx, in, "views.publish", err)
	if err != nil {
		return "", fmt.Errorf("views.publish: %w", plainly(err))
	}
	return answer.Hash, nil
}

// home is App Home as it looks now.
func home(p domain.Portfolio, now time.Time, s sight) slack.HomeTabViewRequest {
	settings := p.Member.Settings(p.Policy)
	page := view.HomePage{
		Name: p.Member.Name, Hour: now.In(settings.Location).Hour(), Contacts: p.Contacts, Goals: p.Goals,
		Settings: comingUp(p.Member, p.Policy, now), Notice: s.Notice,
	}
	if s.At != "" {
		page.At, page.Page = view.ParsePage(s.At)
	}
	page.Digest = domain.PlanDigest(p, page.Settings.Today)
	shown := view.Home(page)
	shown.PrivateMetadata = private(place{Private: placeOf(page.Settings.Today, s.At)})
	return shown
}
