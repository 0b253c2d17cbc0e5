package phrase

import (
	"slices"
	"strings"

	"rapport/domain"
)

// circle is a portfolio of names: contact ids are the names in lower case.
type circle []string

func (c circle) all() []domain.Known {
	var all []domain.Known
	for _, name := range c {
		name, slack, _ := strings.Cut(name, " @")
		for _, k := range Keys(name) {
			all = append(all, domain.Known{Contact: domain.ContactID(strings.ToLower(name)), Name: name, Key: k.Folded, Whole: k.Whole, Slack: slack})
		}
	}
	return all
}

func (c circle) Exact(keys []string) ([]domain.Known, error) {
	return slices.DeleteFunc(c.all(), func(k domain.Known) bool { return !slices.Contains(keys, k.Key) }), nil
}

func (c circle) AllNames() ([]domain.Known, error) { return c.all(), nil }
