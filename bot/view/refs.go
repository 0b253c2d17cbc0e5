package view

import (
	"strings"

	"rapport/domain"
)

// Ref names one interaction of one contact. A button or a modal carries the
// refs of all that it may change.
type Ref struct {
	Contact     domain.ContactID
	Interaction domain.InteractionID
}

// Refs writes refs as a button's value, "contact.interaction …": twenty people
// fit into its 2,000 characters.
func Refs(refs []Ref) string {
	parts := make([]string, len(refs))
	for i, r := range refs {
		parts[i] = string(r.Contact) + "." + string(r.Interaction)
	}
	return strings.Join(parts, " ")
}

// ParseRefs reads what [Refs] wrote; what it can't read is left out.
func ParseRefs(s string) []Ref {
	var refs []Ref
	for part := range strings.FieldsSeq(s) {
		if c, i, ok := strings.Cut(part, "."); ok && c != "" && i != "" {
			refs = append(refs, Ref{domain.ContactID(c), domain.InteractionID(i)})
		}
	}
	return refs
}
