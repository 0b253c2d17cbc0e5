// Package phrase turns what people type into what they mean: names, kinds of
// touch, dates, signals, "by Friday". It is a small anchored grammar of our own
// and pure: it is handed today's date and a lookup of known names.
//
// What people type, and how it is read, is tabled in testdata, a table for each
// command. When it is
// unsure it does not guess: it returns a [Question] with the options, and nothing
// may be logged until the answer is handed back in through answers.
package phrase

import "rapport/domain"

// Names looks up the people a member knows. *domain.Book is one.
type Names interface {
	// Exact returns the names whose folded key is one of keys.
	Exact(keys []string) ([]domain.Known, error)
	// AllNames returns every name, for near misses.
	AllNames() ([]domain.Known, error)
}

// Who is a person that was named.
type Who struct {
	Contact domain.ContactID // "" for somebody new
	Name    string           // as known, or as typed for somebody new
	Slack   string           // "U…" when mentioned
}

// Met is a touch as it was typed.
type Met struct {
	Who      []Who
	Kind     string // "meeting" when not said
	KindSaid bool
	On       domain.Date
	OnSaid   string // the words that gave the date, "" for today by default
	Note     string
	Signals  []domain.SignalKind
	// Helped says that the member did something for them, "+helped"; what it was
	// is still to be asked.
	Helped bool
	// Ask is set when the words can be read in more than one way; the rest is
	// what was understood so far, and nothing may be logged.
	Ask *Question
}

// QuestionKind is what a question is about.
type QuestionKind string

// The questions the grammar asks.
const (
	WhichPerson QuestionKind = "who"    // several contacts match, or a near miss
	WhichDate   QuestionKind = "date"   // 02/11: two readings
	WhichDay    QuestionKind = "day"    // last week: which day?
	NotYet      QuestionKind = "future" // a date to come: ask then how it went?
	WhichGoal   QuestionKind = "goal"   // several open goals match, or none
	// WhichProgram is asked by whoever reads a /mentoring: several may be meant.
	WhichProgram QuestionKind = "program"
)

// Question is what the bot has to ask before it can log.
type Question struct {
	Kind QuestionKind
	// Key is under which the answer is handed back in: answers[Key] = Option.Value.
	Key  string
	Said string // the words in question
	On   domain.Date
	// Options are the answers offered, the likeliest first; at most ten.
	Options []Option
}

// Option is one answer: what it means, and the value that stands for it. How it is
// put in words is the view's to say.
type Option struct {
	Means Meaning
	Name  string      // of a person or a goal
	On    domain.Date // of a day
	Value string
}

// Meaning says what an answer means.
type Meaning string

// The meanings.
const (
	Somebody    Meaning = "somebody"     // the contact of that name
	SomebodyNew Meaning = "somebody new" // a new contact of that name
	KnownThere  Meaning = "known there"  // the contact of that name, who may be the one mentioned
	ThatDay     Meaning = "that day"
	AskThen     Meaning = "ask then" // ask on that day how it went
	WasToday    Meaning = "was today"
	ThatGoal    Meaning = "that goal"
	ThatProgram Meaning = "that program"
)

// ErrorKind says why a text cannot be taken.
type ErrorKind string

// The errors of the grammar.
const (
	NoName        ErrorKind = "no name"
	TooMany       ErrorKind = "too many people" // more than 20
	TooLong       ErrorKind = "too long"        // a note over 3,000 characters, a name over 200
	BadDate       ErrorKind = "no such date"    // 31 feb
	UnknownSignal ErrorKind = "unknown signal"
	UnknownWord   ErrorKind = "unknown word" // of a subcommand
	BadCadence    ErrorKind = "bad cadence"
	OpenQuote     ErrorKind = "open quote"
	UnknownName   ErrorKind = "unknown name"
	BadSetting    ErrorKind = "bad setting"  // Nearest names the setting
	NoPromise     ErrorKind = "no promise"   // a name, and nothing that was promised
	NoBy          ErrorKind = "no by"        // a promise is to be put off, until nobody knows when
	NoAsk         ErrorKind = "no ask"       // a name, and nothing to ask for
	NoNeed        ErrorKind = "no need"      // "Jane needs", and nothing after it
	NoValue       ErrorKind = "no value"     // "Jane got", and nothing after it
	NoNewName     ErrorKind = "no new name"  // "Jane called", and nothing after it
	NoAbout       ErrorKind = "no about"     // "Jane at", and nothing after it
	NoOther       ErrorKind = "no other"     // "Jane through", and nobody after it
	NoGoal        ErrorKind = "no goal"      // which one is not said
	UnknownGoal   ErrorKind = "unknown goal" // no open goal has that number or those words
	DateGone      ErrorKind = "date gone"    // by a day that has passed
	OnePerson     ErrorKind = "one person"   // two were named where one is meant
	SamePerson    ErrorKind = "same person"  // somebody is named as the other of themselves
	NoPartner     ErrorKind = "no partner"   // somebody is to be paired, and with whom is not said
	NoUntil       ErrorKind = "no until"     // somebody is to rest, until nobody knows when
	BadCapacity   ErrorKind = "bad capacity" // of partners: none, or more than 10
	BadRating     ErrorKind = "bad rating"   // none of 1 to 5
)

// Error is a text that cannot be taken. It quotes what the member typed, so it
// goes to the member and never to a log.
type Error struct {
	Kind    ErrorKind
	Said    string
	Nearest string // the likeliest word meant, "" if none is near
}

// Error names the kind only: what was typed stays out of logs.
func (e *Error) Error() string { return "phrase: " + string(e.Kind) }
