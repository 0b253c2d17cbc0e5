package bot

import (
	"slices"
	"strings"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func TestEditingACard(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.met("Omar lunch")
	d.people("Jane #gopher #oslo")
	form := d.presses(d.says(d.people("Jane")), "Edit").Modal
	for field, c := range map[string]struct{ values, want string }{
		view.NameBlock:     {"name= ", view.NoNameLeft},
		view.AliasBlock:    {"name=Jane;alias=" + strings.Repeat("x", 201), view.NameTooLong},
		view.TagsBlock:     {"name=Jane;tags=#" + strings.Repeat("x", 51), view.BadTags},
		view.BirthdayBlock: {"name=Jane;birthday=31 feb", view.NoYearDay},
		view.WorkBlock:     {"name=Jane;work=" + strings.Repeat("x", 3001), view.TextTooLong},
	} {
		if errs := d.submits(form, strings.Split(c.values, ";")...).Errors; errs[field] != c.want {
			t.Errorf("%s: errors are %v", field, errs)
		}
	}
	if errs := d.submits(form, "name=Omar").Errors; !strings.Contains(errs[view.NameBlock], "already have Omar") {
		t.Errorf("errors are %v", errs)
	}
	if errs := d.submits(form, "name=Jane", "birthday=3 may 2027").Errors; errs[view.BirthdayBlock] != view.NoYearDay {
		t.Errorf("errors are %v", errs)
	}
	fields := []string{
		"name=Jane Doe", "alias=Janey, JD", "organisation=Fjord", "role=Designer", "place=Oslo", "work=design", "tags=#gopher, fjord",
		"howmet=through Omar", "birthday=3 May 1980", "adds=taste", "offers=reviews", "connects=the meetup",
	}
	a := d.submits(form, fields...)
	m := d.says(a, "Changed on the card of *Jane Doe*: name, other names, organisation, role, place, kind of work, tags, how you met, birthday,",
		"*Jane Doe* #gopher #fjord\nDesigner at Fjord · design · Oslo", "Also called Janey, JD and Jane", "How you met: through Omar", "Birthday: 3 May 1980",
		"What they add: taste", "What you can offer: reviews", "How you connect: the meetup")
	if !a.Replace {
		t.Error("the old card still stands there")
	}
	form = d.presses(m, "Edit").Modal
	again := slices.Concat([]string{"name=Jane Doe", "alias=Janey, JD, Jane"}, fields[2:])
	d.says(d.submits(form, again...), "reads already. Nothing was changed.")
	m = d.says(d.submits(form, "name=Jane Doe"), "Changed on the card")
	if c := d.who("Jane Doe"); len(c.Occasions)+len(c.Tags)+len(c.Aliases) != 0 || c.Organisation != "" {
		t.Errorf("left is %+v", c)
	}
	d.says(d.presses(m, "Undo"), "Undone", "Also called Janey")
}

func TestWordsOfACard(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.met("Omar coffee")
	for _, c := range []struct{ text, says string }{
		{"Jane alias Janey", "*Jane* is found as *Janey* too."},
		{"Jane at Fjord in Oslo", "Changed on the card of *Jane*: organisation and place."},
		{"Jane place:Bergen work:design", "Changed on the card of *Jane*: place and kind of work."},
		{"Jane needs a designer urgently", "*Jane* needs “a designer”, in the next days"},
		{"Jane did read my draft", "*Jane* did “read my draft” for you"},
		{"Jane got a flat", "you did “a flat” for *Jane*"},
		{"Jane through Omar", "You know *Jane* through *Omar*."},
		{"Jane called Jane Doe", "*Jane* is *Jane Doe* from now on"},
	} {
		m := d.says(d.people(c.text), c.says)
		d.says(d.presses(m, "Undo"), "Undone")
		d.says(d.people(c.text), c.says)
	}
	d.says(d.people("Jane Doe called Omar"), "You already have *Omar*, so *Jane Doe* keeps this name")
	d.says(d.people("Jane Doe needs"), "I couldn't find what they need", "Nothing was noted")
	d.says(d.people("Jane Doe called"), "I couldn't find the new name")
	if c := d.who("Jane Doe"); c.Organisation != "Fjord" || c.Place != "Bergen" || c.Work != "design" || !slices.Contains(c.Aliases, "Jane") {
		t.Errorf("%+v", c)
	}
}

func TestKnownThroughSomebody(t *testing.T) {
	d := newDesk(t)
	d.people("add Jane\nTom Berg\nTom Baker")
	m := d.says(d.people("Jane through Tom"), "Nothing changed yet. Whom do you mean by “Tom”?")
	if strings.Contains(marshal(t, m.Blocks), "omebody new") {
		t.Error("nobody new can have brought them together")
	}
	m = d.says(d.presses(m, "Tom Berg"), "You know *Jane* through *Tom Berg*.", "You know them through *Tom Berg*")
	d.says(d.people("Tom Berg"), "Introduced you to *Jane*")
	d.says(d.people("Jane via Tom Berg"), "It is on both cards already", "Nothing was changed")
	d.says(d.presses(m, "Undo"), "Undone: ", "*Jane*")
	if !d.who("Jane").Introductions[0].Undone || !d.who("Tom Berg").Introductions[0].Undone {
		t.Errorf("%+v", d.who("Tom Berg").Introductions)
	}
	d.says(d.people("Jane through Jane"), "nobody comes through themselves", "`/people Jane through Omar`")
	d.says(d.people("Jane through"), "I couldn't find through whom")
	d.says(d.people("Jane through Zebulon"), "I don't know anybody called “Zebulon”")
}

func TestWhomSomebodyIntroduced(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	form := d.chooses(d.says(d.people("Jane")), "They introduced someone").Modal
	if strings.Contains(marshal(t, form), "Whom?") {
		t.Error("there is nobody yet whom they could have introduced")
	}
	d.met("Omar lunch")
	card := d.says(d.people("Jane"))
	form = d.chooses(card, "They introduced someone").Modal
	omar := "who=" + string(d.who("Omar").ID)
	m := d.says(d.submits(form, omar, "on=2026-11-20"), "Noted for Fri 20 Nov: *Jane* introduced *Omar* to you.", "Introduced you to *Omar*")
	if s := d.who("Jane").Signals; len(s) != 1 || s[0].Kind != domain.Introduced || s[0].On != domain.On(2026, 11, 20) {
		t.Errorf("%+v", s)
	}
	d.says(d.submits(form, omar, "on=2026-11-21"), "It is on both cards already")
	d.says(d.submits(form, "on=2026-11-20"), "It is on the card already: *Jane* introduced someone on Fri 20 Nov.")
	d.says(d.presses(m, "Undo"), "Undone")
	d.says(d.submits(form, "on=2026-11-20"), "Noted for Fri 20 Nov: *Jane* introduced someone.")
	d.says(d.submits(form, "who="+string(d.who("Jane").ID), "on=2026-11-20"), "*Jane*'s already")
	d.people("Omar archive")
	d.says(d.submits(form, omar, "on=2026-11-20"), "don't have that person any more")
}

func TestACardShowsWhatIsOpen(t *testing.T) {
	d := newDesk(t)
	d.met("Jane coffee")
	d.met("Omar coffee")
	jane, omar := d.who("Jane"), d.who("Omar")
	jane.Goals = []domain.RecordID{"goal1"}
	d.goals = []domain.Goal{{ID: "goal1", What: "Speak at GopherCon", By: domain.On(2027, 6, 30), State: domain.GoalOpen}}
	jane.Promises = []domain.Promise{
		{ID: "p1", What: "the pricing sheet", Due: d.today().AddDays(-1), Made: d.today().AddDays(-5), State: domain.PromiseOpen},
		{ID: "p2", Theirs: true, What: "an intro", Due: d.today().AddDays(3), State: domain.PromiseOpen},
	}
	jane.Introductions = []domain.Introduction{
		{ID: "i1", Other: omar.ID, How: domain.CameThrough, State: domain.IntroDone},
		{ID: "i2", Other: "nobody", How: domain.Woven, State: domain.IntroDone},
	}
	m := d.says(d.people("Jane"), "You promised “the pricing sheet”, which was due on Mon 23 Nov", "They promised “an intro” by Fri 27 Nov",
		"Serves your goal “Speak at GopherCon”, by 30 Jun 2027", "You know them through *Omar*", "○ A promise of yours is late")
	if strings.Contains(m.Text, "nobody") {
		t.Error(m.Text)
	}
}
