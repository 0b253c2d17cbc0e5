package view

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

func TestMet(t *testing.T) {
	fresh := logged(jane(), today, "coffee", "")
	fresh.New, fresh.From, fresh.Contact.Phase = true, domain.Relating, domain.Relating

	introduced := logged(tom(), today.AddDays(-1), "video", "He runs the meetup & likes <tea>.")
	introduced.Contact.Phase = domain.Relating

	older := logged(jane(), domain.On(2025, time.December, 30), "dinner", "")
	older.Older = true

	seen := logged(jane(), today, "call", "")
	seen.Recognised = &domain.Value{What: "intro to Omar", Delivered: domain.On(2026, time.November, 3)}
	unseen := logged(jane(), today, "call", "")
	unseen.Unrecognised = true

	helped := echoOf(Touch{Logged: logged(jane(), today, "coffee", "")}, Touch{Logged: logged(omar(), today, "coffee", "")})
	helped.Helped = true
	needs := Touch{Logged: logged(jane(), today, "coffee", ""), Signals: []domain.SignalKind{domain.SharedNeed}}
	night := echoOf(Touch{Logged: logged(jane(), today, "drinks", "")})
	night.Night = true
	changed := echoOf(Touch{Logged: logged(jane(), domain.On(2026, time.November, 20), "visit", "Long talk.")})
	changed.Changed = true

	golden{
		"new":       Met(echoOf(Touch{Logged: fresh})),
		"moved":     Met(echoOf(Touch{Logged: introduced})),
		"older":     Met(echoOf(Touch{Logged: older})),
		"signals":   Met(echoOf(Touch{Logged: seen, Signals: []domain.SignalKind{domain.Initiated, domain.Candid, domain.Recognised}, Opened: domain.Capitalizing})),
		"delivered": Met(echoOf(Touch{Logged: unseen, Signals: []domain.SignalKind{domain.Recognised}})),
		"helped":    Met(helped),
		"need":      Met(echoOf(needs)),
		"several":   Met(echoOf(Touch{Logged: fresh}, Touch{Logged: logged(omar(), today, "coffee", "")}, Touch{Logged: introduced})),
		"night":     Met(night),
		"changed":   Met(changed),
		"again":     LogAgain("q1"),
		"help":      MetHelp(),
		"noticed":   Delivered("submit:1", "Jane Doe", domain.Value{What: "intro to Omar", Delivered: today}, today),
	}.check(t, "met")
}

func TestMetModals(t *testing.T) {
	touch := domain.Interaction{On: today, Kind: "bouldering", Note: "Fell off twice."}
	golden{
		"empty":   MetModal(MetForm{Today: today}),
		"known":   MetModal(MetForm{Today: today, Known: []*domain.Contact{jane(), tom()}, Chosen: []domain.ContactID{tom().ID}, New: "Lena"}),
		"note":    EditModal(EditForm{Part: NotePart, Who: []string{"Jane Doe"}, Touch: touch}),
		"date":    EditModal(EditForm{Part: DatePart, Who: []string{"Jane Doe", "Omar Haddad"}, Touch: touch}),
		"details": EditModal(EditForm{Part: AllParts, Who: []string{"Jane Doe"}, Touch: touch}),
		"noticed": NoticedModal("{}", "Jane Doe", today),
	}.check(t, "met_modal")
}

func TestQuestion(t *testing.T) {
	options := []Choice{{"Jane Doe", "a"}, {"Jane Miller", "b"}, {"Someone new", "new"}}
	golden{
		"who":      Ask(Query{ID: "q1", Kind: "who", Key: "who", Said: "Jane", Options: options}, today),
		"date":     Ask(Query{ID: "q1", Kind: "date", Key: "on", Said: "02/11", Options: []Choice{{"2 Nov", "2026-11-02"}, {"11 Feb", "2026-02-11"}}}, today),
		"day":      Ask(Query{ID: "q1", Kind: "day", Key: "on", Said: "last week", Options: []Choice{{"Mon 16 Nov", "2026-11-16"}}}, today),
		"future":   Ask(Query{ID: "q1", Kind: "future", Key: "on", Said: "tomorrow", On: today.AddDays(1), Options: []Choice{{"Ask me on Wed 25 Nov", "2026-11-25"}}}, today),
		"dropped":  Dropped(),
		"stale":    StaleQuestion(),
		"expected": Expected("press:1", []string{"Jane Doe"}, "drinks", today.AddDays(1), today),
	}.check(t, "question")
}

