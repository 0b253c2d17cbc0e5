package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the modal that edits a card.
const (
	NameBlock         = "name"
	AliasBlock        = "alias"
	OrganisationBlock = "organisation"
	RoleBlock         = "role"
	PlaceBlock        = "place"
	WorkBlock         = "work"
	HowMetBlock       = "howmet"
	BirthdayBlock     = "birthday"
)

// Birthday is the name of the occasion that has an input of its own.
const Birthday = "birthday"

// EditCardModal shows all that is known about somebody, to be changed.
func EditCardModal(private string, c *domain.Contact) *slack.ModalViewRequest {
	field := func(block, label, placeholder, is string, most int) *slack.InputBlock {
		return optional(input(block, label, textInput(placeholder, is, most)))
	}
	long := func(block, label, placeholder, is string) *slack.InputBlock {
		return optional(input(block, label, paragraph(textInput(placeholder, is, maxInput))))
	}
	return modal(VerbCardEdited, "Edit the card", "Save", private,
		input(NameBlock, "Name", textInput("Jane Doe", c.Name, 200)),
		hinted(field(AliasBlock, "Also called", "Janey, JD", strings.Join(c.Aliases, ", "), maxInput), "Several are parted by commas."),
		field(OrganisationBlock, "Organisation", "Fjord", c.Organisation, maxInput),
		field(RoleBlock, "Role", "Head of design", c.Role, maxInput),
		field(PlaceBlock, "Place", "Oslo", c.Place, maxInput),
		field(WorkBlock, "Kind of work", "design", c.Work, maxInput),
		hinted(field(TagsBlock, "Tags", "#gopher #oslo", hashed(c.Tags), maxInput), "One word each."),
		long(HowMetBlock, "How you met", "Through Omar, at GopherCon", c.HowMet),
		hinted(field(BirthdayBlock, "Birthday", "3 may", birthday(c), 40), "3 may, or 3 may 1980."),
		long(AddsBlock, askAdds, "Knows how to run a meetup that people come back to", c.Adds),
		long(OffersBlock, askOffers, "A review of her talks", c.Offers),
		long(ConnectsBlock, askConnects, "The meetup in March", c.Connects),
	)
}

func hashed(tags []string) string {
	all := make([]string, len(tags))
	for i, t := range tags {
		all[i] = "#" + t
	}
	return strings.Join(all, " ")
}

func birthday(c *domain.Contact) string {
	for _, o := range c.Occasions {
		if o.Name == Birthday {
			return strings.ToLower(YearDay(o))
		}
	}
	return ""
}

// The field errors of [EditCardModal].
const (
	NoNameLeft  = "A card needs a name."
	NoYearDay   = "I can't read that day. Write it like 3 may, or 3 may 1980."
	TextTooLong = "That is longer than I can keep: 3,000 characters at most."
)

// NameInUse is the field error for a name that somebody else bears.
func NameInUse(name string) string {
	return "You already have " + clip(line(name), 60) + ". If the two are one person, /rapport merge makes one of them."
}

// CardChanges names what differs between two versions of a card, in the order of
// the form.
func CardChanges(was, is *domain.Contact) []string {
	var changed []string
	for _, f := range [...]struct {
		name string
		same bool
	}{
		{"name", was.Name == is.Name},
		{"other names", slices.Equal(was.Aliases, is.Aliases)},
		{"organisation", was.Organisation == is.Organisation},
		{"role", was.Role == is.Role},
		{"place", was.Place == is.Place},
		{"kind of work", was.Work == is.Work},
		{"tags", slices.Equal(was.Tags, is.Tags)},
		{"how you met", was.HowMet == is.HowMet},
		{"birthday", slices.Equal(was.Occasions, is.Occasions)},
		{"what they could add", was.Adds == is.Adds},
		{"what you can offer", was.Offers == is.Offers},
		{"how you connect", was.Connects == is.Connects},
	} {
		if !f.same {
			changed = append(changed, f.name)
		}
	}
	return changed
}

// Edited says what was changed on a card.
func Edited(name string, changed []string) string {
	if len(changed) == 0 {
		return "That is how the card of " + Person(name) + " reads already. Nothing was changed."
	}
	return "Changed on the card of " + Person(name) + ": " + list(changed) + "."
}
