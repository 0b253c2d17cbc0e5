package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// engineers is a program as Lena, who organises it, sees it. Mia is a mentee there.
func engineers(change func(*ProgramPage)) ProgramPage {
	p := ProgramPage{
		Today: today,
		Program: domain.Program{
			ID: "programaaaaaaaaa", Channel: "C1", Name: "Engineering Mentors", Cadence: domain.Every(14), Zone: "Europe/Berlin",
			Summary: domain.Weekly{At: 9 * 60, Days: domain.Monday}, Organisers: []domain.MemberID{"ULENA"}, Joining: domain.JoinOpen,
			Started: domain.On(2026, time.October, 5),
		},
		Organisers: []string{"Lena"},
	}
	change(&p)
	return p
}

// asMia takes part in it, with Omar as her mentor.
func asMia(p *ProgramPage) {
	p.In, p.Me = true, domain.Participant{Program: p.Program.ID, Member: "UMIA", Role: domain.Mentee, Topics: []string{"public speaking", "go"}, Capacity: 1}
	p.Partners = []domain.Partnership{withOmar()}
}

func asLena(p *ProgramPage) { p.Organises = true }

func TestProgramHere(t *testing.T) {
	golden{
		"stranger":    ProgramHere(engineers(func(*ProgramPage) {})),
		"by leave":    ProgramHere(engineers(func(p *ProgramPage) { p.Program.Joining = domain.JoinInvited })),
		"organiser":   ProgramHere(engineers(asLena)),
		"mentee":      ProgramHere(engineers(asMia)),
		"nobody yet":  ProgramHere(engineers(func(p *ProgramPage) { asMia(p); p.Partners = nil })),
		"asked":       ProgramHere(engineers(func(p *ProgramPage) { asMia(p); p.Me.Asked = true })),
		"rests":       ProgramHere(engineers(func(p *ProgramPage) { asMia(p); p.Me.PausedUntil = domain.On(2027, time.January, 7) })),
		"wishes":      ProgramHere(engineers(func(p *ProgramPage) { asMia(p); p.Me.Another = true })),
		"abandoned":   ProgramHere(engineers(func(p *ProgramPage) { asMentor(p); p.Program.Organisers, p.Organisers = nil, nil })),
		"shut":        ProgramHere(engineers(func(p *ProgramPage) { asLena(p); p.Program.Shut = time.Unix(1764000000, 0) })),
		"several":     Programs([]ProgramPage{engineers(asMia), engineers(func(p *ProgramPage) { asLena(p); p.Program.Name = "Design" })}),
		"none here":   NoProgramHere("C1"),
		"none":        NoProgramOfMine(),
		"no such":     NoSuchProgram("gardening"),
		"forbidden":   OrganisersMay("Engineering Mentors", []string{"Lena", "Tom"}),
		"forbidden 2": OrganisersMay("Engineering Mentors", nil),
		"not in":      NotInProgram(),
		"join first":  JoinFirst("Engineering Mentors", "programaaaaaaaaa", false),
		"waits":       JoinFirst("Engineering Mentors", "programaaaaaaaaa", true),
		"over":        ProgramOver("Engineering Mentors"),
		"gone":        ProgramGone(),
		"help":        MentoringHelp(),
	}.check(t, "mentoring")
}

func asMentor(p *ProgramPage) {
	asMia(p)
	p.Me.Role, p.Me.Topics, p.Me.Capacity = domain.Mentor, []string{"go"}, 3
	p.Partners = nil
}

