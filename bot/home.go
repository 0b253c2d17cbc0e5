package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// homeOpened remembers that the member looks at App Home, so that it is kept
// fresh from now on, and brings it up to date.
func (b *Bot) homeOpened(ctx context.Context, c Command) (Answer, error) {
	m, err := b.members.Member(ctx, c.Owner())
	if err != nil || m.HomeOpened {
		return Answer{HomeDirty: err == nil}, err
	}
	err = b.book.Write(ctx, c.ref(), func(book *domain.Book) error {
		book.Member.HomeOpened = true
		return nil
	})
	return Answer{HomeDirty: err == nil}, err
}

// publisher is what keeps App Home fresh.
func (b *Bot) publisher() Publisher { return b.publishHome }

// publishHome publishes App Home of a member who has opened it before. Nobody
// else's is made: it would be a call for each touch that nobody looks at.
func (b *Bot) publishHome(ctx context.Context, o domain.Owner) error {
	m, err := b.members.Member(ctx, o)
	if err != nil {
		return fmt.Errorf("member: %w", err)
	}
	if !m.HomeOpened || m.Gone {
		return nil
	}
	now := b.now()
	p, err := b.shows.Portfolio(ctx, o, now)
	if err != nil {
		return fmt.Errorf("portfolio: %w", err)
	}
	in, err := b.installs.Installation(ctx, o.Workspace)
	if err != nil {
		return fmt.Errorf("installation: %w", err)
	}
	_, err = in.Client.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: string(o.Member), View: home(p, now)})
	b.meter.call("views.publish", err)
	if err != nil {
		return fmt.Errorf("views.publish: %w", plainly(err))
	}
	return nil
}

// home is App Home as it looks now.
func home(p domain.Portfolio, now time.Time) slack.HomeTabViewRequest {
	settings := p.Member.Settings(p.Policy)
	page := view.HomePage{
		Name: p.Member.Name, Hour: now.In(settings.Location).Hour(), Contacts: p.Contacts,
		Settings: comingUp(p.Member, p.Policy, now),
	}
	page.Digest = domain.PlanDigest(p, page.Settings.Today)
	return view.Home(page)
}
