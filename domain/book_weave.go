package domain

// Weave notes how far an introduction of two contacts to each other has come. A
// later state of the same pair takes the place of the earlier one. KindInvalid
// for somebody with themselves.
func (b *Book) Weave(c, other *Contact, s IntroductionState, reason string) error {
	_, _, _, _ = c, other, s, reason
	return Fault(KindUnknown, "introduction", nil)
}

// Through notes that the member knows c through another contact. KindInvalid for
// somebody through themselves.
func (b *Book) Through(c, other *Contact) error {
	_, _ = c, other
	return Fault(KindUnknown, "introduction", nil)
}
