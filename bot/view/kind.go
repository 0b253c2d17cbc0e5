package view

// Kinds are the kinds of touch that menus offer, the default first.
var Kinds = []Choice{
	{"Meeting", "meeting"},
	{"Coffee", "coffee"},
	{"Lunch", "lunch"},
	{"Dinner", "dinner"},
	{"Drinks", "drinks"},
	{"Call", "call"},
	{"Video call", "video"},
	{"Email", "email"},
	{"Message", "message"},
	{"Event", "event"},
	{"Visit", "visit"},
	{"Gift", "gift"},
	{"Introduction", "intro"},
	{"Mentoring", "mentoring"},
}

// KindOfTap is the kind of a touch logged with one tap, when nobody said what
// it was: "last contact 34 days ago" is all that is known, and true.
const KindOfTap = "contact"

// kindWord is a kind in a sentence: "coffee", "video call".
func kindWord(kind string) string {
	switch kind {
	case "video":
		return "video call"
	case "intro":
		return "introduction"
	case "":
		return KindOfTap
	}
	return Escape(clip(line(kind), 60))
}

// kindChoices are [Kinds], with a kind of the member's own in front.
func kindChoices(own string) []Choice {
	for _, k := range Kinds {
		if own == "" || len(own) > maxOption || k.Value == own {
			return Kinds
		}
	}
	return append([]Choice{{sentence(own), own}}, Kinds...)
}
