package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
	"rapport/internal/blockkit"
)

func TestHomeIsPublishedToThoseWhoLook(t *testing.T) {
	r := newRig(t, nil)
	r.ledger.contacts = []*domain.Contact{{ID: "tom", Name: "Tom & <!here>", Phase: domain.Relating, Furthest: domain.Relating}}
	if _, err := r.publishHome(t.Context(), mia, sight{}); err != nil {
		t.Fatal(err)
	}
	if n := len(r.slack.made("views.publish")); n != 0 {
		t.Fatalf("%d pages for a member who never opened one", n)
	}
	m := r.ledger.members[mia]
	m.HomeOpened = true
	r.ledger.members[mia] = m

	r.take(t, Command{
		ID: "event:1", Workspace: team, Member: mia.Member, Verb: view.VerbHomeOpened, Args: "home", Reply: Reply{Door: HomeDoor}, At: monday,
	})
	made := r.slack.made("views.publish")
	if len(made) != 1 {
		t.Fatalf("%d pages were published", len(made))
	}
	body := made[0].Args.Get("json")
	for _, want := range []string{`"user_id":"U1"`, "Good morning, Mia.", `Tom \u0026amp; \u0026lt;!here\u0026gt;`, "1 person"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q: %s", want, body)
		}
	}
	if n := len(r.slack.made("chat.postMessage")); n != 0 {
		t.Errorf("%d messages were posted", n)
	}

	m.Gone = true
	r.ledger.members[mia] = m
	if _, err := r.publishHome(t.Context(), mia, sight{}); err != nil || len(r.slack.made("views.publish")) != 1 {
		t.Errorf("a page for somebody who is gone: %v", err)
	}
}

func TestAPageThatCantBePublishedIsAnError(t *testing.T) {
	r := newRig(t, nil)
	m := r.ledger.members[mia]
	m.HomeOpened = true
	r.ledger.members[mia] = m
	r.slack.says("views.publish", `{"ok":false,"error":"not_enabled"}`)
	_, err := r.publishHome(t.Context(), mia, sight{})
	if err == nil || !strings.Contains(err.Error(), "not_enabled") {
		t.Errorf("got %v", err)
	}
}

// crowd is a portfolio of so many people, with names as long and as hostile as
// they come, and everything open that can be.
func (d *desk) crowd(n int) domain.Portfolio {
	p := domain.Portfolio{Member: d.member, Policy: d.bot.policy}
	long := strings.Repeat("<&>👩‍👩‍👧‍👦", 18)
	for i := range n {
		ph := domain.Phases[i%5]
		c := &domain.Contact{
			ID: domain.ContactID(fmt.Sprintf("contact%09d", i)), Name: fmt.Sprintf("<!channel> %04d %s", i, long),
			Phase: ph, Furthest: ph, Added: domain.On(2026, 1, 1), Resting: i%50 == 0, Goals: []domain.RecordID{"goal1"},
		}
		c.Touched.Note = strings.Repeat(long, 10)
		if i < 40 {
			c.Promises = []domain.Promise{{ID: "p", What: strings.Repeat(long, 2), Due: d.today(), State: domain.PromiseOpen, Theirs: i%2 == 0}}
			c.Asks = []domain.Ask{{ID: "a", What: strings.Repeat(long, 2), By: d.today(), State: domain.AskWaiting, Made: d.today()}}
			p.Goals = append(p.Goals, domain.Goal{ID: domain.RecordID(fmt.Sprintf("goal%d", i)), What: strings.Repeat(long, 2), State: domain.GoalOpen})
		}
		p.Contacts = append(p.Contacts, c)
	}
	return p
}

