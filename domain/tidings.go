package domain

// Tidings is what a message to one person about a program speaks of: who is in it
// and when, and nothing that anybody wrote but the shout-out that is asked about.
type Tidings struct {
	Program Program
	// Pair is zero where the message is about none.
	Pair           Pair
	Mentor, Mentee Person // of Pair
	// About is whom it is about; zero where it is about nobody.
	About Person
	// Shout is zero where none is asked about.
	Shout Shoutout
	// From and To are who wrote it and whom it thanks.
	From, To Person
}

// Person is somebody in a program, as those with whom they have to do there may
// know them. There is no field for whom they would not be paired with.
type Person struct {
	Member MemberID
	Name   string // as Slack calls them
	Zone   string // IANA, "" where it is unknown
	Role   Role   // "" for who has never joined
	Topics []string
	// Left says that they are in the program no more, Asked that they wait to be let
	// in. Another is whether they would like another partner, for organisers.
	Left, Asked, Another bool
}
