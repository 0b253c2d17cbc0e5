package phrase

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func cardSaid(p People, err error) string {
	if wrong, ok := errors.AsType[*Error](err); ok {
		return fmt.Sprintf("error: %s %q", wrong.Kind, wrong.Said)
	}
	if err != nil {
		return err.Error()
	}
	s := string(p.Do) + " | " + p.Who.Name + " | " + p.Name + p.What + p.Other.Name
	if p.Asked {
		s += " (asked)"
	}
	if p.Urgency != "" {
		s += " " + string(p.Urgency)
	}
	var about []string
	for field, text := range p.About {
		about = append(about, string(field)+"="+text)
	}
	slices.Sort(about)
	return s + strings.Join(about, ", ") + asked(p.Ask)
}

// TestCardsAreTold holds what can be told about somebody after their name.
func TestCardsAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"Jane called Jane Doe":                        "card rename | Jane | Jane Doe",
		"Jane is called Jane Doe":                     "card rename | Jane | Jane Doe",
		"Jane rename to “Jane Doe”":                   "card rename | Jane | Jane Doe",
		"Jane renamed to Janet":                       "card rename | Jane | Janet",
		"Jane called":                                 `error: no new name "Jane"`,
		"Jane called " + strings.Repeat("x", 201):     `error: too long "name"`,
		"Jane alias JD":                               "card alias | Jane | JD",
		"Jane aka JD":                                 "card alias | Jane | JD",
		"Jane alias":                                  `error: no new name "Jane"`,
		"Omar Haddad at Acme":                         "card about | Omar Haddad | org=Acme",
		"Jane at Acme Corp in Berlin":                 "card about | Jane | org=Acme Corp, place=Berlin",
		"Jane works at Acme":                          "card about | Jane | org=Acme",
		"Jane in New York":                            "card about | Jane | place=New York",
		"Jane lives in Berlin":                        "card about | Jane | place=Berlin",
		"Jane org:Acme":                               "card about | Jane | org=Acme",
		"Jane org: Acme Corp role:CTO place:“Berlin”": "card about | Jane | org=Acme Corp, place=Berlin, role=CTO",
		"Jane org:Acme, role: CTO":                    "card about | Jane | org=Acme, role=CTO",
		"Jane role:":                                  "card about | Jane | role=",
		"Jane work:design":                            "card about | Jane | work=design",
		"Jane howmet: at GopherCon, in the queue":     "card about | Jane | howmet=at GopherCon, in the queue",
		"Jane met at GopherCon":                       "card about | Jane | howmet=at GopherCon",
		"Jane met through Omar":                       "card about | Jane | howmet=through Omar",
		"Jane through Omar Haddad":                    "card through | Jane | Omar Haddad",
		"Jane came through Omar.":                     "card through | Jane | Omar Haddad",
		"Jane via <@U7>":                              "card through | Jane | Priya Nair",
		"Jane came via “Omar Haddad”":                 "card through | Jane | Omar Haddad",
		"Jane introduced by Ana Costa":                "card through | Jane | Ana Costa",
		"Jane through Ana":                            "card |  |  ?who other:ana [ana costa] [ana lima]",
		"Jane through Oamr Haddad":                    "card |  |  ?who other:oamr haddad [omar haddad]",
		"Ana through Jane":                            "card |  |  ?who who:ana [ana costa] [ana lima]",
		"Jnae via Omar":                               "card |  |  ?who who:jnae [jane]",
		"Ana Costa through Ana":                       "card through | Ana Costa | Ana Lima",
		"Jane through Jane":                           `error: same person "Jane"`,
		"<@U7> via <@U7>":                             `error: same person "Priya Nair"`,
		"Jane through Nobody":                         `error: unknown name "Nobody"`,
		"Jane through":                                `error: no other "Jane"`,
		"Jane introduced by":                          `error: no other "Jane"`,
		"Jane through Omar at Acme":                   `error: unknown word "at Acme"`,
		"Jane at":                                     `error: no about "Jane"`,
		"Jane in":                                     `error: no about "Jane"`,
		"Jane needs a database engineer":              "card need | Jane | a database engineer normal",
		"Jane needs a database engineer urgently":     "card need | Jane | a database engineer urgent",
		"Jane needs a database engineer, ASAP!":       "card need | Jane | a database engineer urgent",
		"Jane urgently needs a database engineer":     "card need | Jane | a database engineer urgent",
		"Jane needs help (urgent)":                    "card need | Jane | help urgent",
		"Jane needs help!!":                           "card need | Jane | help urgent",
		"Jane needs help, not urgent":                 "card need | Jane | help someday",
		"Jane needs a flat someday":                   "card need | Jane | a flat someday",
		"Jane needs to know how snow works":           "card need | Jane | to know how snow works normal",
		"Jane is looking for a flat":                  "card need | Jane | a flat normal",
		"Jane needs":                                  `error: no need "Jane"`,
		"Jane needs urgently":                         `error: no need "Jane"`,
		"Jane asked for the slides by Friday":         "card need | Jane | the slides by Friday (asked) normal",
		"Jane asked me for the slides no rush":        "card need | Jane | the slides (asked) someday",
		"Jane asked me to review her talk":            "card need | Jane | review her talk (asked) normal",
		"Jane asked for":                              `error: no need "Jane"`,
		"Jane asked nicely":                           `error: unknown word "asked nicely"`,
		"Jane did the review of my talk":              "card received | Jane | the review of my talk",
		"Jane helped me with hiring":                  "card received | Jane | help with hiring",
		"Jane helped find a flat":                     "card received | Jane | help to find a flat",
		"Jane gave me a book":                         "card received | Jane | a book",
		"Jane introduced me to Lena":                  "card received | Jane | an introduction to Lena",
		"Jane did":                                    `error: no value "Jane"`,
		"Jane got the pricing sheet":                  "card delivered | Jane | the pricing sheet",
		"Jane got":                                    `error: no value "Jane"`,
		"Ana needs a flat":                            "card |  |  ?who who:ana [ana costa] [ana lima]",
		"Jnae needs a flat":                           "card |  |  ?who who:jnae [jane]",
		"Nobody needs a flat":                         `error: unknown name "Nobody"`,
		"<@U7> at Acme":                               "card about | Priya Nair | org=Acme",
		"Jane’s at Acme":                              "card about | Jane | org=Acme",
	} {
		p, err := ParsePeople(text, tuesday, known, nil)
		if diff := cmp.Diff(want, cardSaid(p, err)); diff != "" {
			t.Errorf("%q -want +got\n%s", text, diff)
		}
	}
}

