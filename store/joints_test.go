package store

import (
	"fmt"
	"testing"

	"rapport/domain"
)

// What another one changes between the two trips of a command fails the whole second
// one, whether it is one statement or several: then the command is decided anew, and done
// once; or it had been done.
func TestNothingOfASecondTripIsKept(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between string
		want    domain.Kind
		kept    int
	}{
		"the command is there": {"INSERT INTO commands (workspace, member, id, verb, at) SELECT workspace, member, 'met', 'met', 1 FROM members", domain.KindDuplicate, 0},
		"the member moved on":  {"UPDATE members SET version = version + 1", domain.KindUnknown, 1},
		"the contact moved on": {"UPDATE contacts SET version = version + 1", domain.KindUnknown, 1},
		"the contact is gone":  {"DELETE FROM contacts", domain.KindNotFound, 0},
	} {
		for _, joined := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, in one statement: %t", name, joined), func(t *testing.T) {
				t.Parallel()
				s, _ := onPostgres(t)
				meet(t, s, mia)
				jane := add(t, s, mia, "Jane Doe")
				s.joints.texts = make(map[string]string)
				for i := 0; !joined && i < mostJoined; i++ {
					s.joints.texts[fmt.Sprint(i)] = ""
				}
				were, before := len(s.joints.texts), count(t, s, "undos")
				r := ref(mia, "met", nine)
				r.Names = naming("jane")
				decided := 0
				err := s.Book().Write(t.Context(), r, func(b *domain.Book) error {
					who, err := b.Contact(jane)
					if decided++; decided == 1 {
						_, err = s.db.writer.Exec(c.between)
					}
					if err == nil {
						_, err = b.Log(who, domain.Touch{On: b.Today, Kind: "coffee"})
					}
					return err
				})
				if domain.KindOf(err) != c.want || decided != 2 && c.want == domain.KindUnknown {
					t.Errorf("%v after %d decisions, want %v", err, decided, c.want)
				}
				if undos, touches := count(t, s, "undos")-before, count(t, s, "interactions"); undos != c.kept || touches != c.kept {
					t.Errorf("%d commands and %d touches are kept, want %d", undos, touches, c.kept)
				}
				if n := len(s.joints.texts); (n > were) != joined {
					t.Errorf("%d texts are joined, there were %d", n, were)
				}
			})
		}
	}
}
