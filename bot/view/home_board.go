package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// board is everybody by phase, in at most so many blocks; those who rest are
// counted apart.
func board(p HomePage, room int) []slack.Block {
	lanes, resting := lanesOf(p.Contacts)
	each := min(max((room-2-2*len(domain.Phases))/len(domain.Phases), 0), mostLane)
	blocks := []slack.Block{header("board", "Your circle, by phase")}
	for _, ph := range domain.Phases {
		blocks = append(blocks, lane(p, ph, lanes[ph], each)...)
	}
	if resting > 0 {
		s := section("board.resting", "*Resting* · "+headsOf(resting)+", kept and remembered.")
		s.Accessory = slack.NewAccessory(spokenAs(seeAll(Filter{Only: OnlyResting}), "See all who rest"))
		blocks = append(blocks, s)
	}
	return blocks
}

// lanesOf parts people by phase, and counts those who rest.
func lanesOf(all []*domain.Contact) (lanes map[domain.Phase][]*domain.Contact, resting int) {
	lanes = make(map[domain.Phase][]*domain.Contact)
	for _, c := range all {
		if c.Resting {
			resting++
			continue
		}
		lanes[c.Phase] = append(lanes[c.Phase], c)
	}
	return lanes, resting
}

// lane is one phase of the board: what it is for, and whom it holds, those who
// are due first.
func lane(p HomePage, ph domain.Phase, people []*domain.Contact, most int) []slack.Block {
	id := "board." + strings.ToLower(ph.String())
	head := section(id, "*"+ph.String()+"* · "+headsOf(len(people))+"\n"+Purpose(ph))
	if len(people) == 0 {
		return []slack.Block{section(id, "*"+ph.String()+"* · nobody just now\n"+Purpose(ph))}
	}
	if len(people) > most {
		head.Accessory = slack.NewAccessory(spokenAs(seeAll(Filter{Only: OnlyPhase, Phase: ph}), "See all in "+ph.String()))
	}
	blocks := []slack.Block{head}
	for n, c := range byDue(people, p)[:min(len(people), most)] {
		blocks = append(blocks, personRow(id+"."+strconv.Itoa(n), c, p.Pairs, p.Settings))
	}
	return blocks
}

// byDue puts those who are due first, the longest first, and then those who are
// due next.
func byDue(people []*domain.Contact, p HomePage) []*domain.Contact {
	due := make(map[domain.ContactID]domain.Date, len(people))
	for _, c := range people {
		due[c.ID] = dueWith(p.Settings.Resolved.Due(c), p.Settings.Resolved.Paired(c, p.Pairs))
	}
	sorted := slices.Clone(people)
	slices.SortStableFunc(sorted, func(a, b *domain.Contact) int {
		x, y := due[a.ID], due[b.ID]
		if x.IsZero() != y.IsZero() { // never due: last
			return cmp.Compare(y.String(), x.String())
		}
		return x.Compare(y)
	})
	return sorted
}

// personRow is one person, with the button that opens their card.
func personRow(id string, c *domain.Contact, pairs []domain.Partnership, s SettingsPage) *slack.SectionBlock {
	pair := s.Resolved.Paired(c, pairs)
	parts := append([]string{shortName(c.Name), lastContact(c, pair, s.Today)}, marks(c, dueWith(s.Resolved.Due(c), pair), s.Today)...)
	b := section(id, strings.Join(parts, " · "))
	b.Accessory = slack.NewAccessory(spokenAs(button(VerbPeopleOpen, string(c.ID), "Open"), "Open the card of "+c.Name))
	return b
}

func seeAll(f Filter) *slack.ButtonBlockElement {
	return button(VerbHomePage, PageValue(f, 1), "See all")
}

// listPage is App Home while one list of people is looked at.
func listPage(p HomePage) []slack.Block {
	var people []*domain.Contact
	for _, c := range p.Contacts {
		if p.At.Only == OnlyResting && c.Resting || p.At.Only == OnlyPhase && c.Phase == p.At.Phase && !c.Resting {
			people = append(people, c)
		}
	}
	pages := max((len(people)+mostOnPage-1)/mostOnPage, 1)
	page := min(p.Page, pages)
	name, purpose := "Resting", "Kept and remembered; I don't bring them up by myself."
	if p.At.Only == OnlyPhase {
		name, purpose = p.At.Phase.String(), Purpose(p.At.Phase)
	}
	said := "*" + name + "* · " + headsOf(len(people))
	if pages > 1 {
		said += fmt.Sprintf(" · page %d of %d", page, pages)
	}
	nav := []slack.BlockElement{button(VerbHomePage, PageValue(Filter{}, 0), "← Everything")}
	if page > 1 {
		nav = append(nav, button(Nth(VerbHomePage, page-1), PageValue(p.At, page-1), "Earlier"))
	}
	if page < pages {
		nav = append(nav, button(Nth(VerbHomePage, page+1), PageValue(p.At, page+1), "Next"))
	}
	nav = append(nav, button(VerbHomeFind, "", "Find"))
	blocks := []slack.Block{section("list", said+"\n"+purpose), actions("turn", nav...)}
	blocks = append(blocks, notice(p.Notice)...)
	people = byDue(people, p)[(page-1)*mostOnPage : min(page*mostOnPage, len(people))]
	for n, c := range people {
		blocks = append(blocks, personRow("list."+strconv.Itoa(n), c, p.Pairs, p.Settings))
	}
	return append(blocks, footer(p)...)
}
