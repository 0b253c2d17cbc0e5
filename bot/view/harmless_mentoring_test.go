package view

import (
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

// anyProgram draws a program about which anything may have been said.
func anyProgram(t *rapid.T) ProgramPage {
	p := engineers(func(*ProgramPage) {})
	p.Program.Name, p.Program.Started = words(80).Draw(t, "program"), someDate(t, "started")
	p.Program.Joining = rapid.SampledFrom([]domain.Joining{domain.JoinOpen, domain.JoinInvited}).Draw(t, "joining")
	p.Organisers = nil
	for range rapid.IntRange(0, 30).Draw(t, "organisers") {
		p.Organisers = append(p.Organisers, words(200).Draw(t, "organiser"))
	}
	if p.In, p.Organises = chance(t, "in"), chance(t, "organises"); p.In {
		p.Me = domain.Participant{
			Role: rapid.SampledFrom([]domain.Role{domain.Mentor, domain.Mentee}).Draw(t, "role"), Topics: anyTopics(t),
			Capacity: rapid.IntRange(0, 10).Draw(t, "capacity"), Asked: chance(t, "asked"), Another: chance(t, "another"), PausedUntil: maybeDate(t, "rests"),
		}
		for range rapid.IntRange(0, 25).Draw(t, "partners") {
			p.Partners = append(p.Partners, partnership(t))
		}
	}
	return p
}

func anyTopics(t *rapid.T) []string {
	return rapid.SliceOfN(words(40), 0, 10).Draw(t, "topics")
}

func TestNothingTypedBreaksAProgram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, said := anyProgram(t), words(300).Draw(t, "said")
		names := rapid.SliceOfN(words(200), 0, 20).Draw(t, "names")
		after := p.Program
		after.Name, after.Organisers = said, nil
		n := rapid.IntRange(1, 60).Draw(t, "pairs")
		r := reportOf(n)
		for m := range r.Names {
			r.Names[m] = words(200).Draw(t, "name")
		}
		r.Program = p.Program
		asking := make([]domain.MemberID, n)
		for i := range asking {
			asking[i] = "UMIA"
		}
		d := domain.Draft{Name: said, Zone: said, Cadence: p.Program.Cadence, Summary: p.Program.Summary}
		on, role := someDate(t, "on"), p.Me.Role
		tryAll(t, map[string]Message{
			"here":       ProgramHere(p),
			"several":    Programs([]ProgramPage{p, p, p}),
			"no such":    NoSuchProgram(said),
			"none here":  NoProgramHere("C1"),
			"forbidden":  OrganisersMay(p.Program.Name, names),
			"join first": JoinFirst(said, p.Program.ID, p.In),
			"over":       ProgramOver(said),
			"ask":        JoinAsk(p, role, anyTopics(t), 3),
			"joined":     Joined(p, chance(t, "changed")),
			"other role": InOtherRole(p),
			"leave":      LeaveAsk(p),
			"left":       LeftProgram(said, n, chance(t, "asked")),
			"let in":     LetInAsk(p.Program.ID, said, asking, r.Names, LetInSaid(said, names, true)+NotAsking(said, names)),
			"rests":      MemberRests(said, p.Program.ID, on, today),
			"pair rests": PairRests(names, on, today),
			"resumes":    MemberResumes(said, true),
			"resume":     PairResumes(names),
			"no pair":    NotYourPair(names),
			"avoided":    Avoided(said, names, chance(t, "changed")),
			"another":    WishedAnother(p.Program.ID, true),
			"organisers": OrganisersAre(p),
			"none left":  NoOrganiserLeft(said),
			"unknown":    OrganiserUnknown(names),
			"took over":  TookOver(p),
			"organised":  OrganisedAlready(p),
			"mentors":    MentorsTakeOver(said),
			"end":        EndAsk(p, n),
			"ended":      ProgramEnded(said, true),
			"started":    ProgramStarted(p),
			"changed":    ProgramChanged(p.Program, after),
			"settings":   ProgramSettings(p),
			"invite":     InviteMe(said),
			"unknown c":  ChannelUnknown(true),
			"there":      ProgramRunsHere(p),
			"mine":       MyPairs(p),
			"standing":   Standing(StandingPage{Report: r, Page: rapid.IntRange(-1, 6).Draw(t, "page")}),
		}, map[string]*slack.ModalViewRequest{
			"join":    JoinModal("{}", p, role),
			"program": ProgramModal(VerbMentoringEdited, "{}", d),
			"pause":   PauseModal("{}", said, said, today),
			"end":     EndModal("{}", p, n),
		})
		trySaid(t, map[string]string{
			"strangers": Escape(StrangersOrganise([]string{said, said})),
			"changed":   OrganisersChanged(names, chance(t, "off")),
		})
	})
}
