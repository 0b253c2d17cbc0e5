package slacksim

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// member is a person, as kept.
type member struct {
	Member
	// Order is the place in which they came, Updated when they last changed.
	Order   uint64
	Updated time.Time
	// Read is the last ts seen, by conversation.
	Read map[string]string
}

// AddMember adds a person. Name is what others see; RealName and TZ (an IANA
// zone) default to it and to UTC. The ids are handed out, or kept where given.
func (s *Sim) AddMember(m Member) (Member, error) {
	err := s.change(func(w *world) error {
		added, err := w.addMember(m)
		if err != nil {
			return err
		}
		m = added.Member
		if s.reachable() {
			w.raise("team_join", object{"user": w.userObject(added)})
		}
		return nil
	})
	s.sendEvents()
	return m, err
}

func (w *world) addMember(m Member) (*member, error) {
	m.Name = strings.TrimSpace(m.Name)
	if m.Name == "" {
		return nil, refuse("A member needs a name.")
	}
	setDefault(&m.RealName, m.Name)
	setDefault(&m.TZ, "UTC")
	if err := checkZone(m.TZ); err != nil {
		return nil, err
	}
	for _, other := range w.members {
		if handle(other.Name) == handle(m.Name) {
			return nil, refuse("There is a member named %s already.", m.Name)
		}
	}
	if m.ID == "" {
		m.ID = w.newID("U")
	}
	if w.members[m.ID] != nil || m.ID == w.meta.App.BotUser {
		return nil, refuse("The id %s is taken.", m.ID)
	}
	if m.DM == "" {
		m.DM = w.newID("D")
	}
	m.Deleted = false
	w.meta.Seq++
	added := &member{Member: m, Order: w.meta.Seq, Updated: w.now, Read: map[string]string{}}
	w.members[m.ID] = added
	w.channels[m.DM] = &channel{
		Channel: Channel{ID: m.DM, Name: "directmessage", Members: []string{m.ID}, Bot: true, DirectMessage: true},
		Created: w.now,
	}
	w.touch("member/"+m.ID, added)
	w.touch("channel/"+m.DM, w.channels[m.DM])
	return added, nil
}

// MemberChange is what may change about a member; nil leaves as it is.
type MemberChange struct {
	Name     *string `json:"name"`
	RealName *string `json:"real_name"`
	TZ       *string `json:"tz"`
	Deleted  *bool   `json:"deleted"`
}

// ChangeMember changes a member, and tells the bot with user_change.
func (s *Sim) ChangeMember(id string, c MemberChange) (Member, error) {
	var after Member
	err := s.change(func(w *world) error {
		m := w.members[id]
		if m == nil {
			return missing("There is no member %s.", id)
		}
		if c.TZ != nil {
			if err := checkZone(*c.TZ); err != nil {
				return err
			}
		}
		set(&m.Name, c.Name)
		set(&m.RealName, c.RealName)
		set(&m.TZ, c.TZ)
		set(&m.Deleted, c.Deleted)
		m.Updated = w.now
		w.touch("member/"+id, m)
		w.raise("user_change", object{"user": w.userObject(m), "cache_ts": w.now.Unix()})
		after = m.Member
		return nil
	})
	s.sendEvents()
	return after, err
}

// set changes a field when there is something to change it to.
func set[T any](field, to *T) {
	if to != nil {
		*field = *to
	}
}

// Members returns the people, in the order they came.
func (s *Sim) Members() []Member {
	var all []Member
	_ = s.look(func(w *world) error { // has nothing to refuse
		all = w.people()
		return nil
	})
	return all
}

func (w *world) people() []Member {
	sorted := make([]*member, 0, len(w.members))
	for _, m := range w.members {
		sorted = append(sorted, m)
	}
	slices.SortFunc(sorted, func(a, b *member) int { return cmp.Compare(a.Order, b.Order) })
	all := make([]Member, len(sorted))
	for i, m := range sorted {
		all[i] = m.Member
	}
	return all
}

// person returns the member who acts.
func (w *world) person(id string) (*member, error) {
	m := w.members[id]
	switch {
	case id == "":
		return nil, refuse(`Say who acts: "as" is a member's id.`)
	case m == nil:
		return nil, missing("There is no member %s.", id)
	case m.Deleted:
		return nil, refuse("%s has been deactivated.", m.Name)
	}
	return m, nil
}

// checkZone refuses a time zone that is not one.
func checkZone(tz string) error {
	if _, err := time.LoadLocation(tz); err != nil || tz == "Local" || tz == "" {
		return refuse("%q is not a time zone: write one like Europe/Berlin.", tz)
	}
	return nil
}

// handle is the short name in lower case that Slack calls name.
func handle(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(name)), ".")
}

// userObject is a member as the Web API tells of them.
func (w *world) userObject(m *member) object {
	zone, err := time.LoadLocation(m.TZ)
	if err != nil {
		zone = time.UTC // checked on the way in
	}
	label, offset := w.now.In(zone).Zone()
	first, last, _ := strings.Cut(m.RealName, " ")
	u := object{
		"id": m.ID, "team_id": w.meta.Team.ID, "name": handle(m.Name), "deleted": m.Deleted,
		"color": "9f69e7", "real_name": m.RealName, "tz": m.TZ, "tz_label": label, "tz_offset": offset,
		"profile": object{
			"real_name": m.RealName, "real_name_normalized": m.RealName,
			"display_name": m.Name, "display_name_normalized": m.Name,
			"first_name": first, "last_name": last, "team": w.meta.Team.ID,
			"title": "", "phone": "", "status_text": "", "status_emoji": "",
		},
		"is_admin": false, "is_owner": false, "is_primary_owner": false, "is_restricted": false,
		"is_ultra_restricted": false, "is_bot": false, "is_app_user": false,
		"is_email_confirmed": true, "updated": m.Updated.Unix(),
	}
	if m.Deleted { // Slack leaves these out for the deactivated
		delete(u, "tz")
		delete(u, "tz_label")
		delete(u, "tz_offset")
	}
	return u
}

// botObject is the bot user as the Web API tells of it.
func (w *world) botObject() object {
	a := w.meta.App
	return object{
		"id": a.BotUser, "team_id": w.meta.Team.ID, "name": handle(a.Name), "deleted": w.meta.Uninstalled,
		"real_name": a.Name, "tz": "America/Los_Angeles", "tz_label": "Pacific Standard Time", "tz_offset": -28800,
		"profile": object{
			"real_name": a.Name, "display_name": "", "bot_id": a.BotID, "api_app_id": a.ID,
			"always_active": true, "team": w.meta.Team.ID,
		},
		"is_bot": true, "is_app_user": false, "updated": int64(0),
	}
}
