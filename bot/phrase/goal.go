package phrase

import (
	"strings"

	"rapport/domain"
)

// GoalVerb is what a /goal asks for.
type GoalVerb string

// The verbs of /goal.
const (
	GoalList    GoalVerb = "list"
	GoalNew     GoalVerb = "new"
	GoalHelp    GoalVerb = "help"
	GoalLink    GoalVerb = "link" // somebody serves a goal
	GoalReached GoalVerb = "reached"
	GoalDrop    GoalVerb = "drop"
)

// Goal is a /goal as it was typed.
type Goal struct {
	Do     GoalVerb
	What   string      // of new
	By     domain.Date // of new; zero when no date was said
	Number int         // of link, reached and drop: which of the open goals, from 1
	Who    Who         // of link
	Ask    *Question   // as in [Met]
}

// ParseGoal reads what stands after /goal. goals are the texts of the open ones,
// in the order in which they are listed: they are meant by number or by words.
func ParseGoal(text string, today domain.Date, names Names, goals []string, answers map[string]string) (Goal, error) {
	text = strings.TrimSpace(Clean(text))
	if IsHelp(text) {
		return Goal{Do: GoalHelp}, nil
	}
	return Goal{Do: GoalList}, nil
}
