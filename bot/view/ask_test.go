package view

import (
	"testing"
	"time"

	"rapport/domain"
)

// capital is somebody whom one may ask.
func capital() *domain.Contact {
	c := jane()
	c.Phase, c.Furthest = domain.Capitalizing, domain.Capitalizing
	return c
}

var wish = domain.Request{What: "introduce me to Lena Okafor at Acme", By: domain.On(2026, time.December, 4), Link: "https://example.org/lena"}

func framing(weak ...domain.Weakness) AskPage {
	asked := &domain.Ask{ID: "ask1", What: "intro to Omar", Made: domain.On(2026, time.November, 2), Changed: domain.On(2026, time.November, 9), State: domain.AskWaiting}
	f := domain.Framing{Request: wish, Weak: weak, Earliest: domain.On(2026, time.November, 27), Open: asked, Last: asked, Declined: asked}
	f.Verdict.Legal = true
	return AskPage{
		Today: today, Question: "question00000000", Contact: capital(), Framing: f, Wanted: wish.By,
		Manners: domain.DefaultPolicy().Asking,
	}
}

func TestAsk(t *testing.T) {
	sound := framing()
	sound.Goal = "Speak at GopherCon"
	moving := framing(domain.NoLink)
	moving.Contact, moving.Framing.Moves = jane(), true
	moving.Framing.Request.Link = ""
	rest := framing(domain.SaidNo, domain.TooOften, domain.Vague, domain.TwoThings, domain.DateGone)
	rest.Wanted = today.AddDays(-3)
	th := domain.DefaultPolicy().Evidence
	near := jane()
	near.Signals = []domain.Signal{{ID: "s1", Kind: domain.Candid, On: domain.On(2026, time.November, 2)}}
	open := cardOf(omar())
	open.Next = domain.Verdict{To: domain.Nurturing, Legal: true}
	ask := domain.Ask{ID: "ask1", What: wish.What, By: wish.By, Link: wish.Link, Made: today, State: domain.AskWaiting, Changed: today}
	golden{
		"sound":    AskDraft(sound),
		"moving":   AskDraft(moving),
		"weak":     AskDraft(framing(domain.OpenAsk, domain.NoDate, domain.TooSoon)),
		"rest":     AskDraft(rest),
		"early":    AskEarly(cardOf(near), wish.What),
		"far":      AskEarly(cardOf(omar()), wish.What),
		"open":     AskEarly(open, wish.What),
		"stranger": AskStranger("Zoe"),
		"made":     Alone(AskMade(capital(), ask, domain.Sustaining, today), "press:1", ""),
		"recorded": Alone(AskRecorded("Jane Doe", ask, true, today), "slash:1", "", AskAnswers(jane(), ask)...),
		"agreed":   Alone(AskAgreed(jane(), ask), "press:1", "", AskThanks(jane(), ask)...),
		"left":     Say(AskLeft("Jane Doe")),
		"over":     DraftOver(),
		"help":     AskHelp(),
		"form":     AskModal(AskForm{Today: today, Known: []*domain.Contact{jane(), omar()}, Goals: []domain.Goal{{ID: "goal1", What: "Speak at GopherCon"}}, Contact: jane().ID, Request: wish}),
		"time":     AskTimeModal("{}", "Jane Doe", ask, today.AddDays(7)),
		"nobody":   NobodyToAsk(),
	}.check(t, "ask")
	for _, name := range domain.Phases[:4] {
		c := jane()
		c.Phase, c.Furthest = name, name
		for _, k := range domain.Judge(c, name+1, today, th, domain.Every(30)).Checks {
			if meanwhile(k.Name) == meanwhile("") {
				t.Errorf("there is nothing to do while %s is missing", k.Name)
			}
		}
	}
}

func TestAskList(t *testing.T) {
	waiting := domain.Ask{ID: "ask1", What: wish.What, By: wish.By, Made: today.AddDays(-3), State: domain.AskWaiting, Changed: today}
	late := domain.Ask{ID: "ask2", What: "an hour on testing", By: today.AddDays(-1), Made: today.AddDays(-9), State: domain.AskWaiting}
	noted := domain.Ask{ID: "ask3", What: "intro", Made: today.AddDays(-1), State: domain.AskWaiting}
	agreed := domain.Ask{ID: "ask4", What: "for a look at my talk", Made: today.AddDays(-9), State: domain.AskAgreed, Changed: today.AddDays(-2)}
	thanked := domain.Ask{ID: "ask5", What: "a seat at the dinner", State: domain.AskThanked, Changed: today.AddDays(-20)}
	closed := domain.Ask{ID: "ask6", What: "a quote", State: domain.AskClosed, Changed: today.AddDays(-5)}
	p := AsksPage{
		Today:    today,
		Open:     []AskRow{{jane(), waiting}, {tom(), noted}, {omar(), late}, {capital(), agreed}},
		Answered: []AskRow{{jane(), thanked}, {tom(), closed}},
	}
	p.Sort()
	done := AsksPage{Today: today, Done: AskDeclined(), Undo: "press:1"}
	golden{
		"empty": Asks(AsksPage{Today: today}),
		"list":  Asks(p),
		"done":  Asks(done),
	}.check(t, "ask_list")
}