func TestJoining(t *testing.T) {
	open, invited := engineers(func(*ProgramPage) {}), engineers(func(p *ProgramPage) { p.Program.Joining = domain.JoinInvited })
	names := map[domain.MemberID]string{"UTOM": "Tom Berg"}
	golden{
		"form":       JoinModal(`"programaaaaaaaaa"`, open, ""),
		"form asks":  JoinModal(`"programaaaaaaaaa"`, invited, domain.Mentor),
		"form again": JoinModal(`"programaaaaaaaaa"`, engineers(asMia), ""),
		"which role": JoinAsk(open, "", nil, 0),
		"confirm":    JoinAsk(open, domain.Mentor, []string{"go", "sql"}, 2),
		"ask":        JoinAsk(invited, domain.Mentee, nil, 0),
		"joined":     Joined(engineers(asMia), false),
		"asked":      Joined(engineers(func(p *ProgramPage) { asMia(p); p.Me.Asked = true }), false),
		"asked more": Joined(engineers(func(p *ProgramPage) { asMia(p); p.Me.Asked = true }), true),
		"changed":    Joined(engineers(asMentor), true),
		"other role": InOtherRole(engineers(asMia)),
		"leave":      LeaveAsk(engineers(asMia)),
		"leave none": LeaveAsk(engineers(func(p *ProgramPage) { asMentor(p); asLena(p) })),
		"leave asks": LeaveAsk(engineers(func(p *ProgramPage) { asMia(p); p.Me.Asked = true })),
		"left":       LeftProgram("Engineering Mentors", 1, false),
		"left none":  LeftProgram("Engineering Mentors", 0, false),
		"left many":  LeftProgram("Engineering Mentors", 3, false),
		"took back":  LeftProgram("Engineering Mentors", 0, true),
		"let in":     LetInAsk("programaaaaaaaaa", "Engineering Mentors", []domain.MemberID{"UTOM", "UX"}, names, LetInSaid("Engineering Mentors", []string{"Ana", "Kim"}, true)),
		"let nobody": LetInAsk("programaaaaaaaaa", "Engineering Mentors", nil, nil, ""),
		"declined":   Say(LetInSaid("Engineering Mentors", []string{"Ana"}, false) + " " + NotAsking("Engineering Mentors", []string{"Kim"})),
	}.check(t, "mentoring_join")
}

func TestStartingAProgram(t *testing.T) {
	p := engineers(asLena)
	draft := domain.Draft{Name: "Eng mentors", Cadence: domain.Every(14), Summary: p.Program.Summary, Zone: "Europe/Berlin", Joining: domain.JoinOpen}
	changed := p.Program
	changed.Name, changed.Cadence, changed.Zone, changed.Joining = "Mentors", domain.Cadence{Ideal: 10, Maximum: 30}, "Asia/Kolkata", domain.JoinInvited
	changed.Organisers = append(changed.Organisers, "UTOM")
	edit := draft
	edit.Organisers, edit.Joining = p.Program.Organisers, domain.JoinInvited
	golden{
		"form":      ProgramModal(VerbMentoringBegun, "{}", draft),
		"edit":      ProgramModal(VerbMentoringEdited, "{}", edit),
		"started":   ProgramStarted(p),
		"changed":   ProgramChanged(p.Program, changed),
		"unchanged": ProgramChanged(p.Program, p.Program),
		"settings":  ProgramSettings(p),
		"direct":    StartInChannel(),
		"invite":    InviteMe("rapport"),
		"archived":  ChannelArchived(),
		"unknown":   ChannelUnknown(false),
		"scope":     ChannelUnknown(true),
		"there":     ProgramRunsHere(p),
	}.check(t, "mentoring_start")
}

func TestRestingAndEnding(t *testing.T) {
	p := engineers(asLena)
	until := domain.On(2027, time.January, 7)
	golden{
		"pause me":       PauseModal("{}", p.Program.Name, "", today),
		"pause pair":     PauseModal("{}", p.Program.Name, "Omar Haddad", today),
		"rests":          MemberRests(p.Program.Name, p.Program.ID, until, today),
		"pair rests":     PairRests([]string{"Omar Haddad", "Mia"}, until, today),
		"resumes":        MemberResumes(p.Program.Name, true),
		"did not rest":   MemberResumes(p.Program.Name, false),
		"pair resumes":   PairResumes([]string{"Omar Haddad", "Mia"}),
		"no pair":        NotYourPair([]string{"Tom Berg"}),
		"no pair named":  NotYourPair(nil),
		"avoids":         Avoided(p.Program.Name, []string{"Tom Berg"}, true),
		"avoids whom":    Avoided(p.Program.Name, []string{"Tom Berg"}, false),
		"avoids nobody":  Avoided(p.Program.Name, nil, false),
		"avoids no more": Avoided(p.Program.Name, nil, true),
		"too many":       TooManyAvoided(),
		"another":        WishedAnother(p.Program.ID, true),
		"content":        WishedAnother(p.Program.ID, false),
		"organisers":     OrganisersAre(engineers(func(p *ProgramPage) { asLena(p); p.Done = OrganisersChanged([]string{"Tom Berg"}, false) })),
		"organisers of":  OrganisersAre(engineers(asMia)),
		"one less":       Say(OrganisersChanged([]string{"Tom Berg", "Ana"}, true)),
		"none left":      NoOrganiserLeft(p.Program.Name),
		"stranger":       OrganiserUnknown([]string{"Tom Berg"}),
		"took over":      TookOver(p),
		"organised":      OrganisedAlready(p),
		"mentors only":   MentorsTakeOver(p.Program.Name),
		"end":            EndModal(`"programaaaaaaaaa"`, p, 8),
		"end typed":      EndAsk(p, 0),
		"ended":          ProgramEnded(p.Program.Name, false),
		"purged":         ProgramEnded(p.Program.Name, true),
	}.check(t, "mentoring_rest")
}

