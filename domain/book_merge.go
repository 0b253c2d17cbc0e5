package domain

// Rename gives c another name; the old one stays as an alias. KindInvalid for a
// name that is empty or longer than 200 characters.
func (b *Book) Rename(c *Contact, name string) error {
	_, _ = c, name
	return Fault(KindUnknown, "name", nil)
}

// Merge makes one contact of two: the history of both, the name of a, the name
// of the other as an alias. The one that has come further stays, the other leaves
// the portfolio and says where it went. It returns the one that stays.
// KindInvalid for somebody with themselves.
func (b *Book) Merge(a, other *Contact) (*Contact, error) {
	_, _ = a, other
	return nil, Fault(KindUnknown, "merge", nil)
}

// Split makes a new contact of a part of another's history: the rows with those
// ids go over to somebody called name. KindInvalid for a bad name and for ids
// that are no interactions, notes, promises, needs, asks, values or signals of c.
func (b *Book) Split(c *Contact, name string, rows []string) (*Contact, error) {
	_, _, _ = c, name, rows
	return nil, Fault(KindUnknown, "split", nil)
}