func TestHomeHoldsTwoThousand(t *testing.T) {
	d := newDesk(t)
	notice := view.Message{}
	for range 4 {
		notice.Blocks = append(notice.Blocks, view.Say(strings.Repeat("é", 3000)).Blocks...)
	}
	for _, n := range []int{0, 1, 7, 40, 2000} {
		p := d.crowd(n)
		for _, s := range []sight{
			{}, {Notice: &notice}, {At: "1 phase Relating"}, {At: "14 phase Sustaining", Notice: &notice}, {At: "99 phase Nurturing"}, {At: "1 resting "}, {At: "0  "},
		} {
			page := home(p, d.now, s)
			raw, err := json.Marshal(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range blockkit.View(raw) {
				t.Errorf("home of %d at %q: %s", n, s.At, problem)
			}
			if ids := idsOf(page.Blocks.BlockSet); ids != "" {
				t.Errorf("home of %d at %q has %s twice", n, s.At, ids)
			}
		}
	}
}

// idsOf returns a block id that stands twice, "" when none does.
func idsOf(blocks []slack.Block) string {
	seen := map[string]bool{"": false}
	for _, b := range blocks {
		if seen[b.ID()] {
			return b.ID()
		}
		seen[b.ID()] = b.ID() != ""
	}
	return ""
}

// Everybody can be reached by turning pages.
func TestPagesOfAPhaseHoldEverybody(t *testing.T) {
	d := newDesk(t)
	p := d.crowd(500)
	seen := map[string]int{}
	want := 0
	for _, c := range p.Contacts {
		if c.Phase == domain.Nurturing && !c.Resting {
			want++
		}
	}
	turn := view.PageValue(view.Filter{Only: view.OnlyPhase, Phase: domain.Nurturing}, 1)
	for pages := 0; turn != ""; pages++ {
		if pages > 20 {
			t.Fatal("the pages never end")
		}
		page := home(p, d.now, sight{At: turn})
		turn = ""
		for _, b := range page.Blocks.BlockSet {
			switch b := b.(type) {
			case *slack.SectionBlock:
				if b.Accessory != nil {
					seen[b.Accessory.ButtonElement.Value]++
				}
			case *slack.ActionBlock:
				for _, e := range b.Elements.ElementSet {
					if btn, ok := e.(*slack.ButtonBlockElement); ok && btn.Text.Text == "Next" {
						turn = btn.Value
					}
				}
			}
		}
	}
	if len(seen) != want {
		t.Errorf("the pages hold %d people, want %d", len(seen), want)
	}
}

// atHome is a command that a button on App Home makes.
func atHome(verb, args string) Command {
	return Command{Verb: verb, Args: args, Trigger: "trigger", Reply: Reply{Door: HomeDoor, Home: true, ViewID: "V1", ViewHash: "hash", Private: "2026-11-24 2 phase Relating"}}
}

func TestWhatHomeSaysIsSaidOnHome(t *testing.T) {
	d := newDesk(t)
	d.met("Ada coffee")
	d.later(1)
	ada := string(d.who("Ada").ID)
	// One tap is noticed on the page.
	c := atHome(view.VerbDigestLog, ada)
	a := inSight(c, d.do(c))
	if a.Message != nil || a.Modal != nil || a.Notice == nil || !strings.Contains(a.Notice.Text, "*Ada*: logged contact") || !a.HomeDirty {
		t.Errorf("one tap: %+v", a)
	}
	// A card lies over it, and whatever is pressed on the card too.
	c = atHome(view.VerbPeopleOpen, ada)
	if a = inSight(c, d.do(c)); a.Modal == nil || a.Message != nil {
		t.Errorf("a card: %+v", a)
	}
	c = Command{Trigger: "trigger", Reply: Reply{Door: ButtonDoor, Home: true, ViewID: "V2"}}
	if a = inSight(c, tell(view.Say("done"))); a.Modal == nil || a.Message != nil {
		t.Errorf("a press in a form: %+v", a)
	}
	// A form that was opened on it is answered on it.
	c = Command{Trigger: "trigger", Reply: Reply{Door: ModalDoor, Home: true}}
	if a = inSight(c, tell(view.Say("saved"))); a.Notice == nil || a.Message != nil {
		t.Errorf("a form: %+v", a)
	}
	// What is too long for a notice is shown over it.
	var long view.Message
	for range 5 {
		long.Blocks = append(long.Blocks, view.Say("more").Blocks...)
	}
	if a = inSight(c, tell(long)); a.Modal == nil || a.Message != nil || a.Notice != nil {
		t.Errorf("a long answer: %+v", a)
	}
	// Elsewhere nothing changes.
	c.Reply.Home = false
	if a = inSight(c, tell(view.Say("saved"))); a.Message == nil || a.Notice != nil {
		t.Errorf("elsewhere: %+v", a)
	}
}

func TestWhereHomeStands(t *testing.T) {
	d := newDesk(t)
	d.member.HomeOpened = true
	look := func(c Command) string {
		s := sight{At: "7 phase Sustaining"}
		lookedAt(c, d.do(c))(&s)
		return s.At
	}
	opened := func(private string) Command {
		return Command{Verb: view.VerbHomeOpened, Reply: Reply{Door: HomeDoor, Home: true, ViewHash: "hash", Private: private}}
	}
	if got := look(atHome(view.VerbHomePage, "3 phase Relating")); got != "3 phase Relating" {
		t.Errorf("turned to %q", got)
	}
	if got := look(atHome(view.VerbHomePage, view.PageValue(view.Filter{}, 0))); cmp.Or(strings.TrimSpace(got), "0") != "0" {
		t.Errorf("turned back to %q", got)
	}
	if got := look(opened(placeOf(d.today(), "2 phase Relating"))); got != "2 phase Relating" {
		t.Errorf("opened at %q on the same day", got)
	}
	for _, other := range []string{placeOf(d.today().AddDays(-1), "2 phase Relating"), "", "rubbish"} {
		if got := look(opened(other)); got != "" {
			t.Errorf("opened at %q, having been at %q", got, other)
		}
	}
	c := atHome(view.VerbSettings, "")
	s := sight{}
	lookedAt(c, Answer{})(&s)
	if s.At != "2 phase Relating" || s.Hash != "hash" {
		t.Errorf("pressed at %+v", s)
	}
}

func TestFindingSomebody(t *testing.T) {
	d := newDesk(t)
	d.met("Ada Lovelace coffee")
	d.met("Tomás Berg lunch")
	d.met("Tom Hardy call")
	d.people("Tomás Berg #gophercon")
	form := d.do(atHome(view.VerbHomeFind, "")).Modal
	find := func(values ...string) Answer { return d.submits(form, values...) }
	for _, said := range []string{"ada", "LOVE"} {
		if a := find("words=" + said); a.Modal == nil || !strings.Contains(textIn(a.Modal.Blocks.BlockSet), "*Ada Lovelace*") {
			t.Errorf("%q finds %+v", said, a)
		}
	}
	if a := find("words=tomas #gopher"); a.Modal == nil || !strings.Contains(textIn(a.Modal.Blocks.BlockSet), "*Tomás Berg*") {
		t.Errorf("%+v", a)
	}
	if a := find("words=tom"); a.Modal == nil || !strings.Contains(textIn(a.Modal.Blocks.BlockSet), "2 people") {
		t.Errorf("%+v", a)
	}
	if a := find("words=tom", "who="+string(d.who("Ada Lovelace").ID)); a.Modal == nil || !strings.Contains(textIn(a.Modal.Blocks.BlockSet), "*Ada Lovelace*") {
		t.Errorf("%+v", a)
	}
	if a := find("words=tom gopherless"); a.Errors[view.WordsBlock] != view.NobodyFits {
		t.Errorf("%+v", a)
	}
	if a := find("words= "); a.Errors[view.WordsBlock] != view.NothingToFind {
		t.Errorf("%+v", a)
	}
}

func textIn(blocks []slack.Block) string { return view.Compose(blocks...).Text }
