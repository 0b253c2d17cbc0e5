package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// large are the pages that are made most often, and the largest of them.
func large() map[string]func() []slack.Block {
	one := jane()
	echo := Echo{Today: today, Command: "slash:1", Edit: "janeaaaaaaaaaaaa.interactionaaaaaa", Touches: []Touch{{Logged: domain.Logged{
		Contact: one, From: one.Phase, Interaction: domain.Interaction{ID: "interactionaaaaaa", On: today, Kind: "coffee", Note: "spoke of the launch"},
	}}}}
	ten := digest()
	ten.Digest.Shown = slices.Repeat(ten.Digest.Shown, 10)[:10]
	home := openHome()
	for i := range 2000 {
		c := *jane()
		c.ID, c.Name, c.Phase = domain.ContactID(fmt.Sprint("contact", i)), fmt.Sprint("Person ", i), domain.Phases[i%len(domain.Phases)]
		home.Contacts = append(home.Contacts, &c)
	}
	post := engineering()
	return map[string]func() []slack.Block{
		"met":            func() []slack.Block { return Met(echo).Blocks },
		"digest of 10":   func() []slack.Block { return Digest(ten).Blocks },
		"home of 2,000":  func() []slack.Block { return Home(home).Blocks.BlockSet },
		"weekly summary": func() []slack.Block { return Summary(post).Blocks },
	}
}

func BenchmarkView(b *testing.B) {
	for name, page := range large() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page()
			}
		})
	}
}

// BenchmarkBlockKit writes the same pages as Slack takes them.
func BenchmarkBlockKit(b *testing.B) {
	for name, page := range large() {
		b.Run(name, func(b *testing.B) {
			blocks := slack.Blocks{BlockSet: page()}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := json.Marshal(blocks); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
