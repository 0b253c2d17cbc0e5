package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	deliveryDoc  = "../docs/delivery.md"
	diagramBegin = "<!-- diagram: written by go test ./domain -run TestDeliveryDoc -update -->\n"
	diagramEnd   = "<!-- end of the diagram -->\n"
	stepsBegin   = "<!-- steps: written by go test ./domain -run TestDeliveryDoc -update -->\n"
	stepsEnd     = "<!-- end of the steps -->\n"
)

// TestDeliveryDoc keeps the diagram and the table that people read equal to the
// law that is obeyed.
func TestDeliveryDoc(t *testing.T) {
	keepTable(t, deliveryDoc, diagramBegin, diagramEnd, stepsDiagram())
	keepTable(t, deliveryDoc, stepsBegin, stepsEnd, stepsTable())
}

// stepsDiagram draws the law in Mermaid: one arrow for each two states, with all
// that leads from one to the other.
func stepsDiagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> pending: planned\n")
	type arrow struct{ from, to State }
	var order []arrow
	events := make(map[arrow][]string)
	for _, s := range Steps {
		a := arrow{s.From, s.To}
		if events[a] == nil {
			order = append(order, a)
		}
		events[a] = append(events[a], string(s.On))
	}
	for _, a := range order {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", a.from, a.to, strings.Join(events[a], " · "))
	}
	for _, s := range States {
		if s.Final() {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// stepsTable writes what each event does.
func stepsTable() string {
	means := map[Event]string{
		OnClaimed:     "a process takes it in hand for one attempt, under a lease of two minutes",
		OnLeaseOver:   "whoever had it in hand is gone; another process takes it, as one that may have arrived",
		OnAccepted:    "Slack has it, or had it when it was looked for",
		OnUntrue:      "there is nothing true left to say, its day is over, or there is nobody to say it to",
		OnRateLimited: "429: nothing was sent, Slack said when to try again",
		OnRefused:     "Slack refused it, or could not be reached at all; it is tried again after 1, 2, 4 … minutes, an hour at most",
		OnNoAnswer:    "timeout, 5xx or a cut connection: it may have arrived",
		OnGivenUp:     "refused ten times, or for a reason that no further attempt changes",
		OnUnreadable:  "a post to a channel that may have arrived, where nobody can look",
		OnGrantLost:   "the app was taken out of the workspace, or its token revoked",
		OnGrantBack:   "the app is there again",
		OnChannelShut: "the channel was archived or deleted, or the bot taken out of it",
		OnRetry:       "the operator sends it on its way again",
		OnCancel:      "the operator gives it up",
		OnRestored:    "a backup was brought back, which may know less than Slack: from now on it may have arrived",
	}
	var b strings.Builder
	b.WriteString("| event | what has happened | leads |\n|---|---|---|\n")
	for _, e := range Events {
		var ways []string
		for _, s := range Steps {
			if s.On == e {
				ways = append(ways, fmt.Sprintf("%s → %s", s.From, s.To))
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", e, means[e], strings.Join(ways, ", "))
	}
	return b.String()
}

// Every event is in the law, and every state can be reached.
func TestTheLawOfDeliveryIsWhole(t *testing.T) {
	for _, e := range Events {
		if !slices.ContainsFunc(Steps, func(s Step) bool { return s.On == e }) {
			t.Errorf("%q leads nowhere", e)
		}
	}
	for i, s := range Steps {
		if !slices.Contains(Events, s.On) || !slices.Contains(States, s.From) || !slices.Contains(States, s.To) {
			t.Errorf("%+v is of an unknown event or state", s)
		}
		if slices.Contains(Steps[:i], s) {
			t.Errorf("%+v stands there twice", s)
		}
	}
	for _, s := range States {
		if s != StatePending && !slices.ContainsFunc(Steps, func(x Step) bool { return x.To == s }) {
			t.Errorf("nothing leads to %s", s)
		}
		if by := slices.ContainsFunc(Steps, func(x Step) bool {
			return x.From == s && x.On != OnRetry && x.On != OnCancel && x.On != OnRestored
		}); s.Final() == by {
			t.Errorf("%s is final: %v, and something besides the operator changes it: %v", s, s.Final(), by)
		}
	}
}
