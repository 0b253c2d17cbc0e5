package domain

import (
	"fmt"
	"strings"
	"unicode"
)

// Phase is where a relationship stands. The zero Phase is unknown.
type Phase uint8

// The five phases, in the order of the article.
const (
	Identifying Phase = iota + 1
	Relating
	Nurturing
	Sustaining
	Capitalizing
)

// Phases lists all five in order.
var Phases = []Phase{Identifying, Relating, Nurturing, Sustaining, Capitalizing}

var phaseNames = [...]string{"", "Identifying", "Relating", "Nurturing", "Sustaining", "Capitalizing"}

// String returns the phase's name, "Relating"; "" for an unknown one.
func (p Phase) String() string {
	if int(p) < len(phaseNames) {
		return phaseNames[p]
	}
	return ""
}

// ParsePhase reads a phase's name in any case. A prefix of at least four
// letters is enough ("sust").
func ParsePhase(s string) (Phase, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, p := range Phases {
		name := strings.ToLower(p.String())
		if s == name || len(s) >= 4 && strings.HasPrefix(name, s) {
			return p, nil
		}
	}
	return 0, Fault(KindInvalid, "phase", nil)
}

// MarshalText writes the phase's name in lower case, the form that is stored.
func (p Phase) MarshalText() ([]byte, error) { return p.AppendText(nil) }

// AppendText appends what MarshalText writes.
func (p Phase) AppendText(b []byte) ([]byte, error) {
	for _, c := range p.String() {
		b = append(b, byte(unicode.ToLower(c)))
	}
	return b, nil
}

// UnmarshalText reads what MarshalText wrote; an empty text is the unknown phase.
func (p *Phase) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*p = 0
		return nil
	}
	q, err := ParsePhase(string(b))
	if err != nil {
		return fmt.Errorf("stored phase: %w", err)
	}
	*p = q
	return nil
}
