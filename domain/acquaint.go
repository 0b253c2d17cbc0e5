package domain

import (
	"cmp"
	"slices"
)

// Acquaint puts somebody in Slack, with whom the member was paired, among their
// people: in Relating, with a tag. Who is there already only gets the tag, and who is
// archived is left alone. It is not for undo to take back.
func (b *Book) Acquaint(slackUser MemberID, name, tag string) error {
	all, err := b.linked(string(slackUser))
	if err != nil {
		return err
	}
	if len(all) > 0 {
		if all[0].Archived {
			return nil
		}
		return b.Tag(all[0], tag)
	}
	c, err := b.Add(cmp.Or(oneLine(name), string(slackUser)), string(slackUser), Relating)
	if err != nil {
		return err
	}
	return b.Tag(c, tag)
}

// linked returns the contacts of the member's who are a Slack user, those first who
// are in sight; whoever was removed is none.
func (b *Book) linked(slackUser string) ([]*Contact, error) {
	names, err := b.AllNames()
	if err != nil {
		return nil, err
	}
	ids := slices.Clone(b.order)
	for _, k := range names {
		if k.Slack == slackUser && !slices.Contains(ids, k.Contact) {
			ids = append(ids, k.Contact)
		}
	}
	var all []*Contact
	for _, id := range ids {
		c, err := b.open(id)
		switch {
		case err != nil:
			return nil, err
		case c.SlackUser == slackUser && !c.Removed:
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, c *Contact) int { return cmp.Or(first(!a.Archived, !c.Archived), byName(a, c)) })
	return all, nil
}
