package view

import (
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// sheet is a promise of the member's, made on 3 November.
func sheet(due domain.Date) domain.Promise {
	return domain.Promise{
		ID: "promiseaaaaaaaaa", What: "the pricing sheet", Made: domain.On(2026, time.November, 3), Due: due, State: domain.PromiseOpen,
	}
}

// theirs is the same promise, given by the other side.
func theirs(p domain.Promise) domain.Promise {
	p.Theirs, p.What = true, "an intro to Omar"
	return p
}

func ended(p domain.Promise, s domain.PromiseState) domain.Promise {
	p.State, p.Closed = s, today
	return p
}

func TestPromises(t *testing.T) {
	late, due, soon := sheet(today.AddDays(-4)), sheet(today), sheet(today.AddDays(3))
	page := PromisesPage{Today: today, Rows: []PromiseTeller{
		{jane(), late}, {omar(), due}, {tom(), soon}, {omar(), sheet(today.AddDays(40))}, {jane(), theirs(late)}, {tom(), theirs(soon)},
	}}
	finished := page
	finished.Rows, finished.Done, finished.Undo = page.Rows[1:], PromiseKept(jane(), ended(late, domain.PromiseKept), Gain{Clear: true}), "press:1"
	made := due
	made.Made = today
	golden{
		"list":     Promises(page),
		"finished": Promises(finished),
		"empty":    Promises(PromisesPage{Today: today}),
		"mine":     Promised(PromiseEcho{Command: "slash:1", Contact: jane(), Promise: soon, Today: today}),
		"theirs":   Promised(PromiseEcho{Command: "slash:1", Contact: jane(), Promise: theirs(soon), Today: today}),
		"today":    Promised(PromiseEcho{Command: "slash:1", Contact: jane(), Promise: made, Today: today}),
		"new":      Promised(PromiseEcho{Command: "slash:1", Contact: tom(), Promise: sheet(today.AddDays(1)), Today: today, New: true}),
		"back":     Promised(PromiseEcho{Command: "slash:1", Contact: tom(), Promise: soon, Today: today, Back: true}),
		"known":    Promised(PromiseEcho{Command: "slash:1", Contact: jane(), Promise: soon, Today: today, Known: true}),
		"by":       PromiseBy("q1", "promise.by", "Jane Doe", soon, today),
		"by, thu":  PromiseBy("q1", "promise.by", "Jane Doe", theirs(soon), today.AddDays(2)),
		"which":    WhichPromise("q1", "promise.which", jane(), []domain.Promise{late, soon, theirs(due)}, today),
		"none":     NoOpenPromise("Jane Doe", ""),
		"no such":  NoOpenPromise("Jane Doe", "slides"),
		"over":     DayIsOver("by monday", today.AddDays(-1), today),
		"form":     PromiseModal(PromiseForm{Today: today, Known: []*domain.Contact{jane(), tom()}, Chosen: tom().ID, Theirs: true, What: "an intro", By: today}),
		"bare":     PromiseModal(PromiseForm{Today: today, New: "Priya Nair"}),
		"move":     MoveModal("{}", jane(), late, today),
		"help":     PromiseHelp(),
	}.check(t, "promise")
}

// What is said of a promise is read by the one it was given to, in spirit.
func TestWhatBecameOfAPromise(t *testing.T) {
	due := sheet(today.AddDays(3))
	late := sheet(today.AddDays(-4))
	all := Gain{Counts: true, Clear: true, Opened: domain.Nurturing}
	moved := due
	moved.Due = today.AddDays(9)
	corrected := moved
	corrected.Made = today
	undone := due
	undone.Undone = true

	golden{
		"kept":           Say(PromiseKept(jane(), ended(due, domain.PromiseKept), Gain{})),
		"kept late":      Say(PromiseKept(jane(), ended(late, domain.PromiseKept), all)),
		"they kept":      Say(PromiseKept(jane(), theirs(ended(due, domain.PromiseKept)), Gain{Counts: true})),
		"dropped":        Say(PromiseDropped(jane(), ended(due, domain.PromiseDropped), Gain{})),
		"they needn't":   Say(PromiseDropped(jane(), theirs(ended(due, domain.PromiseDropped)), Gain{})),
		"broken":         Say(PromiseBroken(jane(), ended(late, domain.PromiseBroken), Gain{})),
		"they broke":     Say(PromiseBroken(jane(), theirs(ended(late, domain.PromiseBroken)), Gain{})),
		"moved":          Say(PromiseMoved(jane(), moved, due.Due, today, Gain{Clear: true})),
		"corrected":      Say(PromiseMoved(jane(), corrected, due.Due, today, Gain{})),
		"not moved":      Say(PromiseMoved(jane(), due, due.Due, today, Gain{})),
		"they move":      Say(PromiseMoved(jane(), theirs(moved), due.Due, today, Gain{})),
		"over kept":      Say(PromiseOver(jane(), ended(due, domain.PromiseKept), today)),
		"over dropped":   Say(PromiseOver(jane(), ended(due, domain.PromiseDropped), today)),
		"over broken":    Say(PromiseOver(jane(), ended(due, domain.PromiseBroken), today)),
		"over, not come": Say(PromiseOver(jane(), theirs(ended(due, domain.PromiseBroken)), today)),
		"over undone":    Say(PromiseOver(jane(), undone, today)),
		"gone":           Say(NoSuchPromise()),
		"closes the way": Say(latePromise(jane(), late, today)),
	}.check(t, "promise_done")
}

func TestGoals(t *testing.T) {
	talk := domain.Goal{ID: "goalaaaaaaaaaaaa", What: "Speak at GopherCon", By: domain.On(2027, time.June, 1), Made: today, State: domain.GoalOpen}
	mentor := domain.Goal{ID: "goalbbbbbbbbbbbb", What: "Find a mentor", By: today.AddDays(-3), Made: today, State: domain.GoalOpen}
	free := domain.Goal{ID: "goalcccccccccccc", What: "Read more poetry", Made: today, State: domain.GoalOpen}
	asks := []domain.Ask{{State: domain.AskWaiting}, {State: domain.AskThanked}, {State: domain.AskAgreed}, {State: domain.AskDeclined}, {State: domain.AskClosed}}
	many := []*domain.Contact{jane(), tom(), omar(), jane(), tom(), omar(), jane(), tom(), omar(), jane()}
	later, undated := talk, talk
	later.By, undated.By = domain.On(2027, time.June, 30), domain.Date{}
	reached := free
	reached.State, reached.Closed = domain.GoalReached, today
	dropped := reached
	dropped.State = domain.GoalDropped
	linked := jane()
	linked.Goals = []domain.RecordID{talk.ID}
	page := GoalsPage{Today: today, Rows: []GoalTeller{
		{Goal: talk, Behind: []*domain.Contact{jane(), tom()}, Asks: asks}, {Goal: mentor}, {Goal: free, Behind: many},
	}}
	after := page
	after.Rows, after.Done, after.Undo = page.Rows[:2], GoalReached(free, many[:1]), "press:1"
	golden{
		"list":       Goals(page),
		"after":      Goals(after),
		"empty":      Goals(GoalsPage{Today: today}),
		"new":        GoalNoted("slash:1", talk, false, true, today),
		"new, alone": GoalNoted("slash:1", free, false, false, today),
		"known":      GoalNoted("slash:1", talk, true, true, today),
		"moved":      GoalMoved("slash:1", talk, later, false, today),
		"dated":      GoalMoved("slash:1", undated, talk, true, today),
		"changed":    Say(GoalChanged(talk, today)),
		"reached":    Say(GoalReached(talk, nil)),
		"thanks":     Say(GoalReached(talk, many)),
		"dropped":    Say(GoalDropped(talk)),
		"over":       Say(GoalOver(reached, today)),
		"gone by":    Say(GoalOver(dropped, today)),
		"gone":       Say(NoSuchGoal()),
		"linked":     Say(GoalLinked(talk, many[:2], many[2:3])),
		"unlinked":   Say(GoalLinked(talk, nil, many[:2])),
		"same":       Say(GoalLinked(talk, nil, nil)),
		"form":       GoalModal(VerbGoalMade, "", "", domain.Date{}),
		"edit":       GoalModal(VerbGoalEdited, "{}", talk.What, talk.By),
		"link":       LinkModal("{}", talk, []*domain.Contact{linked, tom()}, today),
		"nobody":     NobodyToLink(),
		"too many":   TooManyGoals(),
		"which":      Unsure(Query{ID: "q1", Kind: "goal", Key: "goal", Said: "speak", Options: []Choice{{talk.What, "a"}, {mentor.What, "b"}}}, today),
		"any":        Unsure(Query{ID: "q1", Kind: "goal", Key: "goal", Options: []Choice{{talk.What, "a"}}}, today),
		"help":       GoalHelp(),
	}.check(t, "goal")
}

func TestCandidates(t *testing.T) {
	talk := domain.Goal{ID: "goalaaaaaaaaaaaa", What: "Speak at GopherCon", State: domain.GoalOpen}
	known := tom()
	known.Adds, known.Offers, known.Connects = "Knows the jury", "A review of his slides", "Jane could introduce us"
	known.Goals = []domain.RecordID{talk.ID}
	half := tom()
	half.Adds = "Knows the jury"
	golden{
		"new":      Identified(CandidateEcho{Command: "slash:1", Contact: tom(), Why: "runs the meetup."}),
		"bare":     Identified(CandidateEcho{Command: "slash:1", Contact: tom()}),
		"known":    Say(KnownCandidate("Jane Doe", "", false)),
		"more":     Say(KnownCandidate("Jane Doe", "writes well", false)),
		"three":    ThreeModal("{}", jane(), []domain.Goal{talk}),
		"again":    ThreeModal("{}", known, nil),
		"answered": Say(ThreeAnswered(known, []domain.Goal{talk})),
		"half":     Say(ThreeAnswered(half, nil)),
		"place":    PlaceModal(PlaceForm{Private: "{}", Contact: omar(), Legal: domain.Phases[:2], Goals: []domain.Goal{talk}, Today: today}),
		"set":      Say(SetDown(Set{Contact: omar(), From: domain.Identifying, Tags: []string{"gopher"}, Goals: []domain.Goal{talk}})),
		"rests":    Say(SetDown(Set{Contact: omar(), From: domain.Relating, Rests: true})),
		"stays":    Say(SetDown(Set{Contact: omar(), From: domain.Relating})),
		"not mine": Say(NotForMe("Tom Berg")),
		"nothing":  NothingToIdentify(),
		"help":     IdentifyHelp(),
	}.check(t, "identify_three")
}

func TestUnreadableRecords(t *testing.T) {
	g := golden{}
	for _, verb := range []string{VerbPromise, VerbGoal, VerbIdentify, VerbAsk} {
		for _, why := range []string{"no name", "no such date", "too long", "open quote", "no promise", "no by", "no goal", "unknown goal", "unknown name", "date gone", "one person", "unheard of"} {
			m := Unclear(Misread{Verb: verb, Why: why, Said: "`<!here>` 31 feb"})
			if strings.Contains(m.Text, "/met Jane") {
				t.Errorf("%s: %s teaches /met: %q", verb, why, m.Text)
			}
			g[verb+": "+why] = m
		}
	}
	g.check(t, "misread")
}
