package store

import (
	"bytes"
	"os"
	"testing"

	"rapport/domain"
)

// A file of some size is looked through at a start unless the process before has
// closed it: one that was killed, or that a disk has failed, leaves its journal.
func TestAFileThatWasNotClosedIsLookedThrough(t *testing.T) {
	path := closedCopy(t)
	db := sqlitePool(path, "mode=rw")
	if _, err := db.Exec("CREATE TABLE ballast AS SELECT zeroblob(?) AS weight", soundClosed+1<<20); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw := read(t, path)
	copy(raw[len(raw)-len(raw)%pageSize-soundClosed/2:], bytes.Repeat([]byte{0xff}, pageSize))
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), options(path))
	if err != nil {
		t.Fatalf("closed, it is refused: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), options(path)); domain.KindOf(err) != domain.KindCorrupt {
		t.Errorf("with a journal beside it, it is opened: %v", err)
	}
}
