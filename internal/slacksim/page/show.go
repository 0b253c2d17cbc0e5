package page

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/internal/slacksim"
)

const (
	// together is how close messages of one person stand under one name.
	together = 5 * time.Minute
	// homePatience is how long the page waits for the bot to publish its Home; it
	// comes by itself when it is later.
	homePatience = 2 * time.Second
	// avatarColors is how many there are in the style sheet.
	avatarColors = 8
)

// where is who looks at what, the hidden fields of every form.
type where struct{ As, In string }

// shown is the whole page.
type shown struct {
	Title    string
	Version  uint64
	Where    where
	Me       slacksim.Member
	Team     slacksim.Team
	App      slacksim.App
	Clock    shownClock
	Running  bool
	Rooms    []shownRoom
	DM       shownRoom
	People   []shownPerson
	HomeHref string

	AppInitials string
	IsHome      bool
	IsApp       bool // App Home, or the direct message with the bot
	Room        *shownRoom
	Archived    bool
	Days        []day
	HomeID      string
	HomeBlocks  template.HTML
	Modal       *shownModal

	Suggestions   []suggestion
	Globals       []slacksim.Shortcut
	Placeholder   string
	Notice, Draft string
}

type shownClock struct{ Day, Time, ISO, Zone, Input string }

type shownRoom struct {
	ID, Name, Href         string
	Private, DirectMessage bool
	Current                bool
	Unread, Count          int
	Who                    string
}

type shownPerson struct {
	ID, Name, Initials, Href string
	Place, Zone, Time, ISO   string
	Color                    int
	Current                  bool
}

type day struct {
	ID, Label string
	Messages  []shownMessage
}

type shownMessage struct {
	ID, TS, Name, Initials     string
	Time, ShortTime, Full, ISO string
	Color                      int
	IsBot, Ephemeral, Edited   bool
	// Follows is set when it stands under the name of the one before.
	Follows   bool
	Text      template.HTML
	Blocks    template.HTML
	Where     where
	Shortcuts []slacksim.Shortcut
	Files     []shownFile
	// Replies are those in its thread.
	Replies []shownMessage
}

// shownFile is a file on a message: a picture, or a name to open.
type shownFile struct {
	Image            *shownImage
	Href, Name, Kind string
}

type shownModal struct {
	ID, Title, Submit, Close string
	AppInitials              string
	// Stacked modals have another one below.
	Stacked bool
	Blocks  template.HTML
	Where   where
}

// suggestion is one line of the composer's completion.
type suggestion struct {
	ID string
	// Insert is put into the text, Match is what was typed so far.
	Insert, Match           string
	Name, Hint, Description string
}

// front leads to the first member's conversation with the bot.
func (d *desk) front(rw http.ResponseWriter, r *http.Request) {
	for _, m := range d.sim.Members() {
		if !m.Deleted {
			http.Redirect(rw, r, roomHref(m.DM, m.ID), http.StatusSeeOther)
			return
		}
	}
	lost(rw, http.StatusNotFound, "Nobody is in this workspace yet.")
}

// conversation shows a channel or the direct message with the bot.
func (d *desk) conversation(rw http.ResponseWriter, r *http.Request) {
	d.show(rw, r, r.PathValue("in"))
}

// refreshHeader is how the script says that it looks again, and that nobody has
// just come here.
const refreshHeader = "X-Page-Refresh"

// home shows App Home. Who comes here opens it, which the bot hears.
func (d *desk) home(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get(refreshHeader) == "" {
		ctx, cancel := context.WithTimeout(r.Context(), homePatience)
		defer cancel()
		if _, err := d.sim.OpenHome(ctx, r.URL.Query().Get("as")); err != nil && ctx.Err() == nil {
			fail(rw, err)
			return
		}
	}
	d.show(rw, r, home)
}

// show draws the page.
func (d *desk) show(rw http.ResponseWriter, r *http.Request, in string) {
	q := r.URL.Query()
	shot, err := d.sim.Snapshot(q.Get("as"), in)
	if err != nil {
		fail(rw, err)
		return
	}
	page := draw(shot, in)
	said := d.notices.take(q.Get("notice"))
	page.Notice, page.Draft = said.Says, said.Draft
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = rw.Write([]byte(render("page", page))) // a browser that is gone needs no page
}

