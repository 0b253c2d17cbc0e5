package domain

// Called returns what members are called, in their order; those whom the bot has not
// met, or who are gone, are left out.
func (m *Mentoring) Called(members []MemberID) ([]string, error) {
	if len(members) == 0 {
		return nil, nil
	}
	known, err := m.known(members)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, who := range members {
		if name := known[who]; name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}
