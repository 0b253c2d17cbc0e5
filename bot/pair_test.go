package bot

import (
	"fmt"
	"strings"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func TestPair(t *testing.T) {
	c := newCommons(t)
	lena, mia := c.lena(), c.mia()
	mia.says(mia.mentoring("pair <@UOMAR> <@UMIA>"), "Lena") // says who may
	lena.says(lena.mentoring("pair <@UOMAR>"), "")
	if n := len(c.report().Pairs); n != 0 {
		t.Fatalf("%d pairs", n)
	}
	m := lena.says(lena.mentoring("pair <@UMIA> <@UOMAR>\n<@UOMAR> <@UTOM>"), "2 pairs made", "*Omar* mentors *Mia*", "*Omar* mentors *Tom*")
	if n := len(c.report().Pairs); n != 2 {
		t.Fatalf("%d pairs", n)
	}
	for of, is := range map[domain.MemberID]domain.MemberID{miaID: omarID, omarID: miaID, tomID: omarID} {
		if k := c.contact(of, is); k.Phase != domain.Relating {
			t.Errorf("%s knows %s in %v", of, is, k.Phase)
		}
	}
	for words, want := range map[string]string{
		"pair <@UOMAR> <@UMIA>":                  "are a pair already",
		"pair <@UMIA> <@UTOM>":                   "*Mia* didn't join as a mentor",
		"pair <@UOMAR> <@UOMAR>":                 "can't be paired with themselves",
		"pair <@UOMAR> <@UNOBODY|<!channel>":     "",
		"pair <@UOMAR> <@UNOBODY|nobody>":        "*nobody* hasn't joined: send them `/mentoring join mentee`",
		"pair <@UNOBODY|nobody> <@UELSE|&lt;!x>": "haven't joined",
	} {
		a := lena.mentoring(words)
		if lena.says(a, want); strings.Contains(a.Message.Text, "<!") {
			t.Errorf("%s: %q", words, a.Message.Text)
		}
	}
	gone := lena.says(lena.presses(m, "Unpair Omar and Tom"), "are a pair no more", "Both are told")
	lena.says(lena.presses(m, "Unpair Omar and Tom"), "They are no pair any more")
	lena.says(lena.presses(gone, "Pair them again"), "Paired: *Omar* mentors *Tom*")
	lena.says(lena.presses(gone, "Pair them again"), "are a pair already")
	mia.says(mia.do(Command{Verb: view.VerbPairUnpair, Args: string(c.report().Pairs[0].Pair.ID), Reply: Reply{Door: ButtonDoor}}), "organisers")

	which := lena.says(lena.mentoring("unpair <@UOMAR>"), "Which pair is to end?")
	lena.says(lena.mentoring("unpair <@UOMAR> <@UTOM>"), "are a pair no more")
	lena.says(lena.presses(which, "Omar and Mia"), "are a pair no more")
	lena.says(lena.mentoring("unpair <@UOMAR> <@UMIA>"), "I know of no such pair")
	if n := len(c.report().Pairs); n != 0 {
		t.Errorf("%d pairs last", n)
	}
}

func TestWhoAskedNotToBePairedIsNotNamed(t *testing.T) {
	for _, by := range []domain.MemberID{omarID, miaID} {
		c := newCommons(t)
		other := map[domain.MemberID]domain.MemberID{omarID: miaID, miaID: omarID}[by]
		c.book(by, func(b *domain.Book) error { return b.Mentoring().Avoid(c.program, []domain.MemberID{other}) })
		got := c.lena().says(c.lena().mentoring("pair <@UOMAR> <@UMIA>"), "one of them asked not to be paired").Text
		if want := "Nobody was paired.\n*Not paired*\n• *Omar* and *Mia*: one of them asked not to be paired with the other. Who it was stays between them and me"; got != want {
			t.Errorf("by %s: %q", by, got)
		}
	}
}

func TestPairForm(t *testing.T) {
	c := newCommons(t)
	lena := c.lena()
	form := lena.mentoring("pair").Modal
	if form == nil {
		t.Fatal("no form")
	}
	if a := lena.submits(form, view.MentorBlock+"=UOMAR", view.MenteeBlock+"="); a.Errors[view.MenteeBlock] == "" {
		t.Errorf("with nobody: %+v", a)
	}
	if a := lena.submits(form, view.MentorBlock+"=UOMAR", view.MenteeBlock+"=UOMAR"); a.Errors[view.MenteeBlock] == "" {
		t.Errorf("with themselves: %+v", a)
	}
	lena.says(lena.submits(form, view.MentorBlock+"=UOMAR", view.MenteeBlock+"=UTOM"), "Paired: *Omar* mentors *Tom*")
	c.tom().says(c.tom().submits(form, view.MentorBlock+"=UOMAR", view.MenteeBlock+"=UMIA"), "organisers")
	c.tom().says(c.tom().mentoring("pair"), "organisers")
}

// classroom adds mentors and mentees to a commons, as many as are wanted.
func (c *commons) classroom(mentors, mentees int) {
	c.t.Helper()
	for i := range mentors {
		id := domain.MemberID(fmt.Sprintf("UMENTOR%d", i))
		c.meet(id, fmt.Sprintf("Mentor %d", i))
		c.join(id, domain.Mentor, 1, "go", fmt.Sprintf("topic %d", i))
	}
	for i := range mentees {
		id := domain.MemberID(fmt.Sprintf("UMENTEE%d", i))
		c.meet(id, fmt.Sprintf("Mentee %d", i))
		c.join(id, domain.Mentee, 1, fmt.Sprintf("topic %d", i))
	}
}

func TestMatch(t *testing.T) {
	c := newCommons(t)
	c.classroom(3, 4)
	lena := c.lena()
	c.mia().says(c.mia().mentoring("match"), "Lena")
	m := lena.says(lena.mentoring("match"), "A proposal for", "6 pairs", "Both named topic 0", "8 hours of working time in common")
	if again := lena.mentoring("match").Message.Text; again != m.Text {
		t.Errorf("another time it is another one:\n%s\n%s", m.Text, again)
	}
	if n := len(c.report().Pairs); n != 0 {
		t.Fatalf("%d pairs before it was confirmed", n)
	}
	out := lena.says(lena.presses(m, "Take out"), "are out of the proposal", "5 pairs", "taken out", "Left over")
	in := lena.says(lena.presses(out, "Put back"), "are back in", "6 pairs")
	form := lena.presses(in, "Other partner").Modal
	if form == nil {
		t.Fatal("no form")
	}
	if a := lena.submits(form, view.MentorBlock+"=UTOM"); a.Errors[view.MentorBlock] == "" {
		t.Errorf("Tom is no mentor: %+v", a)
	}
	a := lena.submits(form, view.MentorBlock+"=UMENTOR2")
	swapped := lena.says(a, "is proposed to *Mentor 2* now", "Your choice", "6 pairs")
	if !a.Replace {
		t.Error("the proposal is shown twice")
	}
	c.book("UMENTEE1", func(b *domain.Book) error { _, err := b.Mentoring().Leave(c.program); return err })
	done := lena.says(lena.presses(swapped, "Pair all 6"), "5 pairs made", "Not paired", "*Mentee 1* hasn't joined")
	if n := len(c.report().Pairs); n != 5 {
		t.Errorf("%d pairs", n)
	}
	lena.says(lena.presses(swapped, "Pair all 6"), "settled already")
	lena.says(lena.presses(swapped, "Take out"), "settled already")
	if n := len(c.report().Pairs); n != 5 {
		t.Errorf("%d pairs after a second press", n)
	}
	if !strings.Contains(done.Text, "Each hears of the other") {
		t.Errorf("said %q", done.Text)
	}
	lena.says(lena.mentoring("match"), "There is nobody to propose")
}

func TestAProposalIsItsOrganisersAlone(t *testing.T) {
	c := newCommons(t)
	lena, mia := c.lena(), c.mia()
	m := *lena.mentoring("match").Message
	for _, label := range []string{"Take out", "Other partner", "Pair all 2", "Leave it"} {
		a := mia.do(mia.press(m, label, 0))
		if a.Modal != nil || a.Message == nil || strings.Contains(a.Message.Text, "Omar") {
			t.Errorf("%s: %+v", label, a)
		}
	}
	lena.says(lena.presses(m, "Leave it"), "Nobody was paired")
	lena.says(lena.presses(m, "Pair all 2"), "settled already")
	if n := len(c.report().Pairs); n != 0 {
		t.Errorf("%d pairs", n)
	}
	for _, bad := range []string{"", "x", "nothing 0", "nothing -1", "nothing 99999999999999999999"} {
		for _, verb := range []string{view.VerbMatchOut, view.VerbMatchIn, view.VerbMatchSwap, view.VerbMatchYes, view.VerbMatchNo, view.VerbMatchPage} {
			if a, err := lena.try(Command{Verb: verb, Args: bad, Reply: Reply{Door: ButtonDoor}}); err == nil && (a.Message == nil || !strings.Contains(a.Message.Text, "settled already")) {
				t.Errorf("%s %q: %+v", verb, bad, a)
			}
		}
	}
}

func TestAProgramThatIsGone(t *testing.T) {
	lena := newCommons(t).lena()
	for _, c := range []Command{
		{Verb: view.VerbMatch, Args: "gone"},
		{Verb: view.VerbPairNew, Args: "gone", Trigger: "t"},
		{Verb: view.VerbPairBack, Args: view.CoupleValue("gone", domain.Couple{Mentor: omarID, Mentee: miaID})},
	} {
		c.Reply = Reply{Door: ButtonDoor}
		if got := lena.do(c); got.Message == nil || got.Replace || !strings.Contains(got.Message.Text, "program") {
			t.Errorf("%s: %+v", c.Verb, got)
		}
	}
}

func TestPairGoals(t *testing.T) {
	c := newCommons(t).paired()
	mia, omar, tom := c.mia(), c.omar(), c.tom()
	mia.says(mia.mentoring("goal Speak at GopherCon by june"), "Noted: “Speak at GopherCon”", "*Omar* sees it too")
	mia.says(mia.mentoring("goal Speak at GopherCon"), "You two have that goal already")
	omar.says(omar.mentoring("goal speak at GopherCon by 31 may"), "You two have that goal already. Changed: “Speak at GopherCon”, by Mon 31 May 2027; it was Wed 30 Jun 2027 before. *Mia* sees it too.")
	mia.says(mia.mentoring("goal Speak at GopherCon by 1 nov 2026"), "That day is over", "Nothing was noted", "`by 4 dec` for a goal")
	mia.says(mia.mentoring("goals"), "1. “Speak at GopherCon”, by Mon 31 May 2027")
	mia.says(mia.mentoring("goal Speak at GopherCon by 30 june"), "by Wed 30 Jun 2027; it was Mon 31 May 2027 before")
	m := omar.says(omar.mentoring("goals"), "1. “Speak at GopherCon”", "The organisers see how many")
	form := omar.presses(m, "New goal").Modal
	if a := omar.submits(form, view.WhatBlock+"= ", view.ByBlock+"="); a.Errors[view.WhatBlock] == "" {
		t.Errorf("without words: %+v", a)
	}
	omar.says(omar.submits(form, view.WhatBlock+"=speak at gophercon", view.ByBlock+"=2027-05-01"), "Changed: “Speak at GopherCon”, by Sat 1 May 2027", "1. “Speak at GopherCon”, by Sat 1 May 2027")
	omar.says(omar.submits(form, view.WhatBlock+"=<!channel> & co", view.ByBlock+"="), "&lt;!channel&gt; &amp; co")
	omar.says(omar.presses(m, "Reached"), "is reached", "*Mia* will be glad", "Reached so far: 1")
	omar.says(omar.presses(m, "Reached"), "closed already")
	mia.says(mia.presses(m, "Drop"), "closed already")
	mia.says(mia.mentoring("goal 7 reached"), "can't tell which goal")
	mia.says(mia.mentoring("goal drop channel"), "is off the list")
	tom.says(tom.mentoring("goal Speak at GopherCon"), "You are in no pair")
	tom.says(tom.do(tom.press(m, "Reached", 0)), "You are in no pair")
	tom.says(tom.do(tom.press(m, "New goal", 0)), "You are in no pair")
	lena := c.lena()
	lena.says(lena.do(Command{Verb: view.VerbPairGoalList, Args: string(c.report().Pairs[0].Pair.ID)}), "You are in no pair")
	for range domain.MostGoals {
		omar.commands++
		omar.mentoring(fmt.Sprintf("goal number %d of many", omar.commands))
	}
	omar.says(omar.mentoring("goal one more than there is room for"), "twenty-five open goals")
}

func TestThanks(t *testing.T) {
	c := newCommons(t).paired()
	mia, omar, tom := c.mia(), c.omar(), c.tom()
	draft := mia.says(mia.mentoring("thanks <@UOMAR> You read my talk at 11 pm. <!channel>"), "out loud: “You read my talk at 11 pm. &lt;!channel&gt;”", "next summary in the channel", "both your names")
	asked := mia.says(mia.presses(draft, "Ask them"), "Nobody else sees it before they agree")
	mia.says(mia.presses(draft, "Ask them"), "answered") // a second press asks nobody
	id := mia.press(asked, "Take it back", 0).Args
	answer := func(d *desk, verb string) Answer {
		return d.do(Command{Verb: verb, Args: id, Reply: Reply{Door: ButtonDoor}})
	}
	omar.says(answer(omar, view.VerbShoutYes), "next summary in the channel")
	omar.says(answer(omar, view.VerbShoutYes), "next summary in the channel")
	omar.says(answer(omar, view.VerbShoutNo), "won't be said")
	omar.says(answer(omar, view.VerbShoutYes), "next summary in the channel")
	for _, verb := range []string{view.VerbShoutYes, view.VerbShoutNo, view.VerbShoutBack} {
		tom.says(answer(tom, verb), "not yours to answer")
	}
	mia.says(answer(mia, view.VerbShoutYes), "not yours to answer")
	mia.says(mia.presses(asked, "Take it back"), "Taken back")
	omar.says(answer(omar, view.VerbShoutYes), "taken back meanwhile")
	mia.says(mia.presses(asked, "Take it back"), "Taken back")

	mia.says(mia.mentoring("thanks"), "Nothing was said to anybody")
	form := mia.presses(*mia.mentoring("thanks <@UOMAR>").Message, "Write it in a form").Modal
	if a := mia.submits(form, view.WhatBlock+"= "); a.Errors[view.WhatBlock] == "" {
		t.Errorf("without words: %+v", a)
	}
	if a := mia.submits(form, view.WhatBlock+"="+strings.Repeat("é", 301)); a.Errors[view.WhatBlock] == "" {
		t.Errorf("too long: %+v", a)
	}
	mia.says(mia.submits(form, view.WhatBlock+"=Thank you"), "I ask *Omar*")
	tom.says(tom.mentoring("thanks <@UOMAR> for nothing"), "You are in no pair")
}
