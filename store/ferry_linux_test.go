package store

import (
	"fmt"
	"syscall"
	"testing"

	"gorm.io/gorm"

	"rapport/domain"
)

// full has no file grow beyond what the journal is, until the function it returns is
// called.
func (h *harbour) full() (free func()) {
	h.t.Helper()
	size, err := h.store.Size(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		h.t.Fatal(err)
	}
	now := syscall.Rlimit{Cur: uint64(size.Log), Max: was.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		h.t.Fatal(err)
	}
	return func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			h.t.Fatal(err)
		}
	}
}

// Of a commit that finds the disk full nobody is acknowledged and nothing is kept,
// whether it is found out at the end or while one of them works; the next one is
// taken when there is room again.
func TestAFullDiskIsEverybodys(t *testing.T) {
	for name, bytes := range map[string]int{"at the commit": 10, "at work": 4 << 20} { // beyond SQLite's cache
		t.Run(name, func(t *testing.T) {
			h := newHarbour(t)
			group := func() []error {
				for i := range 5 {
					ended, waiting := make(chan error, 1), len(h.names())
					h.ended = append(h.ended, ended)
					go func() {
						ended <- h.store.write(t.Context(), "book", func(tx *gorm.DB) error {
							return tx.Exec("INSERT INTO berths (name) VALUES (?)", fmt.Sprintf("%d%0*d", i, bytes, 0)).Error
						})
					}()
					for len(h.names()) == waiting {
					}
				}
				return h.open()
			}
			free := h.full()
			all := group()
			free()
			if len(h.crews) < 2 || h.crews[1] != 5 {
				t.Fatalf("the commits were of %v", h.crews)
			}
			if all[0] != nil { // it wrote nothing
				t.Error(all[0])
			}
			for _, err := range all[1:] {
				want(t, err, domain.KindUnwritable)
			}
			if rows := h.kept(); len(rows) > 0 {
				t.Errorf("%d rows are there", len(rows))
			}
			if err := h.store.Unwritable(); err == nil || err.Error() != "the disk is full" {
				t.Errorf("it is unwritable because of %v", err)
			}
			h.shut()
			for _, err := range group() {
				if err != nil {
					t.Error(err)
				}
			}
			if rows := h.kept(); len(rows) != 5 || h.store.Unwritable() != nil {
				t.Errorf("with room again %d rows are there, and it is unwritable because of %v", len(rows), h.store.Unwritable())
			}
		})
	}
}