// reportOf is a report of n pairs.
func reportOf(n int) domain.Report {
	r := domain.Report{Program: engineers(asLena).Program, On: today, Names: map[domain.MemberID]string{"UOMAR": "Omar Haddad", "UMIA": "Mia"}}
	standings := []domain.Standing{domain.PairOverdue, domain.PairDue, domain.OnTrack, domain.TooEarly, domain.PairPaused}
	for i := range n {
		s := domain.PairStanding{
			Pair:     domain.Pair{ID: domain.PairID(fmt.Sprintf("pair%d", i)), Mentor: "UOMAR", Mentee: domain.MemberID(fmt.Sprintf("U%d", i)), Since: today.AddDays(-40)},
			Standing: standings[i*len(standings)/n], Sessions: i % 3,
		}
		r.Names[s.Pair.Mentee] = fmt.Sprintf("Mentee %d", i)
		if s.Sessions > 0 {
			s.Last = today.AddDays(-i)
		}
		if i == 0 {
			s.Nudged = today.AddDays(-3)
		}
		r.Pairs = append(r.Pairs, s)
	}
	r.Asking, r.Another = []domain.MemberID{"UMIA"}, []domain.MemberID{"U1"}
	r.Unmatched = []domain.Unmatched{{Member: "UOMAR", Role: domain.Mentor}}
	return r
}

func TestStatus(t *testing.T) {
	long := withOmar()
	for i := range 20 {
		long.Sessions = append(long.Sessions, domain.On(2026, time.November, 5+i))
	}
	golden{
		"mine":       MyPairs(engineers(asMia)),
		"none":       MyPairs(engineers(asMentor)),
		"long":       MyPairs(engineers(func(p *ProgramPage) { asMia(p); p.Partners = []domain.Partnership{long} })),
		"organiser":  Standing(StandingPage{Report: reportOf(5), Page: 1}),
		"empty":      Standing(StandingPage{Report: domain.Report{Program: engineers(asLena).Program, On: today}}),
		"one person": Standing(StandingPage{Report: reportOf(5), Page: 1, Only: []domain.MemberID{"U2"}}),
		"page 2":     Standing(StandingPage{Report: reportOf(40), Page: 2}),
	}.check(t, "mentoring_status")
}

// TestLongStatusLosesNobody turns through all pages of a long list.
func TestLongStatusLosesNobody(t *testing.T) {
	r := reportOf(100)
	seen := map[string]bool{}
	for page := range 8 {
		m := Standing(StandingPage{Report: r, Page: page + 1})
		checkMessage(t, "status", m)
		for i := range 100 {
			if strings.Contains(m.Text, fmt.Sprintf("*Mentee %d* ", i)) {
				seen[fmt.Sprint(i)] = true
			}
		}
	}
	if len(seen) != 100 {
		t.Errorf("%d of 100 pairs were shown", len(seen))
	}
}

func TestValuesOfProgramsAreReadBack(t *testing.T) {
	p, role, topics, capacity, ok := ParseJoin(JoinValue("p1", domain.Mentor, []string{"go", "public speaking"}, 3))
	if p != "p1" || role != domain.Mentor || !slices.Equal(topics, []string{"go", "public speaking"}) || capacity != 3 || !ok {
		t.Errorf("%s %s %q %d %v", p, role, topics, capacity, ok)
	}
	if _, _, _, _, ok := ParseJoin("p1\nmentor"); ok {
		t.Error("a value without a capacity is read")
	}
	if p, page := ParseStanding(StandingValue("p1", 4)); p != "p1" || page != 4 {
		t.Errorf("%s %d", p, page)
	}
	if _, page := ParseStanding("p1"); page != 1 {
		t.Errorf("page %d", page)
	}
	if p, m := ParseAsker(memberValue("p1", "U2")); p != "p1" || m != "U2" {
		t.Errorf("%s %s", p, m)
	}
}
