package view

// examples are how the commands about records are typed, by their verb.
var examples = map[string]string{
	VerbPromise:  "`/promise Jane the pricing sheet by friday`",
	VerbAsk:      "`/ask Jane an introduction to Omar by 4 dec`",
	VerbGoal:     "`/goal Speak at GopherCon by june`",
	VerbIdentify: "`/identify Lena -- runs the meetup`",
	VerbRapport:  "`/rapport merge Jane, Jane Doe` or `/rapport why Jane`",
}

// days are how days are typed after commands that change something by them: any, and
// one to come.
var days = map[string]struct{ day, toCome string }{
	VerbPeople:  {"`/people Jane birthday 3 may` or `/people Jane snooze 2 weeks`", "`/people Jane snooze until 7 jan`"},
	VerbRapport: {"`/rapport pause until 7 jan` or `/rapport pause for 2 weeks`", "`/rapport pause until 7 jan`"},
}

// noDay says that such a command names no day that it could take, and what to type
// instead; ok is false when it lacks something else.
func noDay(m Misread) (text, try string, ok bool) {
	typed, ok := days[m.Verb]
	switch {
	case !ok:
		return "", "", false
	case m.Why == "no such date" && m.Said == "":
		return "I couldn't find a day in that.", "Write it like " + typed.day + ".", true
	case m.Why == "no such date":
		return "There is no such day as " + quoted(m.Said) + ".", "Write it like " + typed.day + ".", true
	case m.Why == "date gone":
		return "That day has come already: " + quoted(m.Said) + ".", "Say it again with a day to come: " + typed.toCome + ".", true
	}
	return "", "", false
}

// amiss says what a text after one of these commands lacks, and what to type
// instead; ok is false for what is said in the same way everywhere.
func amiss(m Misread) (text, try string, ok bool) {
	said, example := quoted(m.Said), examples[m.Verb]
	if m.Verb == VerbMentoring {
		text, try = amissInMentoring(m)
		return text, try, true
	}
	switch m.Why {
	case "no promise":
		return "I couldn't find what was promised.", "It comes after the name: " + examples[VerbPromise] + ".", true
	case "no ask":
		return "I couldn't find what you'd like to ask.", "It comes after the name: " + examples[VerbAsk] + ".", true
	case "no need":
		return "I couldn't find what they need.", "Say it like `/people Jane needs a reviewer for her talk`.", true
	case "no value":
		return "I couldn't find what was done.", "Say it like `/people Jane got an intro to Omar` for what you did, `/people Jane did read my draft` for what they did.", true
	case "no new name":
		return "I couldn't find the new name.", "Say it like `/people Jane called Jane Miller`, or `/people Jane alias Janey`.", true
	case "no about":
		return "I couldn't find what to note.", "Say it like `/people Jane at Acme`, or `/people Jane place:Oslo work:design`.", true
	case "no other":
		return "I couldn't find through whom.", "Say it like `/people Jane through Omar`.", true
	case "no by":
		return "I couldn't find the new day.", "Say it like `/promise Jane move to friday`.", true
	case "no goal":
		return "I couldn't find a goal in that.", "Say it in one sentence: " + examples[VerbGoal] + "; `/goal` lists those there are.", true
	case "unknown goal":
		return "No open goal goes by " + said + ".", "`/goal` lists them, with their numbers.", true
	case "date gone":
		return "That day is over: " + said + ".", "Say it again with a day to come: `by friday`, `by 4 dec`.", true
	case "same person":
		if m.Verb == VerbPeople {
			return "Both names are the same person's, and nobody comes through themselves.", "Name who brought you together: `/people Jane through Omar`.", true
		}
		return "Both names are the same person's already.", "To part one card in two there is `/rapport split Jane`.", true
	case "one person":
		return "Those are several people, and this takes one.", "Say it once for each of them.", true
	}
	if example == "" {
		return "", "", false
	}
	switch m.Why {
	case "no name":
		return "I couldn't find a name in that.", "Say it like " + example + ".", true
	case "no such date":
		return "There is no such day as " + said + ".", "Write it like `by friday`, `by 4 dec` or `by 2026-12-04`.", true
	case "too long":
		return "That is longer than I can keep.", "A name has at most 200 characters, a goal 300, all else 3,000.", true
	case "open quote":
		return "A quotation mark is open, with nothing to close it.", "Put both around the name, or leave both out.", true
	case "unknown name", "unknown word":
		return "", "", false
	}
	return "I couldn't read that.", "Say it like " + example + "; `/" + m.Verb + " help` shows more.", true
}
