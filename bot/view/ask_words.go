package view

import (
	"strings"
	"unicode/utf8"

	"rapport/domain"
)

// askWords is a request as the member could send it: clear, with a day, with what
// makes it easy, with thanks, and with a no as good as a yes.
func askWords(name string, r domain.Request, today domain.Date) string {
	lines := []string{"Hi " + forename(name) + ", I have a request, and no is fine. " + question(r.What)}
	if !r.By.IsZero() {
		lines = append(lines, "An answer by "+longDay(r.By, today)+" would help me plan.")
	}
	switch link := line(r.Link); {
	case link == "":
	case strings.Contains(link, "://"):
		lines = append(lines, "All you need for it is here: "+link)
	default:
		lines = append(lines, "I attach "+link+", so that it is easy to pass on.")
	}
	return strings.Join(append(lines, "Thank you for thinking about it!"), "\n")
}

// thankWords is a thank-you as the member could send it.
func thankWords(name, what string) string {
	thanks := "Thank you, " + forename(name)
	switch sort, said := read(what); sort {
	case aDeed:
		thanks += ", for being ready to " + clip(said, maxOnCard)
	case aThing:
		thanks += ", for " + clip(said, maxOnCard)
	}
	return thanks + "! It means a lot to me, and I'll tell you what comes of it."
}

// requested is a request behind "you asked Jane": " to “introduce me to Lena”",
// " for “an intro”". Behind "agreed" it is the same, see [agreedTo].
func requested(what string) string {
	switch sort, said := read(what); sort {
	case aDeed:
		return " to " + briefly(said)
	case aThing:
		return " for " + briefly(said)
	}
	return ": " + briefly(what)
}

// agreedTo is a request behind "they agreed".
func agreedTo(what string) string {
	sort, said := read(what)
	if sort == aQuestion {
		said = what
	}
	return " to " + briefly(said)
}

// copyable quotes words that are there to be copied.
func copyable(words string) string {
	return "> " + strings.ReplaceAll(Escape(words), "\n", "\n> ")
}

// forename is what a friend would say: the first word of a name.
func forename(name string) string {
	first, _, _ := strings.Cut(line(name), " ")
	return clip(isolate(first), 60)
}

// longDay is a day as it is written to somebody: "Friday 4 December".
func longDay(d, today domain.Date) string {
	s := d.Weekday().String() + " " + Day(d, today)
	return strings.Replace(s, d.Month.String()[:3], d.Month.String(), 1)
}

// question turns what is wanted into a question: "introduce me to Lena" into
// "Could you introduce me to Lena?", "intro to Lena" into "Could I ask you for an
// intro to Lena?".
func question(what string) string {
	switch sort, said := read(what); sort {
	case aDeed:
		return "Could you " + said + "?"
	case aThing:
		return "Could I ask you for " + said + "?"
	default:
		return said
	}
}

// What a request can read like.
type wording uint8

const (
	aDeed     wording = iota // something to do: "introduce me to Lena"
	aThing                   // something to have: "an intro to Lena"
	aQuestion                // a question already: "could you speak at our meetup?"
)

// read finds out what a request reads like, and puts it so that it goes on a sentence.
func read(what string) (wording, string) {
	what = plainly(what)
	if strings.HasSuffix(what, "?") {
		return aQuestion, sentence(what)
	}
	what = strings.TrimRight(what, ".!…,;: ")
	if wish, ok := wished(what); ok {
		return aQuestion, wish + "?"
	}
	first, second := firstTwo(what)
	switch {
	case naming[first] && ofWhat[second], !doing[first] && countable[first]:
		return aThing, article(first) + " " + small(what)
	case doing[first]:
		return aDeed, small(what)
	}
	return aThing, small(what)
}

// plainly takes off the words that lead to what is wanted: "for", "to", "please".
func plainly(what string) string {
	what = strings.TrimSpace(line(what))
	for {
		first, rest, more := strings.Cut(what, " ")
		switch strings.ToLower(first) {
		case "for", "to", "please", "that":
		default:
			return what
		}
		if !more {
			return what
		}
		what = strings.TrimSpace(rest)
	}
}

// wished reads "if she could introduce me" as "Could you introduce me".
func wished(what string) (string, bool) {
	words := strings.Fields(what)
	if len(words) < 3 || !ifs[strings.ToLower(words[0])] {
		return "", false
	}
	who := strings.ReplaceAll(strings.ToLower(words[1]), "’", "'")
	if who, would := strings.CutSuffix(who, "'d"); would && others[who] {
		return "Would you " + strings.Join(words[2:], " "), true
	}
	if others[who] && len(words) > 3 && mights[strings.ToLower(words[2])] {
		return sentence(strings.ToLower(words[2])) + " you " + strings.Join(words[3:], " "), true
	}
	return "", false
}

// small begins a sentence's middle: a capital that only began a sentence goes.
func small(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if word := strings.ToLower(first); doing[word] || countable[word] {
		return word + s[len(first):]
	}
	return s
}

func firstTwo(what string) (first, second string) {
	words := strings.Fields(strings.ToLower(what))
	if len(words) > 0 {
		first = words[0]
	}
	if len(words) > 1 {
		second = words[1]
	}
	return first, second
}

func article(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	if strings.ContainsRune("aeiou", r) || word == "hour" || word == "honest" {
		return "an"
	}
	return "a"
}

func wordSet(s string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// The words by which a request is told to be something to do, or a thing.
var (
	ifs    = wordSet("if whether")
	others = wordSet("she he they you")
	mights = wordSet("could would can will might")
	// doing begin what somebody could do; naming are those that may name a thing
	// as well, when one of ofWhat follows: "a review of my talk".
	doing = wordSet(`introduce review read look send share connect help tell show join speak talk forward recommend write give meet
		come let put make check be take pass point sign vouch explain teach lend host find bring sponsor mention nominate endorse
		comment proofread test try walk advise answer ask call refer support consider have keep open invite spread post`)
	naming = wordSet("review call comment test try check support answer invite post walk talk")
	ofWhat = wordSet("of about on with from")
	// countable begin a thing that wants an article.
	countable = wordSet(`intro introduction review call referral recommendation reference quote copy demo tour meeting coffee hour
		letter contact slot seat ticket testimonial quick short second brief honest small comment test walk talk answer invite post`)
)
