package domain

// Carried is a row of a history that went over from one contact to another, when
// two were merged or one was split.
type Carried struct {
	Row      string // the row's id
	From, To ContactID
}
