package domain

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// maxComment is the longest comment and the longest shout-out, in characters.
const maxComment = 500

// Rate gives feedback about a session or the first month, or changes what was given.
// A comment that is empty leaves the one before. KindInvalid for a rating that is
// none of 1 to 5, KindStale for a session that was taken back.
func (m *Mentoring) Rate(id PairID, about string, rating int, comment string) (Feedback, error) {
	q, err := m.ofTwo(id)
	if err != nil {
		return Feedback{}, err
	}
	comment = oneLine(comment)
	switch {
	case rating < 1 || rating > 5:
		return Feedback{}, Fault(KindInvalid, "rating", nil)
	case utf8.RuneCountInString(comment) > maxComment:
		return Feedback{}, Fault(KindInvalid, "comment", nil)
	}
	if err := m.rateable(q, about); err != nil {
		return Feedback{}, err
	}
	all, err := m.feedbackOf(id)
	if err != nil {
		return Feedback{}, err
	}
	f := Feedback{Program: q.Program, Pair: id, Author: m.me(), About: about, Given: m.book.Now}
	if i := slices.IndexFunc(all, func(f Feedback) bool { return f.About == about }); i >= 0 {
		f = all[i]
	}
	f.Rating = rating
	if comment != "" {
		f.Comment = comment
	}
	m.feedback.put(feedbackOf{id, about}, f)
	return f, nil
}

// rateable reports whether feedback can be given about a month or a session.
func (m *Mentoring) rateable(q Pair, about string) error {
	if about == FeedbackMonth {
		return nil
	}
	on, err := ParseDate(about)
	if err != nil || on.IsZero() {
		return Fault(KindInvalid, "what feedback is about", nil)
	}
	logs, err := m.logsNow(q.ID)
	if err != nil {
		return err
	}
	if !slices.Contains(sessionsOf(logs), on) {
		return Fault(KindStale, "session", nil)
	}
	return nil
}

// feedbackOf returns what the member has given about a pair.
func (m *Mentoring) feedbackOf(id PairID) ([]Feedback, error) {
	read, err := m.book.shelf.Feedback(id)
	if err != nil {
		return nil, fmt.Errorf("feedback: %w", err)
	}
	return m.feedback.over(read, func(f Feedback) feedbackOf { return feedbackOf{f.Pair, f.About} }, func(f Feedback) bool {
		return f.Pair == id
	}), nil
}
