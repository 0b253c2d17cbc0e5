package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// inSlack gives the desk a Slack that can be asked about channels.
func (d *desk) inSlack() *fakeSlack {
	d.t.Helper()
	f := newFakeSlack(d.t.(*testing.T))
	api := f.URL + "/api/"
	in := &Installation{Workspace: mia.Workspace, BotUser: "UBOT", APIURL: api, Client: NewClient(Credentials{BotToken: "xoxb-secret", APIURL: api})}
	b, err := New(Options{Book: d, Members: d, Shows: d, Installations: NewOnly(in), Policy: d.bot.policy, Now: func() time.Time { return d.now }})
	if err != nil {
		d.t.Fatal(err)
	}
	d.bot = b
	return f
}

// channel makes Slack tell of a channel.
func (f *fakeSlack) channel(fields string) {
	f.says("conversations.info", `{"ok":true,"channel":{"id":"C1","name":"eng-mentors","is_channel":true`+fields+`}}`)
}

func TestStartingNeedsAChannelThatTakesPosts(t *testing.T) {
	d := newDesk(t)
	f := d.inSlack()
	f.says("users.info", `{"ok":true,"user":{"id":"UBOT","profile":{"display_name":"rapportbot"}}}`)
	for _, c := range []struct{ what, channel, answer, want string }{
		{"not a member", "C1", `{"ok":true,"channel":{"id":"C1","name":"eng","is_member":false}}`, "/invite @rapportbot"},
		{"private", "G1", `{"ok":false,"error":"channel_not_found"}`, "/invite @rapportbot"},
		{"archived", "C1", `{"ok":true,"channel":{"id":"C1","name":"eng","is_archived":true}}`, "archived"},
		{"not allowed", "C1", `{"ok":false,"error":"missing_scope"}`, "channels:read"},
		{"ill", "C1", `{"ok":false,"error":"fatal_error"}`, "try again in a minute"},
	} {
		f.says("conversations.info", c.answer)
		for _, verb := range []Command{
			{Verb: view.VerbMentoring, Args: "start Engineering Mentors", Channel: c.channel, Reply: Reply{Door: SlashDoor}},
			{Verb: view.VerbMentoringStart, Args: c.channel, Channel: c.channel, Reply: Reply{Door: ButtonDoor}},
		} {
			verb.Trigger = "trigger"
			a := d.do(verb)
			d.says(a, c.want, "nothing was started")
			if a.Modal != nil || len(d.hall.programs) > 0 {
				t.Errorf("%s: something was started", c.what)
			}
		}
	}
	d.says(d.types("mentoring start Engineering Mentors"), "Go to the channel", "nothing was started")
	if n := len(f.made("chat.postMessage")); n > 0 {
		t.Errorf("%d messages were posted", n)
	}
}

