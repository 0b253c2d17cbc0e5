package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// pause keeps everything unasked away until a date.
func (b *Bot) pause(ctx context.Context, c Command, until domain.Date) (Answer, error) {
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		was := *book.Member
		if err := book.Pause(until); err != nil {
			return view.Message{}, err
		}
		return view.Paused(settingsPage(book, was)), nil
	})
}

// leave keeps everything unasked away until it is wanted again: one tap, with no
// plea.
func (b *Bot) leave(ctx context.Context, c Command) (Answer, error) {
	return b.pause(ctx, c, domain.Forever)
}

// resume lets messages come again.
func (b *Bot) resume(ctx context.Context, c Command) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		was := *book.Member
		if err := book.Pause(domain.Date{}); err != nil {
			return view.Message{}, err
		}
		return view.Resumed(settingsPage(book, was), was.PausedUntil.After(book.Today)), nil
	})
	a.Replace = c.Reply.Door == ButtonDoor && c.Reply.ViewID == ""
	return a, err
}
