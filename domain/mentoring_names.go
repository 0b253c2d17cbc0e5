package domain

import "fmt"

// Called returns what members are called, in their order; those whom the bot has not
// met, or who are gone, are left out.
func (m *Mentoring) Called(members []MemberID) ([]string, error) {
	s, ok := m.book.shelf.(ProgramShelf)
	if !ok || len(members) == 0 {
		return nil, nil
	}
	known, _, err := s.Known(members)
	if err != nil {
		return nil, fmt.Errorf("names of members: %w", err)
	}
	var names []string
	for _, who := range members {
		if name := known[who]; name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}
