package domain

import (
	"errors"
	"fmt"
	"testing"
)

func TestFault(t *testing.T) {
	cause := errors.New("disk full")
	err := fmt.Errorf("write: %w", Fault(KindCorrupt, "database", cause))
	if KindOf(err) != KindCorrupt || !errors.Is(err, cause) || err.Error() != "write: database: corrupt: disk full" {
		t.Errorf("%v", err)
	}
	if KindOf(cause) != KindUnknown || KindOf(nil) != KindUnknown {
		t.Error("an error of somebody else has a kind")
	}
	words := make(map[string]bool)
	for k := KindUnknown; k <= KindUnwritable; k++ {
		if words[k.String()] {
			t.Errorf("%q is said twice", k)
		}
		words[k.String()] = true
	}
}
