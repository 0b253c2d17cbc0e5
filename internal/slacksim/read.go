package slacksim

import "slices"

// Snapshot returns all that a member sees, with the messages of one conversation,
// or of none for "home" and "". Those count as read from then on.
func (s *Sim) Snapshot(as, in string) (Snapshot, error) {
	shot := Snapshot{Channels: []Channel{}, Messages: []Message{}}
	err := s.change(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		if in != "" && in != "home" {
			c, err := w.room(m, in)
			if err != nil {
				return err
			}
			shot.In = c.ID
			shot.Messages = w.visible(m, c.ID, "")
			w.read(m, c)
		}
		shot.Version = w.rev
		shot.Team, shot.App, shot.Me, shot.Members = w.meta.Team, w.meta.App, m.Member, w.people()
		shot.App.Connected = s.reachable()
		for _, c := range w.rooms() {
			if slices.Contains(c.Members, m.ID) {
				c.Unread = w.unread(m, c.ID)
				shot.Channels = append(shot.Channels, c)
			}
		}
		shot.DM = w.channels[m.DM].Channel
		shot.DM.Members = slices.Clone(shot.DM.Members)
		shot.DM.Unread = w.unread(m, m.DM)
		shot.View, shot.Home = w.page(w.top(m.ID)), w.page(w.home(m.ID))
		shot.Clock = Clock{Now: w.now, Running: s.opts.Running}
		shot.Commands, shot.Shortcuts = slices.Clone(s.opts.Commands), slices.Clone(s.opts.Shortcuts)
		return nil
	})
	return shot, err
}

// read marks a conversation as seen, without making it news.
func (w *world) read(m *member, c *channel) {
	list := w.messages[c.ID]
	if len(list) == 0 || m.Read[c.ID] >= list[len(list)-1].TS {
		return
	}
	m.Read[c.ID] = list[len(list)-1].TS
	w.dirty["member/"+m.ID] = m
}

// unread counts what a member has not seen of others' messages.
func (w *world) unread(m *member, channel string) int {
	n := 0
	for _, x := range slices.Backward(w.messages[channel]) {
		if x.TS <= m.Read[channel] {
			break
		}
		if x.User != m.ID && x.seenBy(m.ID) {
			n++
		}
	}
	return n
}