func TestUndo(t *testing.T) {
	golden{
		"plain":   Undid(domain.Undone{Verb: VerbMet, Contacts: []*domain.Contact{jane()}}),
		"removed": Undid(domain.Undone{Verb: VerbMet, Removed: []*domain.Contact{tom(), omar()}}),
		"kept":    Undid(domain.Undone{Verb: VerbMet, Contacts: []*domain.Contact{jane()}, Kept: []domain.KeptField{{Contact: jane(), Field: "phase"}, {Contact: jane(), Field: "contact"}, {Contact: jane(), Field: "interaction"}}}),
		"twice":   UndoneAlready(),
		"lost":    NotedAlready(domain.Undone{Verb: VerbMet, Contacts: []*domain.Contact{jane(), tom()}}, "typed:D1:1"),
		"done":    DoneAlready(),
		"asked":   AskedAlready(),
		"nothing": NothingToUndo(),
	}.check(t, "undo")
}

func TestErrors(t *testing.T) {
	g := golden{
		"gone": Gone(), "trouble": Trouble("ABCD1234"), "busy": Busy(), "late": TooLate(),
		"word": UnknownVerb("peolpe", "people"), "word alone": UnknownVerb("xyzzy", ""),
		"near signal": Unclear(Misread{Why: "unknown signal", Said: "+candit", Nearest: "+candid"}),
	}
	for _, why := range []string{"no name", "too many people", "too long", "no such date", "unknown signal", "unknown name", "unknown word", "bad cadence", "open quote"} {
		g[why] = Unclear(Misread{Why: why, Said: "`<!here>` 31 feb"})
	}
	for _, k := range []domain.Kind{domain.KindNotFound, domain.KindInvalid, domain.KindLaw, domain.KindConflict, domain.KindStale, domain.KindUnreachable, domain.KindUncertain, domain.KindUnwritable} {
		m, ok := Sorry(domain.Fault(k, "contact", nil))
		if !ok {
			t.Errorf("no sentence for %s", k)
		}
		g["kind "+k.String()] = m
	}
	for _, k := range []domain.Kind{domain.KindUnknown, domain.KindCorrupt, domain.KindNewer} {
		if m, ok := Sorry(domain.Fault(k, "database", nil)); ok {
			t.Errorf("%s is the operator's, and the member was told %q", k, m.Text)
		}
	}
	g.check(t, "errors")
}

func TestHelp(t *testing.T) {
	golden{"help": Help(), "small talk": SmallTalk(), "no item": NoSuchItem(3, 2), "no digest": NoSuchItem(1, 0)}.check(t, "help")
}

// digest is one of three people, for three reasons.
func digest() DigestPage {
	due := domain.Nudge{Rule: domain.ContactDue, Contact: jane(), Cadence: domain.Cadence{Ideal: 30, Maximum: 60}, Due: today, Gap: 34}
	never := domain.Nudge{Rule: domain.ContactDue, Contact: tom(), Cadence: domain.Cadence{Ideal: 7, Maximum: 21}, Due: today, Gap: 14, Never: true}
	how := domain.Nudge{Rule: domain.HowDidItGo, Contact: omar(), Cadence: domain.Cadence{Ideal: 14, Maximum: 30}, First: true}
	return DigestPage{
		Name: "Mia", Hour: 9, Today: today,
		Digest: domain.Digest{On: today, Shown: []domain.Nudge{how, due, never}, FineTill: today.AddDays(2)},
	}
}

