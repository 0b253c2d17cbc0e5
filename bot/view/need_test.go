package view

import (
	"testing"

	"rapport/domain"
)

func TestNeeds(t *testing.T) {
	n := domain.Need{ID: "need1", What: "a reviewer for her talk", Urgency: domain.Normal, Noted: today, State: domain.NeedOpen}
	offered := n
	offered.Offer = "an hour on Thursday"
	golden{
		"form":    NeedModal("{}", "Jane Doe", today),
		"noted":   Alone(NeedNoted("Jane Doe", n), "submit:1", "", NeedButtons("janeaaaaaaaaaaaa", n)...),
		"offer":   OfferModal("{}", "Jane Doe", offered),
		"offered": Alone(Offered("Jane Doe", offered), "submit:1", "", OfferedButtons("janeaaaaaaaaaaaa", offered)...),
		"served":  ServedModal("{}", "Jane Doe", offered, today),
		"got":     GotModal("{}", "Jane Doe", today),
		"helped":  HelpedModal("{}", "Jane Doe", true, today),
	}.check(t, "need")
}

func TestNeedSentences(t *testing.T) {
	n := domain.Need{ID: "need1", What: "a reviewer", Urgency: domain.Urgent, Asked: true, Noted: today, State: domain.NeedOpen}
	met, dropped, some := n, n, n
	met.State, met.Closed = domain.NeedMet, today
	dropped.State, dropped.Closed = domain.NeedDropped, today
	some.Urgency, some.Asked = domain.Someday, false
	v := domain.Value{What: "slides", Delivered: today.AddDays(-4), Recognised: today}
	for got, want := range map[string]string{
		NeedNoted("Jane", n):                              "Noted: *Jane* asked you for “a reviewer”, in the next days. What could you offer, and do well?",
		NeedNoted("Jane", some):                           "Noted: *Jane* needs “a reviewer”, some day. What could you offer, and do well?",
		NeedDropped("Jane", n):                            "*Jane* doesn't need “a reviewer” any more. What they told you stays remembered.",
		NeedOver("Jane", met, today):                      "That is done already: you met “a reviewer” for *Jane* on Tue 24 Nov.",
		NeedOver("Jane", dropped, today):                  "That is over already: *Jane* doesn't need “a reviewer” any more.",
		Received("Jane", v, today):                        "Noted: *Jane* did “slides” for you on Fri 20 Nov. Worth remembering.",
		Noticed(jane(), v, domain.Verdict{}):              "Noted: *Jane Doe* saw the value of “slides”.",
		NoticedAlready("Jane", v, today):                  "It is noted already: *Jane* saw the value of “slides” on Tue 24 Nov.",
		NotNoticed("Jane"):                                "Fine, I'll ask again in a month. Asking *Jane* how it worked out is a good way to find out.",
		balance(domain.Balance{Given: 3, Received: 1})[0]: "You have been the one giving lately; nothing wrong with that.",
		balance(domain.Balance{Received: 2})[0]:           "They have done more for you than you for them; something small in return would be nice.",
		balance(domain.Balance{Given: 3, Received: 2})[0]: "It goes both ways.",
		Aliased("Jane", "JD"):                             "*Jane* is found as *JD* too.",
		Edited("Jane", []string{"name", "place"}):         "Changed on the card of *Jane*: name and place.",
		NameInUse("Omar"):                                 "You already have Omar. If the two are one person, /rapport merge makes one of them.",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := balance(domain.Balance{}); got != nil {
		t.Errorf("nothing went either way, and %q is said", got)
	}
}