func TestWhoBroughtThemIsAnswered(t *testing.T) {
	for text, c := range map[string]struct {
		answers map[string]string
		want    string
	}{
		"Jane through Ana": {map[string]string{"other:ana": "ana lima"}, "card through | Jane | Ana Lima"},
		"Ana through Jane": {map[string]string{"who:ana": "ana lima"}, "card through | Ana Lima | Jane"},
		"Ana via Ana":      {map[string]string{"who:ana": "ana lima"}, "card through | Ana Lima | Ana Costa"},
	} {
		p, err := ParsePeople(text, tuesday, known, c.answers)
		if diff := cmp.Diff(c.want, cardSaid(p, err)); diff != "" {
			t.Errorf("%q -want +got\n%s", text, diff)
		}
	}
}

func TestHelpedIsHeard(t *testing.T) {
	for text, want := range map[string]string{
		"Jane coffee +helped":                    "Jane | coffee | 2026-11-24 | ",
		"Jane coffee +helped -- sent her a deck": "Jane | coffee | 2026-11-24 | sent her a deck",
		"Jane coffee -- sent her a deck +helped": "Jane | coffee | 2026-11-24 | sent her a deck",
		"Jane +seeks +helped":                    "Jane | meeting | 2026-11-24 |  +seeks",
		"Jane -- why +need +helped":              "Jane | meeting | 2026-11-24 | why +need",
	} {
		m, err := ParseMet(text, tuesday, known, nil)
		if err != nil || !m.Helped || summary(m) != want {
			t.Errorf("%q: %s %v %v, want %s", text, summary(m), m.Helped, err, want)
		}
	}
	_, err := ParseMet("Jane +helpd", tuesday, known, nil)
	if wrong, ok := errors.AsType[*Error](err); !ok || wrong.Nearest != "+helped" {
		t.Errorf("+helpd: %v", err)
	}
}
