package bot

import (
	"context"

	"rapport/domain"
)

// turnAsks shows the card until there is a list of asks.
func (b *Bot) turnAsks(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	return b.turn(ctx, c, id, f)
}
