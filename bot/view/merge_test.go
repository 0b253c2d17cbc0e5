package view

import (
	"strings"
	"testing"

	"rapport/domain"
)

func TestMergeAndSplit(t *testing.T) {
	a, other := jane(), tom()
	a.Notes = []domain.Note{{ID: "n1", Text: "sails", On: today}, {ID: "n2", Text: "gone", On: today, Undone: true}}
	a.Promises = []domain.Promise{{ID: "p1", What: "slides", Made: today.AddDays(-2)}, {ID: "p2", What: "an intro", Theirs: true, Made: today.AddDays(-3)}}
	a.Needs = []domain.Need{{ID: "d1", What: "a reviewer", Noted: today.AddDays(-4)}}
	a.Asks = []domain.Ask{{ID: "a1", What: "a talk slot", Made: today.AddDays(-5)}}
	a.Values = []domain.Value{{ID: "v1", What: "the handbook", Delivered: today.AddDays(-6)}, {ID: "v2", What: "a tip", Theirs: true, Delivered: today.AddDays(-7)}}
	a.Signals = []domain.Signal{{ID: "s1", Kind: domain.Candid, On: today.AddDays(-8)}, {ID: "s2", Kind: domain.Candid, On: today, Interaction: "i1"}}
	a.Interactions = []domain.Interaction{{ID: "i1", Kind: "coffee", On: today.AddDays(-1), Note: strings.Repeat("Ada starts school. ", 9)}}
	alias := jane()
	alias.Aliases = []string{"Jane Roe"}
	rows := SplitChoices(a, today)
	if len(rows) != 9 {
		t.Errorf("%d rows can go over: %+v", len(rows), rows)
	}
	golden{
		"merging":    Merging(a, other, a),
		"equals":     Merging(other, tom(), other),
		"merged":     Alone(Merged(a, "Tom Berg"), "press:1", "", OpenCard(a)),
		"one":        Say(OneAlready("Jane Doe")),
		"form":       MergeModal("{}", a, []*domain.Contact{other}),
		"alone":      MergeModal("{}", a, nil),
		"splitting":  Splitting(a),
		"nothing":    Say(NothingToSplit("Tom Berg")),
		"split form": SplitModal("{}", alias, rows),
		"splitted":   Alone(Splitted(a, other, 1), "submit:1", "", OpenCard(other)),
		"several":    Say(Splitted(a, other, 4)),
	}.check(t, "merge")
}

// No more than Slack takes is offered, the newest first.
func TestSplitOffersAHundred(t *testing.T) {
	c := jane()
	for n := range 150 {
		c.Notes = append(c.Notes, domain.Note{ID: domain.RecordID(strings.Repeat("x", n+1)), Text: "<!channel> & " + strings.Repeat("é", 200), On: today.AddDays(-n)})
	}
	rows := SplitChoices(c, today)
	if len(rows) != 100 || !strings.HasPrefix(rows[0].Label, "24 Nov: noted") {
		t.Errorf("%d rows, the first %q", len(rows), rows[0].Label)
	}
	checkModal(t, "split", SplitModal("{}", c, rows))
}
