package view

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"rapport/domain"
)

// participants draws people of a program, with names and topics as bad as they get.
func participants(t *rapid.T, most int) (all []domain.Participant, names map[domain.MemberID]string) {
	names = map[domain.MemberID]string{}
	for i := range rapid.IntRange(2, most).Draw(t, "people") {
		m := domain.MemberID(fmt.Sprint("U", i))
		names[m] = words(200).Draw(t, "name")
		all = append(all, domain.Participant{Member: m, Role: domain.Mentor, Topics: []string{words(300).Draw(t, "topic"), words(20).Draw(t, "topic")}})
	}
	return all, names
}

func TestNothingTypedBreaksASummary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := engineering()
		p.Name, p.Few, p.Closing = words(200).Draw(t, "program"), chance(t, "few"), chance(t, "closing")
		p.Zone = rapid.SampledFrom([]string{"", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"}).Draw(t, "zone")
		_, names := participants(t, 4)
		p.Shouts = []domain.Shout{
			{From: names["U0"], To: names["U1"], Text: words(3000).Draw(t, "said")},
			{From: names["U1"], To: names["U0"], Text: words(300).Draw(t, "said")},
			{From: names["U9"], To: names["U0"], Text: "x"},
		}
		if chance(t, "no picture") {
			p.Picture = ""
		}
		tryAll(t, map[string]Message{"summary": Summary(p), "preview": SummaryPreview(p)}, nil)
	})
}

func TestNothingTypedBreaksAReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		page := ReportPage{Name: words(200).Draw(t, "organiser"), Hour: 9}
		for range rapid.IntRange(1, 15).Draw(t, "programs") {
			r := overdueReport()
			people, names := participants(t, 30)
			r.Program.Name, r.Names, r.Unmatched, r.Asking, r.Another = words(200).Draw(t, "program"), names, nil, nil, nil
			for i, m := range people {
				r.Unmatched = append(r.Unmatched, domain.Unmatched{Member: m.Member, Role: m.Role, Topics: m.Topics})
				r.Asking, r.Another = append(r.Asking, m.Member), append(r.Another, m.Member)
				r.Pairs = append(r.Pairs, domain.PairStanding{Pair: domain.Pair{Mentor: m.Member, Mentee: people[0].Member, Since: r.On}, Standing: domain.PairOverdue, Last: r.On.AddDays(-i)})
			}
			page.Reports = append(page.Reports, r)
		}
		tryAll(t, map[string]Message{"report": Report(page), "missing": CSVMissing(chance(t, "scope"))}, nil)
	})
}

func TestNothingTypedBreaksTidings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		person := func(m domain.MemberID) domain.Person {
			return domain.Person{Member: m, Name: words(200).Draw(t, "name"), Zone: "Europe/Berlin", Role: domain.Mentee, Topics: []string{words(300).Draw(t, "topic")}}
		}
		x := tidings()
		x.Program.Name, x.Mentor, x.Mentee, x.About, x.From = words(200).Draw(t, "program"), person("U1"), person("U2"), person("U3"), person("U1")
		x.Shout.Text = words(3000).Draw(t, "said")
		if chance(t, "shared") {
			x.Mentor.Topics = x.Mentee.Topics
		}
		messages := map[string]Message{"paired": Paired(PairedPage{x, "U1", rapid.IntRange(-1500, 1500).Draw(t, "ahead")}), "shout": ShoutAsk(ShoutAskPage{x})}
		for kind := range notices {
			for _, me := range []domain.MemberID{"U1", "U2", "U9"} {
				messages[string(kind)+string(me)], _ = Notice(NoticePage{x, kind, me})
			}
		}
		tryAll(t, messages, nil)
	})
}
