package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// overdueReport is a program of which there is much to tell.
func overdueReport() domain.Report {
	sum := engineering().Summary
	on := sum.On
	names := map[domain.MemberID]string{"U1": "Lena", "U2": "Omar", "U3": "Ada", "U4": "Tom", "U5": "Priya", "U6": "Kim"}
	pair := func(mentor, mentee domain.MemberID, st domain.Standing, last, nudged domain.Date) domain.PairStanding {
		return domain.PairStanding{Pair: domain.Pair{ID: "q", Mentor: mentor, Mentee: mentee, Since: on.AddDays(-40)}, Standing: st, Last: last, Nudged: nudged}
	}
	return domain.Report{
		Program: domain.Program{ID: "p1", Name: "Engineering Mentors", Cadence: domain.Cadence{Ideal: 14, Maximum: 28}}, On: on, Summary: sum, Names: names,
		Pairs: []domain.PairStanding{
			pair("U1", "U2", domain.PairOverdue, on.AddDays(-34), on.AddDays(-7)),
			pair("U3", "U4", domain.PairOverdue, domain.Date{}, domain.Date{}),
			pair("U3", "U2", domain.OnTrack, on.AddDays(-3), domain.Date{}),
		},
		Unmatched: []domain.Unmatched{{Member: "U5", Role: domain.Mentee, Topics: []string{"go", "testing"}}, {Member: "U3", Role: domain.Mentor}},
		Asking:    []domain.MemberID{"U6"}, Another: []domain.MemberID{"U4"},
	}
}

func TestReport(t *testing.T) {
	page := func(rs ...domain.Report) ReportPage { return ReportPage{Name: "Noor", Hour: 9, Reports: rs} }
	quiet := overdueReport()
	quiet.Program.Name, quiet.Pairs, quiet.Unmatched, quiet.Asking, quiet.Another = "Design Mentors", quiet.Pairs[2:], nil, nil, nil
	quiet.Summary.Figure = domain.Figure{}
	fresh := quiet
	fresh.Pairs, fresh.Summary.Sessions, fresh.Summary.Few = nil, 0, true
	long := overdueReport()
	long.Program.Name = "<!channel> & *x*"
	for i := range 500 {
		m := domain.MemberID(fmt.Sprint("M", i))
		long.Names[m] = strings.Repeat("n", 100)
		long.Pairs = append(long.Pairs, domain.PairStanding{Pair: domain.Pair{Mentor: m, Mentee: "U1"}, Standing: domain.PairOverdue})
		long.Unmatched = append(long.Unmatched, domain.Unmatched{Member: m, Role: domain.Mentee, Topics: []string{"<!here>", strings.Repeat("t", 100)}})
		long.Asking, long.Another = append(long.Asking, m), append(long.Another, m)
	}
	golden{
		"usual": Report(page(overdueReport())), "two": Report(page(overdueReport(), quiet)), "quiet": Report(page(quiet)), "nobody yet": Report(page(fresh)),
		"csv missing": CSVMissing(false), "csv not allowed": CSVMissing(true), "csv": CSVAttached(), "none": NoPrograms(),
	}.check(t, "report")
	many := make([]domain.Report, 30)
	for i := range many {
		many[i] = long
	}
	checkMessage(t, "the longest report there is", Report(page(many...)))
}

// On a locked phone an organiser's message says how much there is, and names nobody.
func TestTheReportOpensHarmlessly(t *testing.T) {
	text := Report(ReportPage{Name: "Noor", Hour: 9, Reports: []domain.Report{overdueReport()}}).Text
	for _, name := range []string{"Lena", "Omar", "Ada", "Tom", "Priya", "Kim", "Engineering"} {
		if at := strings.Index(text, name); at >= 0 && at < 100 {
			t.Errorf("%q stands at %d of %q", name, at, text)
		}
	}
}

// tidings are of a pair in Engineering Mentors.
func tidings() domain.Tidings {
	return domain.Tidings{
		Program: domain.Program{ID: "p1", Name: "Engineering Mentors", Cadence: domain.Cadence{Ideal: 14, Maximum: 28}},
		Pair:    domain.Pair{ID: "q1", Mentor: "U1", Mentee: "U2", Since: domain.On(2026, time.November, 2)},
		Mentor:  domain.Person{Member: "U1", Name: "Lena Holm", Zone: "Europe/Berlin", Role: domain.Mentor, Topics: []string{"go", "testing", "talks"}},
		Mentee:  domain.Person{Member: "U2", Name: "Omar", Zone: "America/New_York", Role: domain.Mentee, Topics: []string{"testing", "talks"}},
		About:   domain.Person{Member: "U2", Name: "Omar", Role: domain.Mentee, Topics: []string{"testing"}},
	}
}

func TestPaired(t *testing.T) {
	stranger := tidings()
	stranger.Mentee.Topics, stranger.Mentor.Topics = []string{"<!channel>"}, []string{"rust"}
	plain := tidings()
	plain.Mentor.Topics, plain.Mentor.Zone, plain.Mentor.Name = nil, "", "<!here> `x`"
	golden{
		"mentee":           Paired(PairedPage{tidings(), "U2", 360}),
		"mentor":           Paired(PairedPage{tidings(), "U1", -360}),
		"nothing shared":   Paired(PairedPage{stranger, "U2", 30}),
		"to the mentor":    Paired(PairedPage{stranger, "U1", -345}),
		"nothing is known": Paired(PairedPage{plain, "U2", 0}),
		"half an hour off": Paired(PairedPage{tidings(), "U2", 330}),
	}.check(t, "paired")
}

func TestNotices(t *testing.T) {
	all := golden{}
	for kind := range notices {
		for who, me := range map[string]domain.MemberID{"to the mentee": "U2", "to the mentor": "U1", "to an organiser": "U9"} {
			page := NoticePage{tidings(), kind, me}
			if me == "U9" {
				page.Pair, page.Mentor, page.Mentee = domain.Pair{}, domain.Person{}, domain.Person{}
			}
			m, ok := Notice(page)
			if !ok {
				t.Fatalf("%s says nothing", kind)
			}
			toBoth := kind == domain.NoticeLeft || kind == domain.NoticeGone
			toPartner := kind == domain.NoticeUnpaired || toBoth
			if organiser := me == "U9"; organiser && toPartner && !toBoth || !organiser && !toPartner {
				continue // a pair's end is told to the two, what organisers are asked to them
			}
			all[string(kind)+" "+who] = m
		}
	}
	purged := NoticePage{tidings(), domain.NoticeEnded, "U2"}
	purged.Program.Purge = true
	all["ended, and purged"], _ = Notice(purged)
	all.check(t, "notice")
	if _, ok := Notice(NoticePage{tidings(), "of a newer version", "U1"}); ok {
		t.Error("a notice of a newer version says something")
	}
}

func TestShoutAsk(t *testing.T) {
	p := tidings()
	p.From, p.To = p.Mentee, p.Mentor
	p.Shout = domain.Shoutout{ID: "s1", From: "U2", To: "U1", Text: "You read my talk at 11 pm. <!channel> It worked."}
	golden{"asked": ShoutAsk(ShoutAskPage{p})}.check(t, "shoutask")
}
