package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// summaryText shows an organiser what the channel will read. Nothing is posted: it is at
// its hour.
func summaryText(book *domain.Book, f forum) (view.Message, error) {
	s, err := book.Mentoring().Preview(f.program.ID)
	if err != nil {
		return view.Message{}, err
	}
	return view.SummaryPreview(view.SummaryPost{Summary: s, Program: f.program.ID}), nil
}

// mentoringSummary is the button that shows the same.
func (b *Bot) mentoringSummary(ctx context.Context, c Command) (Answer, error) {
	return b.aside(ctx, c, summaryText)
}