func TestDigest(t *testing.T) {
	waiting := digest()
	overdue := waiting.Digest.Shown[1]
	overdue.Rule, overdue.Gap = domain.ContactOverdue, 64
	waiting.Digest = domain.Digest{Shown: []domain.Nudge{overdue}, Waiting: waiting.Digest.Shown[:2]}
	m := Digest(digest())
	p := Place{2, digest().Digest.Shown[1].Telling()}
	golden{
		"three":   m,
		"waiting": Digest(waiting),
		"logged":  InPlace(m.Blocks, p, Settled(p, Logged(logged(jane(), today, KindOfTap, ""), today), "press:1", "janeaaaaaaaaaaaa.i1")...),
		"snoozed": InPlace(m.Blocks, p, Settled(p, Snoozed("Jane Doe", today.AddDays(7), today), "press:1", "")...),
		"stopped": InPlace(m.Blocks, p, Settled(p, Stopped("Jane Doe"), "press:1", "")...),
		"off":     InPlace(m.Blocks, p, Settled(p, CalledOff("Jane Doe"), "press:1", "")...),
		"absent":  InPlace(m.Blocks, p, Remark(p, Absent())...),
		"rhythm":  RhythmModal("janeaaaaaaaaaaaa", "Jane Doe", domain.Cadence{Ideal: 30, Maximum: 60}),
		"changed": RhythmChanged("submit:1", "Jane Doe", domain.Cadence{Ideal: 42, Maximum: 84}, domain.FromContact),
		"common":  RhythmChanged("submit:1", "Jane Doe", domain.Cadence{Ideal: 30, Maximum: 60}, domain.FromPhase),
	}.check(t, "digest")
}

func TestTwoItemsAreSettledInTurn(t *testing.T) {
	m := Digest(digest())
	items := digest().Digest.Shown
	first, third := Place{1, items[0].Telling()}, Place{3, items[2].Telling()}
	m = InPlace(m.Blocks, first, Settled(first, "One.", "a", "")...)
	m = InPlace(m.Blocks, third, Settled(third, "Three.", "b", "")...)
	open, _ := Live(m.Blocks)
	if len(open) != 1 || open[0].Contact != jane().ID {
		t.Fatalf("open are %v, want Jane alone", open)
	}
	checkMessage(t, "digest with two settled", m)
	if row := m.Blocks[len(m.Blocks)-1]; row.BlockType() != slack.MBTContext {
		t.Errorf("the foot is a %s now", row.BlockType())
	}
}

func TestAManyPeopledDigestStaysWithinLimits(t *testing.T) {
	p := digest()
	how := p.Digest.Shown[0]
	p.Digest.Shown = nil
	for i := range 60 {
		c := *how.Contact
		c.ID = domain.ContactID("c" + Nth("x", i)[2:])
		n := how
		n.Contact = &c
		p.Digest.Shown = append(p.Digest.Shown, n)
	}
	checkMessage(t, "sixty people", Digest(p))
	if got := len(Shown(p.Digest)); got != maxItems {
		t.Errorf("%d are recorded as shown, want %d", got, maxItems)
	}
}

func TestIdentify(t *testing.T) {
	full := PromptPage{Name: "Mia", Hour: 9, Today: today, Prompt: domain.Prompt{Items: []domain.PromptItem{
		{Rule: domain.RunDry},
		{Rule: domain.NeverMet, Contacts: []*domain.Contact{tom(), omar()}},
		{Rule: domain.TooMany, Contacts: []*domain.Contact{jane()}, Asks: 9.04, Makes: 5.5},
	}}}
	empty := full
	empty.Prompt = domain.Prompt{Items: []domain.PromptItem{{Rule: domain.EmptyCircle}}}
	m := Identify(full)
	golden{
		"full":    m,
		"empty":   Identify(empty),
		"skipped": Skipped(m.Blocks),
		"name":    NameModal(""),
		"named":   Named("submit:1", []string{"Lena Okafor", "Sam"}),
		"rest":    RestModal("", []*domain.Contact{jane(), omar()}),
		"rests":   Rests("submit:1", "Jane Doe"),
		"nobody":  NobodyToRest(),
	}.check(t, "identify")
}

func TestRecovered(t *testing.T) {
	golden{
		"since":   Recovered(domain.On(2026, time.November, 20), today),
		"unknown": Recovered(domain.Date{}, today),
	}.check(t, "recovered")
}