// draw lays out a snapshot.
func draw(shot slacksim.Snapshot, in string) shown {
	ctx := NewContext(shot)
	now := shot.Clock.Now.In(ctx.Zone)
	p := shown{
		Version: shot.Version, Where: where{shot.Me.ID, in}, Me: shot.Me, Team: shot.Team, App: shot.App,
		Clock: shownClock{
			Day: now.Format("Mon, Jan 2, 2006"), Time: clockTime(now), ISO: now.Format(time.RFC3339),
			Zone: shot.Me.TZ, Input: now.Format(momentLayout),
		},
		Running: shot.Clock.Running, HomeHref: roomHref(home, shot.Me.ID), AppInitials: initials(shot.App.Name),
		IsHome: in == home, IsApp: in == home || in == shot.DM.ID,
	}
	for _, c := range shot.Channels {
		p.Rooms = append(p.Rooms, roomOf(c, shot, in))
	}
	p.DM = roomOf(shot.DM, shot, in)
	p.DM.Name = shot.App.Name
	for _, m := range shot.Members {
		if !m.Deleted {
			p.People = append(p.People, personOf(m, shot))
		}
	}
	if p.IsHome {
		p.Title = shot.App.Name + " Home – " + shot.Team.Name
		if shot.Home != nil {
			p.HomeID = shot.Home.ID
			p.HomeBlocks = Blocks(shot.Home.Blocks, ctx.of("home", shot.Home.State))
		}
	} else {
		p.drawRoom(shot, ctx)
	}
	if shot.View != nil {
		p.Modal = modalOf(shot.View, ctx, p.Where, p.AppInitials)
	}
	return p
}

// drawRoom lays out a conversation.
func (p *shown) drawRoom(shot slacksim.Snapshot, ctx Context) {
	room := p.DM
	for i, r := range p.Rooms {
		if r.Current {
			room, p.Archived = r, shot.Channels[i].Archived
		}
	}
	p.Room = &room
	p.Title = "#" + room.Name + " – " + shot.Team.Name
	p.Placeholder = "Message #" + room.Name
	if room.DirectMessage {
		p.Title = room.Name + " (DM) – " + shot.Team.Name
		p.Placeholder = "Message " + room.Name
	}
	p.Days = days(shot, ctx)
	p.Suggestions = suggestions(shot)
	for _, s := range shot.Shortcuts {
		if s.Type == "global" {
			p.Globals = append(p.Globals, s)
		}
	}
}

// roomOf prepares a line of the sidebar.
func roomOf(c slacksim.Channel, shot slacksim.Snapshot, in string) shownRoom {
	r := shownRoom{
		ID: c.ID, Name: c.Name, Href: roomHref(c.ID, shot.Me.ID), Private: c.Private,
		DirectMessage: c.DirectMessage, Current: c.ID == in, Unread: c.Unread, Count: len(c.Members),
	}
	var names []string
	for _, m := range shot.Members {
		if slices.Contains(c.Members, m.ID) {
			names = append(names, m.Name)
		}
	}
	if c.Bot {
		names = append(names, shot.App.Name)
		r.Count++
	}
	r.Who = strings.Join(names, ", ")
	return r
}

// personOf prepares a line of the member switcher.
func personOf(m slacksim.Member, shot slacksim.Snapshot) shownPerson {
	local := shot.Clock.Now.In(zone(m))
	city := m.TZ[strings.LastIndexByte(m.TZ, '/')+1:]
	when := clockTime(local)
	if d := daysApart(local, shot.Clock.Now.In(zone(shot.Me))); d != 0 {
		when = local.Format("Mon ") + when
	}
	return shownPerson{
		ID: m.ID, Name: m.Name, Initials: initials(m.RealName), Href: roomHref(m.DM, m.ID),
		Place: strings.ReplaceAll(city, "_", " "), Zone: m.TZ, Time: when, ISO: local.Format(time.RFC3339),
		Color: color(m.ID, shot.Members), Current: m.ID == shot.Me.ID,
	}
}

// color picks an avatar colour: members' differ as long as there are colours.
func color(id string, members []slacksim.Member) int {
	i := slices.IndexFunc(members, func(m slacksim.Member) bool { return m.ID == id })
	return (i + avatarColors) % avatarColors
}

// days lays out messages under the days of who looks.
func days(shot slacksim.Snapshot, ctx Context) []day {
	var all []day
	now := shot.Clock.Now.In(ctx.Zone)
	var before *slacksim.Message
	threads := threadsOf(shot, ctx)
	for i, m := range shot.Messages {
		if _, inThread := threads[m.Thread]; inThread {
			continue
		}
		at := m.At.In(ctx.Zone)
		id := at.Format(time.DateOnly)
		if len(all) == 0 || all[len(all)-1].ID != id {
			all = append(all, day{ID: id, Label: dayLabel(at, now)})
			before = nil
		}
		one := messageOf(m, shot, ctx)
		one.Replies = threads[m.TS]
		one.Follows = before != nil && before.User == m.User && before.Ephemeral == m.Ephemeral &&
			m.At.Sub(before.At) < together && !m.Ephemeral
		today := &all[len(all)-1]
		today.Messages = append(today.Messages, one)
		before = &shot.Messages[i]
	}
	return all
}