func TestAskWords(t *testing.T) {
	for what, want := range map[string]string{
		"introduce me to Lena":                 "Could you introduce me to Lena?",
		"Introduce me to Lena.":                "Could you introduce me to Lena?",
		"to introduce me to Lena":              "Could you introduce me to Lena?",
		"please read my draft":                 "Could you read my draft?",
		"intro to Lena":                        "Could I ask you for an intro to Lena?",
		"for an intro to Lena":                 "Could I ask you for an intro to Lena?",
		"Intro to Lena":                        "Could I ask you for an intro to Lena?",
		"review my talk":                       "Could you review my talk?",
		"review of my talk":                    "Could I ask you for a review of my talk?",
		"hour on testing":                      "Could I ask you for an hour on testing?",
		"feedback on chapter 3":                "Could I ask you for feedback on chapter 3?",
		"Acme's price list":                    "Could I ask you for Acme's price list?",
		"if she could speak at our meetup":     "Could you speak at our meetup?",
		"whether she’d speak at our meetup":    "Would you speak at our meetup?",
		"could you speak at our meetup?":       "Could you speak at our meetup?",
		"look at my draft and tell me briefly": "Could you look at my draft and tell me briefly?",
	} {
		if got := question(what); got != want {
			t.Errorf("%q becomes %q, want %q", what, got, want)
		}
	}
	if got := thankWords("Jane Doe", "intro to Lena"); got != "Thank you, Jane, for an intro to Lena! It means a lot to me, and I'll tell you what comes of it." {
		t.Errorf("got %q", got)
	}
	want := "Hi Jane, I have a request, and no is fine. Could you introduce me to Lena Okafor at Acme?\n" +
		"An answer by Friday 4 December would help me plan.\nAll you need for it is here: https://example.org/lena\nThank you for thinking about it!"
	if got := askWords("Jane Doe", wish, today); got != want {
		t.Errorf("got %q", got)
	}
	attached := wish
	attached.Link, attached.By = "cv.pdf", domain.Date{}
	want = "Hi Jane, I have a request, and no is fine. Could you introduce me to Lena Okafor at Acme?\n" +
		"I attach cv.pdf, so that it is easy to pass on.\nThank you for thinking about it!"
	if got := askWords("Jane Doe", attached, today); got != want {
		t.Errorf("got %q", got)
	}
}

func TestAskSentences(t *testing.T) {
	c := jane()
	a := domain.Ask{What: "for an intro to Lena", By: wish.By}
	in := func(s domain.AskState) domain.Ask { a := a; a.State = s; return a }
	for got, want := range map[string]string{
		AskDeclined():                      "Noted. That's theirs to say. I won't bring it up again.",
		AskThanked(c, a):                   "You thanked *Jane Doe*; they had agreed to “an intro to Lena”. That closes it well. When something comes of it, tell them: few people do.",
		AskClosed(c, a):                    "Closed: you had asked *Jane Doe* for “an intro to Lena”. I won't ask about it any more.",
		AskGiven(c, a, today):              "*Jane Doe* has until Fri 4 Dec now. You asked them for “an intro to Lena”.",
		AskOver(c, in(domain.AskAgreed)):   "I know already: *Jane Doe* agreed to “an intro to Lena”. A thank-you is next.",
		AskOver(c, in(domain.AskThanked)):  "That is closed already: *Jane Doe* agreed, and you thanked them.",
		AskOver(c, in(domain.AskClosed)):   "That is closed already. Nothing was changed.",
		AskOver(c, in(domain.AskDeclined)): "That is answered already. Nothing was changed.",
		AskOver(c, in(domain.AskWaiting)):  "That is answered already. Nothing was changed.",
		WhichAsk("Jane Doe"):               "Nothing changed yet: you asked *Jane Doe* for more than one thing. Which is it?",
		NoSuchAsk():                        "I don't have that request any more, so there is nothing to do.",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