func TestStarting(t *testing.T) {
	d := newDesk(t)
	f := d.inSlack()
	f.channel(`,"is_member":true,"is_private":true`)
	omar := d.beside("U2", "Omar Haddad")
	a := d.mentoring("start")
	if a.Modal == nil || !strings.Contains(encoded(t, a.Modal), `"Eng mentors"`) {
		t.Fatalf("no form with the channel's name: %+v", a)
	}
	named := d.mentoring("start “Engineering Mentors”")
	if !strings.Contains(encoded(t, named.Modal), "Engineering Mentors") {
		t.Error("the name that was typed is not in the form")
	}
	good := map[string]string{
		view.ProgramNameBlock: "Engineering Mentors", view.CadenceBlock: "every 2 weeks", view.SummaryDayBlock: "tue", view.SummaryHourBlock: "8:30",
		view.ProgramZoneBlock: "Europe/Berlin", view.JoiningBlock: "open",
	}
	fill := func(change ...string) []string {
		var all []string
		for block, value := range good {
			all = append(all, block+"="+value)
		}
		return append(all, change...)
	}
	f.says("users.info", `{"ok":true,"user":{"id":"U9","profile":{"display_name":"Kim <!here>"}}}`)
	for _, c := range []struct{ block, value, want string }{
		{view.ProgramNameBlock, " ", "needs a name"},
		{view.ProgramNameBlock, long(81), "80 characters"},
		{view.CadenceBlock, "now and then", "every 6 weeks"},
		{view.CadenceBlock, "default", "every 6 weeks"},
		{view.SummaryDayBlock, "mon-fri", "Choose a day"},
		{view.SummaryHourBlock, "noonish", "08:30"},
		{view.ProgramZoneBlock, "Moon/Base", "Europe/Berlin"},
		{view.ProgramZoneBlock, "", "Europe/Berlin"},
		{view.JoiningBlock, "", "Choose one"},
		{view.OrganisersBlock, "U9", "Kim"},
	} {
		got := d.submits(a.Modal, fill(c.block+"="+c.value)...)
		if !strings.Contains(got.Errors[c.block], c.want) || len(got.Errors) != 1 || len(d.hall.programs) > 0 {
			t.Errorf("%s %q: %v, want %q", c.block, c.value, got.Errors, c.want)
		}
	}
	d.says(d.submits(a.Modal, fill(view.OrganisersBlock+"=U2")...), "*Engineering Mentors* runs in this channel", "Tue 08:30, Berlin time")
	p := d.hall.only(t)
	want := domain.Program{
		Workspace: mia.Workspace, ID: p.ID, Channel: "C1", Private: true, Name: "Engineering Mentors", Cadence: domain.Every(14),
		Summary: domain.Weekly{At: 8*60 + 30, Days: domain.Tuesday}, Zone: "Europe/Berlin", Organisers: []domain.MemberID{"U1", "U2"},
		Joining: domain.JoinOpen, Started: d.today(),
	}
	if encoded(t, *p) != encoded(t, want) {
		t.Errorf("started %+v\n   want %+v", *p, want)
	}
	if told := d.hall.told(); !slices.Equal(told, []string{"U2 organiser"}) {
		t.Errorf("told are %v", told)
	}
	// A second submission, and a second program there.
	if got := d.submits(a.Modal, fill()...); got.Errors[view.ProgramNameBlock] != view.ProgramThere || len(d.hall.programs) != 1 {
		t.Errorf("a second one: %+v", got)
	}
	omar.says(omar.mentoring("start Another"), "Nothing was started: a program runs here already", "You organise it")
}

func TestChangingAProgram(t *testing.T) {
	d := newDesk(t)
	id := d.program("C1", "Engineering Mentors")
	omar := d.beside("U2", "Omar Haddad")
	omar.says(omar.mentoring("settings"), "for the organisers", "*Mia*")
	a := d.mentoring("settings")
	if a.Modal == nil || !strings.Contains(encoded(t, a.Modal), `"initial_users":["U1"]`) {
		t.Fatalf("no form: %+v", a)
	}
	d.says(d.types("mentoring settings"), "Organised by *Mia*", "Whoever can see the channel may join")
	fill := func(change ...string) []string {
		return append([]string{
			view.ProgramNameBlock + "=Mentors", view.CadenceBlock + "=monthly", view.SummaryDayBlock + "=fri", view.SummaryHourBlock + "=16:00",
			view.ProgramZoneBlock + "=Asia/Kolkata", view.JoiningBlock + "=invited", view.OrganisersBlock + "=U1|U2",
		}, change...)
	}
	if got := d.submits(a.Modal, fill(view.OrganisersBlock+"=")...); got.Errors[view.OrganisersBlock] != view.NoOrganiser {
		t.Errorf("nobody organises it: %+v", got)
	}
	d.says(d.submits(a.Modal, fill()...), "it is called *Mentors*", "Fri 16:00, Kolkata time", "2 people organise it", "organisers let people in")
	if p := d.hall.only(t); p.ID != id || p.Name != "Mentors" || p.Channel != "C1" || p.Summary.Days != domain.Friday || p.Joining != domain.JoinInvited {
		t.Errorf("changed to %+v", p)
	}
	d.says(d.submits(a.Modal, fill()...), "stays as it was")
	d.says(d.submits(a.Modal, fill(view.OrganisersBlock+"=U2")...), "1 person organises it")
	if got := d.submits(a.Modal, fill()...); got.Errors[view.ProgramNameBlock] != view.NotOrganiser {
		t.Errorf("no organiser any more: %+v", got)
	}
	d.hall.only(t).Ended = d.today()
	if got := omar.submits(a.Modal, fill()...); got.Errors[view.ProgramNameBlock] != view.ProgramOverHere {
		t.Errorf("it has ended: %+v", got)
	}
}