// threadsOf prepares the replies to each message that is shown.
func threadsOf(shot slacksim.Snapshot, ctx Context) map[string][]shownMessage {
	threads := map[string][]shownMessage{}
	for _, m := range shot.Messages {
		begins := func(x slacksim.Message) bool { return x.TS == m.Thread }
		if m.Thread != "" && m.Thread != m.TS && slices.ContainsFunc(shot.Messages, begins) {
			threads[m.Thread] = append(threads[m.Thread], messageOf(m, shot, ctx))
		}
	}
	return threads
}

// messageOf prepares one message.
func messageOf(m slacksim.Message, shot slacksim.Snapshot, ctx Context) shownMessage {
	at := m.At.In(ctx.Zone)
	s := shownMessage{
		ID: "m-" + m.TS, TS: m.TS, Name: m.Name, Initials: initials(realName(m, shot)), Color: color(m.User, shot.Members),
		Time: clockTime(at), ShortTime: at.Format("3:04"), ISO: at.Format(time.RFC3339),
		Full:  at.Format("Monday, January 2, 2006 at 3:04:05 PM"),
		IsBot: m.IsBot, Ephemeral: m.Ephemeral, Edited: m.Edited, Where: where{shot.Me.ID, m.In},
		Text: Mrkdwn(m.Text, ctx), Files: filesOf(m),
	}
	if len(readBlocks(m.Blocks)) > 0 {
		s.Blocks = Blocks(m.Blocks, ctx.of(s.ID, m.State))
	}
	if m.Ephemeral {
		return s
	}
	for _, one := range shot.Shortcuts {
		if one.Type == "message" {
			s.Shortcuts = append(s.Shortcuts, one)
		}
	}
	return s
}

// filesOf prepares the files of a message.
func filesOf(m slacksim.Message) []shownFile {
	var all []shownFile
	for _, a := range m.Files {
		href := "/files/" + url.PathEscape(a.ID)
		if a.Picture() {
			all = append(all, shownFile{Image: &shownImage{Src: href, Alt: a.Title}})
			continue
		}
		kind := strings.ToUpper(strings.TrimPrefix(path.Ext(a.Name), "."))
		all = append(all, shownFile{Href: href, Name: a.Title, Kind: kind})
	}
	return all
}

// realName is the full name of who wrote a message, where it is known.
func realName(m slacksim.Message, shot slacksim.Snapshot) string {
	for _, who := range shot.Members {
		if who.ID == m.User && who.RealName != "" {
			return who.RealName
		}
	}
	return m.Name
}

// modalOf prepares the open modal.
func modalOf(v *slacksim.View, ctx Context, at where, appInitials string) *shownModal {
	ctx = ctx.of(v.ID, v.State)
	ctx.Modal, ctx.Errors = true, v.Errors
	return &shownModal{
		ID: v.ID, Title: v.Title, Submit: v.Submit, Close: v.Close, AppInitials: appInitials,
		Stacked: v.Depth > 1, Blocks: Blocks(v.Blocks, ctx), Where: at,
	}
}

// suggestions are what / and @ complete to.
func suggestions(shot slacksim.Snapshot) []suggestion {
	var all []suggestion
	commands := slices.Clone(shot.Commands)
	for _, own := range slacksim.OwnCommands {
		if !slices.ContainsFunc(commands, func(c slacksim.Command) bool { return c.Name == own.Name }) {
			commands = append(commands, own)
		}
	}
	for _, c := range commands {
		all = append(all, suggestion{
			ID: "s" + strings.ReplaceAll(c.Name, "/", "-"), Insert: c.Name + " ", Match: c.Name,
			Name: c.Name, Hint: c.UsageHint, Description: c.Description,
		})
	}
	named := append(slices.Clone(shot.Members), slacksim.Member{ID: shot.App.BotUser, Name: shot.App.Name})
	for _, m := range named {
		if m.Deleted {
			continue
		}
		at := "@" + strings.Join(strings.Fields(strings.ToLower(m.Name)), ".")
		all = append(all, suggestion{ID: "s-" + m.ID, Insert: at + " ", Match: at, Name: m.Name, Hint: at})
	}
	return all
}
