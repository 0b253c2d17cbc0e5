package bot

import (
	"context"
	"encoding/json"
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

// publishOnce reads what is true and publishes it. With a hash Slack refuses a
// page that another process was ahead of. Without one, at a process's first page
// for a member, nobody does: what is true is read once more behind it, and goes
// over it if that has changed meanwhile.
func (b *Bot) publishOnce(ctx context.Context, o domain.Owner, s sight) (string, error) {
	now := b.now()
	page, ok, err := b.pageOf(ctx, o, s, now)
	if err != nil {
		return "", err
	}
	if !ok {
		return s.Hash, nil
	}
	hash, err := b.publishPage(ctx, o, s.Hash, page)
	if err != nil || s.Hash != "" {
		return hash, err
	}
	newer, ok, err := b.pageOf(ctx, o, s, now)
	if err != nil || !ok || inJSON(newer) == inJSON(page) {
		return hash, err
	}
	return b.publishPage(ctx, o, hash, newer)
}

// pageOf reads what is true for a member and makes their page of it; ok is false
// for somebody who has never opened theirs, or is gone.
func (b *Bot) pageOf(ctx context.Context, o domain.Owner, s sight, now time.Time) (page slack.HomeTabViewRequest, ok bool, err error) {
	m, err := b.members.Member(ctx, o)
	if err != nil {
		return page, false, fmt.Errorf("member: %w", err)
	}
	if !m.HomeOpened || m.Gone {
		return page, false, nil
	}
	p, err := b.shows.Portfolio(ctx, o, now)
	if err != nil {
		return page, false, fmt.Errorf("portfolio: %w", err)
	}
	return home(p, now, s), true, nil
}

// inJSON is a page as it goes to Slack, to tell whether two are the same.
func inJSON(page slack.HomeTabViewRequest) string {
	b, err := json.Marshal(page)
	if err != nil {
		return ""
	}
	return string(b)
}

// publishPage hands a page to Slack, in the place of the one that hash names, ""
// for whichever there is, and returns its hash.
func (b *Bot) publishPage(ctx context.Context, o domain.Owner, hash string, page slack.HomeTabViewRequest) (string, error) {
	in, err := b.granted(ctx, o.Workspace)
	if err != nil {
		return "", fmt.Errorf("installation: %w", err)
	}
	request := slack.PublishViewContextRequest{UserID: string(o.Member), View: page}
	if hash != "" {
		request.Hash = &hash
	}
	answer, err := in.Client.PublishViewContext(ctx, request)
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
		Pairs: p.Partnerships, Organised: p.Organised, Settings: comingUp(p.Member, p.Policy, now), Notice: s.Notice,
	}
	if s.At != "" {
		page.At, page.Page = view.ParsePage(s.At)
	}
	page.Digest = domain.PlanDigest(p, page.Settings.Today)
	shown := view.Home(page)
	shown.PrivateMetadata = private(place{Private: placeOf(page.Settings.Today, s.At)})
	return shown
}
