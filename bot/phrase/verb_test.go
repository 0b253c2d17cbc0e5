package phrase

import "testing"

// TestVerbOrSmallTalk holds which direct messages are commands: where it is not
// clear, it is talk.
func TestVerbOrSmallTalk(t *testing.T) {
	for text, want := range map[string]string{
		"promise Jane the deck by Friday":          "promise|Jane the deck by Friday",
		"promise: send the deck to jane by friday": "promise|send the deck to jane by friday",
		"/promise":                                 "promise|",
		"promise":                                  "promise|",
		"promises":                                 "promise|",
		"promised Jane the deck by Friday":         "promise|Jane the deck by Friday",
		"promised jane the deck by friday":         "promise|jane the deck by friday",
		"I promised Jane the deck by Friday":       "promise|Jane the deck by Friday",
		"I’ve promised Jane the deck":              "promise|Jane the deck",
		"I have just promised Jane the deck":       "promise|Jane the deck",
		"I promise Jane the deck":                  "promise|Jane the deck",
		"promised to send Jane the deck by Friday": "promise|to send Jane the deck by Friday",
		"promise that I’ll send <@U7> the deck":    "promise|that I’ll send <@U7> the deck",
		"promise from Jane the deck by Friday":     "promise|from Jane the deck by Friday",
		"promise from jane a book":                 "promise|from jane a book",
		"promise from now on":                      "",
		"Jane owes me the deck by Friday":          "promise|Jane owes me the deck by Friday",
		"Jane Doe promised me an intro":            "promise|Jane Doe promised me an intro",
		"I promise I’ll do better":                 "",
		"I promise to do better by Friday":         "",
		"I promise":                                "",
		"promise me something":                     "",
		"promised!":                                "",
		"promises are hard":                        "",
		"he owes me an apology":                    "",
		"ask Jane for an intro by Friday":          "ask|Jane for an intro by Friday",
		"ask jane for an intro by friday":          "ask|jane for an intro by friday",
		"asked Jane for an intro yesterday":        "ask|asked Jane for an intro yesterday",
		"I asked Jane for an intro":                "ask|asked Jane for an intro",
		"ask":                                      "ask|",
		"ask me anything":                          "",
		"ask away":                                 "",
		"ask about pricing":                        "",
		"asked and answered":                       "",
		"can I ask you something":                  "",
		"I asked":                                  "",
		"goal":                                     "goal|",
		"goals":                                    "goal|",
		"goal: speak at gophercon":                 "goal|speak at gophercon",
		"goal speak at gophercon by june":          "goal|speak at gophercon by june",
		"goal Speak at GopherCon":                  "goal|Speak at GopherCon",
		"goal reached 1":                           "goal|reached 1",
		"goal 2 drop":                              "goal|2 drop",
		"goal jane for gophercon":                  "goal|jane for gophercon",
		"goal oriented people":                     "",
		"goals are hard":                           "",
		"identify":                                 "identify|",
		"identify Tom Berg -- writes":              "identify|Tom Berg -- writes",
		"identify tom berg -- writes":              "identify|tom berg -- writes",
		"identify yourself":                        "",
		"identify the problem":                     "",
		"forecast":                                 "rapport|forecast",
		"checkin":                                  "rapport|checkin",
		"why Jane?":                                "rapport|why Jane?",
		"why jane?":                                "rapport|why jane?",
		"why <@U7>":                                "rapport|why <@U7>",
		"why":                                      "",
		"why not":                                  "",
		"why though?":                              "",
		"why is the sky blue?":                     "",
		"merge Jane and Jane Doe":                  "rapport|merge Jane and Jane Doe",
		"merge Jane Omar":                          "rapport|merge Jane Omar",
		"merge conflicts are no fun":               "",
		"split Jane Doe":                           "rapport|split Jane Doe",
		"split the bill with Tom":                  "",
		"/goal drop 2":                             "goal|drop 2",
		"people Jane needs a flat":                 "people|Jane needs a flat",
	} {
		verb, rest, ok := Verb(text)
		got := verb + "|" + rest
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
