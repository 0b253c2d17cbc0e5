package bot

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/bot/view"
	"rapport/domain"
)

// program starts one in a channel, by Mia, with a change to what she chooses.
func (d *desk) program(channel, name string, change ...func(*domain.Draft)) domain.ProgramID {
	d.t.Helper()
	draft := domain.Draft{
		Channel: channel, Name: name, Cadence: domain.Every(14), Summary: domain.Weekly{At: 9 * 60, Days: domain.Monday}, Zone: "Europe/Berlin",
	}
	for _, f := range change {
		f(&draft)
	}
	var id domain.ProgramID
	ref := domain.Ref{Owner: d.member.Owner, ID: domain.CommandID("start-" + channel), Verb: "test", At: d.now}
	err := d.Write(d.t.Context(), ref, func(b *domain.Book) error {
		p, err := b.Mentoring().Start(draft)
		if err == nil {
			id = p.ID
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.hall.deliveries = nil
	return id
}

// byInvitation lets nobody in unasked.
func byInvitation(d *domain.Draft) { d.Joining = domain.JoinInvited }

// joins types that the desk's member joins, and confirms it.
func (d *desk) joins(text string) {
	d.t.Helper()
	a := d.mentoring("join " + text)
	said := d.says(a, "Who sees what")
	for _, label := range []string{"Join", "Ask to join"} {
		if strings.Contains(encoded(d.t, said), `"`+label+`"`) {
			d.presses(said, label)
			return
		}
	}
	d.t.Fatalf("no button joins in %s", said.Text)
}

// cohort is a program of Mia's with Omar as mentor and Lena as mentee, who are a pair.
func cohort(t *testing.T) (organiser, mentor, mentee *desk) {
	t.Helper()
	organiser = newDesk(t)
	organiser.program("C1", "Engineering Mentors")
	mentor, mentee = organiser.beside("U2", "Omar Haddad"), organiser.beside("U3", "Lena Sato")
	mentor.joins("mentor go, sql up to 2")
	mentee.joins("mentee go")
	organiser.says(organiser.mentoring("pair <@U2> <@U3>"), "Omar Haddad", "Lena Sato")
	organiser.hall.deliveries = nil
	return organiser, mentor, mentee
}

func TestWhatCanBeDoneHere(t *testing.T) {
	d := newDesk(t)
	d.says(d.mentoring(""), "No mentoring program runs in this channel")
	d.says(d.types("mentoring"), "You are in no mentoring program")
	d.says(d.types("mentoring status"), "You are in no mentoring program")
	d.says(d.mentoring("help"), "runs a mentoring program in a channel")
	organiser, mentor, mentee := cohort(t)
	stranger := organiser.beside("U4", "Tom Berg")
	for who, c := range map[*desk][]string{
		organiser: {"You organise it.", "Organised by *Mia*"},
		mentor:    {"You are a mentor for go and sql, with up to 2 mentees.", "*Lena Sato*, your mentee"},
		mentee:    {"You are a mentee for go.", "*Omar Haddad*, your mentor"},
		stranger:  {"You are not in it."},
	} {
		m := who.says(who.mentoring(""), append(c, "*Engineering Mentors*")...)
		if who != mentee && strings.Contains(m.Text, "your mentor") {
			t.Errorf("%s is told of another's pair: %s", who.member.Name, m.Text)
		}
	}
	// In a direct message it is the member's only one.
	mentee.says(mentee.types("mentoring"), "*Omar Haddad*, your mentor")
	stranger.says(stranger.types("mentoring"), "You are in no mentoring program")
	// Of several, each is listed, and a button opens one.
	mentee.program("C2", "Design Mentors")
	m := mentee.says(mentee.types("mentoring"), "2 mentoring programs", "*Design Mentors*", "*Engineering Mentors*")
	if len(m.Blocks) != 3 {
		t.Errorf("%d blocks", len(m.Blocks))
	}
	open := mentee.do(Command{Verb: view.VerbMentoringHere, Args: string(mentee.hall.pairs[0].Program), Channel: "D1", Reply: Reply{Door: ButtonDoor}})
	mentee.says(open, "your mentor")
	// In a channel it is the one that runs there.
	mentee.says(mentee.do(Command{Verb: view.VerbMentoring, Channel: "C2", Reply: Reply{Door: SlashDoor}}), "*Design Mentors*", "You organise it.")
}

func TestSeveralProgramsAreAskedAbout(t *testing.T) {
	_, _, lena := cohort(t)
	lena.program("C2", "Design Mentors")
	q := lena.says(lena.types("mentoring organisers"), "Which program do you mean?")
	a := lena.presses(q, "Engineering Mentors")
	lena.says(a, "*Engineering Mentors* is organised by *Mia*")
	if !a.Replace {
		t.Error("the answer doesn't take the question's place")
	}
	lena.says(lena.presses(q, "Design Mentors"), "That question is over")
	// A name says which, and so does a partner.
	lena.says(lena.types("mentoring summary gardening"), "No program of yours goes by “gardening”")
	lena.says(lena.types("mentoring leave engineering"), "ends your pairing with *Omar Haddad*")
	lena.says(lena.types("mentoring pause Omar until 7 jan"), "rest as a pair until Thu 7 Jan 2027")
}

func TestWordsThatAreNone(t *testing.T) {
	organiser, _, mentee := cohort(t)
	for text, want := range map[string]string{
		"jion":                      "`/mentoring join`",
		"pause":                     "until when",
		"pause me until 31 feb":     "no such day",
		"pause until yesterday":     "That day is over",
		"pause me for a while":      "until when",
		"join mentee up to 99":      "one to ten",
		"feedback 9":                "one to five",
		"pair <@U2>":                "with whom",
		"status Omar tomorrow":      "tomorrow",
		"unpair Zork":               "Zork",
		"start " + long(81):         "at most 80",
		"join mentee " + long(41):   "40 characters",
		"goal " + long(301):         "300",
		"thanks Omar " + long(301):  "300",
		"join as organiser":         "mentor",
		"frobnicate the whole show": "/mentoring help",
	} {
		for _, d := range []*desk{organiser, mentee} {
			m := d.says(d.mentoring(text), want)
			if !strings.Contains(m.Text, "Nothing was") {
				t.Errorf("%q: it isn't said that nothing was done: %s", text, m.Text)
			}
		}
	}
}

func long(n int) string { return strings.Repeat("x", n) }

func TestJoiningShowsWhoSeesWhat(t *testing.T) {
	d := newDesk(t)
	d.program("C1", "Engineering Mentors")
	lena := d.beside("U3", "Lena Sato")
	// Bare, there is a form.
	a := lena.mentoring("join")
	if a.Modal == nil || !strings.Contains(encoded(t, a.Modal), "Who sees what") {
		t.Fatalf("no form: %+v", a)
	}
	for _, c := range []struct {
		values []string
		block  string
	}{
		{[]string{"topics=go", "capacity=1"}, view.JoinAsBlock},
		{[]string{"joinas=mentee", "capacity=11"}, view.CapacityBlock},
		{[]string{"joinas=mentee", "capacity=1", "topics=" + long(41)}, view.TopicsBlock},
		{[]string{"joinas=mentee", "capacity=1", "topics=a,b,c,d,e,f,g,h,i,j,k"}, view.TopicsBlock},
	} {
		if got := lena.submits(a.Modal, c.values...); got.Errors[c.block] == "" || len(lena.hall.people) > 0 {
			t.Errorf("%q: errors %v, people %v", c.values, got.Errors, lena.hall.people)
		}
	}
	lena.says(lena.submits(a.Modal, "joinas=mentee", "topics=Go, Public Speaking", "capacity=2"), "You are in", "a mentee for go and public speaking", "up to 2 mentors")
	if x := lena.hall.person("U3"); !x.In() || x.Role != domain.Mentee || !slices.Equal(x.Topics, []string{"go", "public speaking"}) || x.Capacity != 2 {
		t.Errorf("joined as %+v", x)
	}
	// Once in, words change topics and capacity at once, and another role is refused.
	lena.says(lena.mentoring("join mentee rust"), "Noted", "rust")
	lena.says(lena.mentoring("join up to 3"), "up to 3 mentors", "rust")
	lena.says(lena.mentoring("join mentor"), "one role", "Nothing was changed")
	again := lena.mentoring("join")
	lena.says(lena.submits(again.Modal, "topics=go", "capacity=1"), "Noted", "go")
	// From a direct message there is no form to open: the words show it with buttons.
	tom := d.beside("U4", "Tom Berg")
	m := tom.says(tom.do(Command{Verb: view.VerbMentoring, Args: "join", Channel: "C1", Reply: Reply{Door: TypedDoor}}), "As what would you like to join?")
	tom.says(tom.presses(m, "Join as a mentor"), "You are in", "a mentor")
	// Joining by words confirms first.
	kim := d.beside("U5", "Kim")
	m = kim.says(kim.mentoring("join mentor “public speaking”, go up to 3"), "Nothing was changed yet", "public speaking and go", "up to 3 mentees")
	if kim.hall.person("U5").Member != "" {
		t.Error("joined before it was confirmed")
	}
	a = kim.presses(m, "Join")
	kim.says(a, "You are in")
	if x := kim.hall.person("U5"); !a.Replace || x.Capacity != 3 || !slices.Equal(x.Topics, []string{"public speaking", "go"}) {
		t.Errorf("joined as %+v", x)
	}
	kim.says(kim.presses(m, "Join"), "Noted") // a second click
}

// TestJoiningInAPrivateChannel holds that whoever is in it joins like anybody, and
// that nobody else learns of the program.
func TestJoiningInAPrivateChannel(t *testing.T) {
	mia := newDesk(t)
	id := mia.program("C1", "Secret Mentors", func(d *domain.Draft) { d.Private = true })
	lena, tom, kim := mia.beside("U3", "Lena Sato"), mia.beside("U4", "Tom Berg"), mia.beside("U5", "Kim")
	form := lena.presses(lena.says(lena.mentoring(""), "*Secret Mentors*"), "Join") // pressed elsewhere
	lena.says(form, "for those who are in it")
	inside := Command{Verb: view.VerbMentoringJoin, Args: string(id), Channel: "C1", Trigger: "trigger", Reply: Reply{Door: ButtonDoor}}
	form = lena.do(inside)
	joined := submission(form.Modal, "joinas=mentor", "capacity=1", "topics=go")
	joined.Channel = "C1"
	lena.says(lena.do(joined), "You are in")
	yes := Command{Verb: view.VerbMentoringYes, Args: view.JoinValue(id, domain.Mentee, nil, 0), Channel: "C1", Reply: Reply{Door: ButtonDoor}}
	tom.says(tom.do(yes), "You are in")
	yes.Channel = "C2"
	if m := kim.says(kim.do(yes), "for those who are in it"); strings.Contains(m.Text, "Secret") {
		t.Errorf("a stranger is told %s", m.Text)
	}
	for _, verb := range []string{view.VerbMentoringHere, view.VerbStatus, view.VerbPauseMe, view.VerbMentoringLeave, view.VerbMentoringEdit, view.VerbMentoringEnd, view.VerbTakeOver} {
		if m := kim.says(kim.do(Command{Verb: verb, Args: string(id), Channel: "D5", Trigger: "t", Reply: Reply{Door: ButtonDoor}})); strings.Contains(m.Text, "Secret") {
			t.Errorf("%s tells a stranger %s", verb, m.Text)
		}
	}
}

func TestJoiningByInvitation(t *testing.T) {
	mia := newDesk(t)
	id := mia.program("C1", "Engineering Mentors", byInvitation)
	lena, tom := mia.beside("U3", "Lena Sato"), mia.beside("U4", "Tom Berg")
	lena.joins("mentee go")
	tom.joins("mentor")
	if diff := cmp.Diff([]string{"U1 asking", "U1 asking"}, mia.hall.told()); diff != "" {
		t.Errorf("-want +told\n%s", diff)
	}
	lena.says(lena.mentoring(""), "You asked to be let in as a mentee")
	for _, text := range []string{"pause me until 7 jan", "another"} {
		lena.says(lena.mentoring(text), "haven't let you in yet", "nothing was changed")
	}
	lena.says(lena.mentoring("let in <@U3>"), "for the organisers", "*Mia*")
	m := mia.says(mia.mentoring("let in"), "Lena Sato", "Tom Berg")
	mia.says(mia.presses(m, "Let in"), "*Lena Sato* is in", "Tom Berg")
	if x := mia.hall.person("U3"); !x.In() {
		t.Errorf("Lena is %+v", x)
	}
	mia.says(mia.do(Command{Verb: view.VerbLetIn, Args: string(id) + " U3", Reply: Reply{Door: ButtonDoor}}), "not waiting")
	mia.says(mia.mentoring("decline Tom"), "Not let in: *Tom Berg*")
	if x := mia.hall.person("U4"); x.In() || x.Left.IsZero() {
		t.Errorf("Tom is %+v", x)
	}
	mia.says(mia.mentoring("let in"), "Nobody waits")
	mia.says(mia.mentoring("let in <@U9|kim>"), "*kim* is not waiting")
	// Taken back before anybody answered.
	tom.joins("mentor")
	m = tom.says(tom.mentoring("leave"), "Shall I take that back?")
	tom.says(tom.presses(m, "Take it back"), "Taken back")
	mia.says(mia.mentoring("let in Tom"), "not waiting")
}

func TestLeavingSaysWhatItMeans(t *testing.T) {
	organiser, mentor, mentee := cohort(t)
	organiser.says(organiser.mentoring("leave"), "You are not in *Engineering Mentors*")
	m := mentee.says(mentee.mentoring("leave"), "ends your pairing with *Omar Haddad*")
	if q := mentee.hall.pairs[0]; !q.Lasts() {
		t.Fatal("left before it was confirmed")
	}
	press := mentee.press(m, "Leave", 0)
	mentee.says(mentee.do(press), "You are out of *Engineering Mentors*", "your partner is told")
	if diff := cmp.Diff([]string{"U1 left", "U2 left"}, mentee.hall.told()); diff != "" || mentee.hall.pairs[0].Lasts() {
		t.Errorf("-want +told\n%s", diff)
	}
	press.ID = ""
	mentee.says(mentee.do(press), "You are not in") // a second click
	mentor.says(mentor.mentoring("status"), "You have no partner yet")
	mentee.joins("mentee sql")
	if x := mentee.hall.person("U3"); !x.In() {
		t.Errorf("joined again as %+v", x)
	}
}

func TestPausing(t *testing.T) {
	organiser, mentor, mentee := cohort(t)
	m := mentee.says(mentee.mentoring("pause me until 7 jan"), "You rest in *Engineering Mentors* until Thu 7 Jan 2027")
	if x := mentee.hall.person("U3"); x.PausedUntil != domain.On(2027, 1, 7) {
		t.Errorf("rests until %v", x.PausedUntil)
	}
	mentor.says(mentor.mentoring(""), "resting until Thu 7 Jan 2027")
	mentee.says(mentee.presses(m, "Resume now"), "You take part in")
	mentee.says(mentee.mentoring("resume"), "You weren't resting")
	// The button of the summary opens a form, and leaves the channel's message alone.
	press := Command{Verb: view.VerbPauseMe, Args: string(mentee.hall.pairs[0].Program), Channel: "C1", Trigger: "trigger", Reply: Reply{Door: ButtonDoor, TS: "1.1"}}
	a := mentee.do(press)
	if a.Modal == nil || a.Replace || a.Message != nil {
		t.Fatalf("the button answers %+v", a)
	}
	if got := mentee.submits(a.Modal, "until=2026-11-24"); got.Errors[view.UntilBlock] == "" {
		t.Errorf("today is taken: %+v", got)
	}
	if got := mentee.submits(a.Modal, "until="); got.Errors[view.UntilBlock] == "" {
		t.Errorf("no day is taken: %+v", got)
	}
	mentee.says(mentee.submits(a.Modal, "until=2026-12-24"), "until Thu 24 Dec")
	stranger := organiser.beside("U4", "Tom Berg")
	refused := stranger.do(press)
	stranger.says(refused, "You are not in *Engineering Mentors*")
	if refused.Replace {
		t.Error("the channel's message is replaced")
	}
	// A pair: either of the two, an organiser, and nobody else.
	mentor.says(mentor.mentoring("pause Lena for 2 weeks"), "*Omar Haddad* and *Lena Sato* rest as a pair until Tue 8 Dec")
	mentee.says(mentee.mentoring("resume <@U2>"), "no longer rest as a pair")
	organiser.says(organiser.mentoring("pause <@U2> <@U3> until 7 jan"), "rest as a pair until Thu 7 Jan 2027")
	organiser.says(organiser.mentoring("pause Lena until 8 jan"), "rest as a pair until Fri 8 Jan 2027")
	organiser.says(organiser.mentoring("pause <@U2> <@U4> until 7 jan"), "no pair")
	stranger.says(stranger.mentoring("pause <@U2> <@U3> until 7 jan"), "for the organisers", "*Mia*")
	stranger.says(stranger.mentoring("pause <@U2> until 7 jan"), "no pair")
	if q := organiser.hall.pairs[0]; q.PausedUntil != domain.On(2027, 1, 8) {
		t.Errorf("the pair rests until %v", q.PausedUntil)
	}
	form := mentor.do(Command{Verb: view.VerbPausePair, Args: string(organiser.hall.pairs[0].ID), Channel: "D1", Trigger: "trigger", Reply: Reply{Door: ButtonDoor}})
	mentor.says(mentor.submits(form.Modal, "until=2026-12-01"), "rest as a pair until", "Tue 1 Dec")
	stranger.says(stranger.do(Command{Verb: view.VerbPausePair, Args: string(organiser.hall.pairs[0].ID), Trigger: "t", Reply: Reply{Door: ButtonDoor}}), "nothing was changed")
}

func TestStatusByRole(t *testing.T) {
	organiser, mentor, mentee := cohort(t)
	mentee.met("<@U2|Omar Haddad> coffee")
	organiser.says(organiser.mentoring("status"), "1 pair", "*Omar Haddad* and *Lena Sato*", "met once, on Tue 24 Nov")
	mentor.says(mentor.mentoring("status"), "*Lena Sato*, your mentee · met once, today")
	mentee.says(mentee.mentoring("status Omar"), "*Omar Haddad*, your mentor · met once")
	mentee.says(mentee.mentoring("status <@U9|kim>"), "no pair with *kim*")
	stranger := organiser.beside("U4", "Tom Berg")
	if m := stranger.says(stranger.mentoring("status"), "You are not in"); strings.Contains(m.Text, "Omar") {
		t.Errorf("a stranger is told %s", m.Text)
	}
	press := Command{Verb: view.VerbStatus, Args: string(organiser.hall.pairs[0].Program), Channel: "D1", Reply: Reply{Door: ButtonDoor, TS: "1.1"}}
	if a := organiser.do(press); a.Replace || a.Message == nil {
		t.Errorf("the button of the report answers %+v", a)
	}
	press.Verb, press.Args = view.VerbMentoringPage, press.Args+" 1"
	stranger.says(stranger.do(press), "for the organisers")
	organiser.says(organiser.do(press), "1 pair")
	press.Args = "nothing 1"
	organiser.says(organiser.do(press), "I don't have that program any more")
}

func TestAvoidIsPrivate(t *testing.T) {
	organiser, mentor, mentee := cohort(t)
	mentee.says(mentee.mentoring("avoid"), "There is nobody")
	mentee.says(mentee.mentoring("avoid <@U4|tom> <@U5|kim>"), "*tom* and *kim*", "the organisers included")
	mentee.says(mentee.mentoring("avoid"), "U4", "U5")
	mentee.says(mentee.mentoring("unavoid <@U4|tom>"), "*U5*")
	if x := mentee.hall.person("U3"); !slices.Equal(x.Avoid, []domain.MemberID{"U5"}) {
		t.Errorf("avoids %v", x.Avoid)
	}
	mentee.says(mentee.mentoring("avoid nobody"), "with anybody")
	mentee.says(mentee.mentoring("avoid Omar"), "*Omar Haddad*")
	if told := mentee.hall.told(); len(told) > 0 {
		t.Errorf("somebody is told: %v", told)
	}
	for _, d := range []*desk{organiser, mentor} {
		for _, text := range []string{"", "status", "organisers", "let in"} {
			if d == mentor && text == "let in" {
				continue
			}
			if m := d.says(d.mentoring(text)); strings.Contains(m.Text, "rather not") {
				t.Errorf("%s sees it in %q: %s", d.member.Name, text, m.Text)
			}
		}
	}
	stranger := organiser.beside("U4", "Tom Berg")
	stranger.says(stranger.mentoring("avoid <@U2>"), "You are not in")
	stranger.says(stranger.mentoring("avoid Omar"), "nobody called “Omar”", "Mention them")
}

func TestAnotherReachesTheOrganisersAlone(t *testing.T) {
	_, mentor, mentee := cohort(t)
	m := mentee.says(mentee.mentoring("I’d like another partner"), "I told the organisers, and nobody else")
	if diff := cmp.Diff([]string{"U1 another"}, mentee.hall.told()); diff != "" {
		t.Errorf("-want +told\n%s", diff)
	}
	if said := mentor.says(mentor.mentoring("status")); strings.Contains(said.Text, "another") {
		t.Errorf("the partner is told: %s", said.Text)
	}
	mentee.says(mentee.presses(m, "Take it back"), "Taken back")
	if mentee.hall.person("U3").Another {
		t.Error("it still stands")
	}
	stranger := mentee.beside("U4", "Tom Berg")
	stranger.says(stranger.mentoring("another"), "You are not in")
}

func TestOrganisers(t *testing.T) {
	organiser, mentor, mentee := cohort(t)
	mentee.says(mentee.mentoring("organisers"), "organised by *Mia*")
	mentee.says(mentee.mentoring("organisers add <@U3>"), "for the organisers", "Ask *Mia*")
	organiser.says(organiser.mentoring("organisers remove <@U1>"), "Somebody has to organise")
	organiser.says(organiser.mentoring("organisers add <@U9|kim>"), "*kim* has not used me yet", "nothing was changed")
	organiser.says(organiser.mentoring("organisers add Omar"), "*Omar Haddad* is an organiser now", "*Mia* and *Omar Haddad*")
	if diff := cmp.Diff([]string{"U2 organiser"}, organiser.hall.told()); diff != "" {
		t.Errorf("-want +told\n%s", diff)
	}
	organiser.says(organiser.mentoring("organise Omar"), "organised by *Mia* and *Omar Haddad*")
	organiser.says(organiser.mentoring("organisers remove <@U1>"), "No longer an organiser: *Mia*")
	organiser.says(organiser.mentoring("summary"), "for the organisers", "*Omar Haddad*")
	mentee.says(mentee.mentoring("take over"), "is organised by *Omar Haddad*")
	// Nobody is left: a mentor takes over, and no mentee.
	p := organiser.hall.only(t)
	p.Organisers = nil
	mentee.says(mentee.mentoring("take over"), "A mentor of *Engineering Mentors* can take it over")
	m := mentor.says(mentor.mentoring(""), "Nobody organises it just now")
	mentor.says(mentor.presses(m, "Organise it"), "You organise it now")
	if p := organiser.hall.only(t); !slices.Equal(p.Organisers, []domain.MemberID{"U2"}) {
		t.Errorf("organisers are %v", p.Organisers)
	}
}

func TestEnding(t *testing.T) {
	organiser, _, mentee := cohort(t)
	mentee.says(mentee.mentoring("end"), "for the organisers", "Ask *Mia*")
	a := organiser.mentoring("end")
	if a.Modal == nil || !strings.Contains(encoded(t, a.Modal), "1 pair ends") {
		t.Fatalf("no form: %+v", a)
	}
	if got := organiser.submits(a.Modal, "end="); got.Errors[view.EndBlock] == "" || !organiser.hall.only(t).Runs() {
		t.Errorf("ended unchosen: %+v", got)
	}
	m := organiser.says(organiser.types("mentoring end"), "can't be taken back", "Nothing was changed yet")
	press := organiser.press(m, "End it and keep the data", 0)
	organiser.says(organiser.submits(a.Modal, "end=purge"), "has ended", "deleted")
	if p := organiser.hall.only(t); p.Runs() || !p.Purge || organiser.hall.pairs[0].Lasts() {
		t.Errorf("the program is %+v", p)
	}
	if diff := cmp.Diff([]string{"C1 closing", "U2 ended", "U3 ended"}, organiser.hall.told()); diff != "" {
		t.Errorf("-want +told\n%s", diff)
	}
	organiser.says(organiser.do(press), "has ended, so nothing was changed") // a second click
	organiser.says(organiser.submits(a.Modal, "end=keep"), "has ended, so nothing was changed")
	organiser.says(organiser.mentoring(""), "No mentoring program runs in this channel")
	mentee.says(mentee.types("mentoring"), "You are in no mentoring program")
}

// TestHostileNamesOfPrograms types what would ping everybody.
func TestHostileNamesOfPrograms(t *testing.T) {
	d := newDesk(t)
	d.program("C1", "<!channel> *bold* <@U1>")
	lena := d.beside("U3", "<!here> Lena")
	lena.joins("mentee <!channel>, _x_, \u202eevil")
	for _, who := range []*desk{d, lena} {
		for _, text := range []string{"", "status", "organisers", "settings", "leave <!channel>", "summary <!channel>", "avoid <@U3>"} {
			if a := who.mentoring(text); a.Message != nil && strings.Contains(a.Message.Text, "<!") {
				t.Errorf("%q says %s", text, a.Message.Text)
			}
		}
	}
}
