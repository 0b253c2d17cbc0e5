package store

import (
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"

	"rapport/domain"
)

// tries is how often a command is decided anew when what it had read has
// changed under it.
const tries = 4

// Book opens members' books for commands.
type Book struct{ store *Store }

// Write runs f on the book of r and commits what it decided, the id of the
// command included, in one transaction. f may run again, on a fresh book, when
// the commit conflicts with another. When f fails nothing is kept and its error
// comes back. KindDuplicate when r.ID has had its effect already, KindNotFound
// for a member who has not been met, KindUnreachable and KindUncertain when the
// database has gone away.
func (b *Book) Write(ctx context.Context, r domain.Ref, f func(*domain.Book) error) error {
	if r.ID == "" {
		return domain.Fault(domain.KindInvalid, "command id", errors.New("it is empty"))
	}
	if fits, err := b.short(ctx, r, f); fits {
		return err
	}
	var err error
	with := company{r.Member}
	for range tries {
		decided := false
		err = b.store.write(ctx, "book", func(tx *gorm.DB) error {
			err := b.commit(tx, r, with, f)
			if decided && domain.KindOf(err) == domain.KindDuplicate {
				return nil // the connection was lost at our own commit, which had arrived
			}
			decided = decided || err == nil
			return err
		})
		if more, ok := errors.AsType[company](err); ok {
			with, err = more, domain.Fault(domain.KindConflict, "book", nil)
		}
		if domain.KindOf(err) != domain.KindConflict || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// commit does one command inside tx. The id goes first: on PostgreSQL a second
// delivery of it waits there until the first has been decided. with are those whose
// books it will open, the owner among them.
func (b *Book) commit(tx *gorm.DB, r domain.Ref, with company, f func(*domain.Book) error) error {
	o := scoped(tx, r.Owner)
	if err := o.exec(claimLine(r)); err != nil {
		return err
	}
	m, err := o.lockMembers(with)
	if err != nil {
		return err
	}
	book := domain.OpenBook(m, r.ID, r.At, b.store.policy, b.store.writing(o))
	if err := f(book); err != nil {
		return foreignError{err}
	}
	ch, err := book.Changes(r.Verb)
	if err != nil {
		return foreignError{err}
	}
	if err := with.needs(ch.Mentoring); err != nil {
		return err
	}
	if err := b.store.save(o, m, ch); err != nil {
		return err
	}
	return b.store.saveShared(o, r, ch.Mentoring)
}

// Read runs f on the book of r and stores nothing.
func (b *Book) Read(ctx context.Context, r domain.Ref, f func(*domain.Book) error) error {
	return b.store.read(ctx, "book", func(tx *gorm.DB) error {
		o := scoped(tx, r.Owner)
		m, err := o.member()
		if err != nil {
			return err
		}
		if err := f(domain.OpenBook(m, r.ID, r.At, b.store.policy, b.store.shelf(o))); err != nil {
			return foreignError{err}
		}
		return nil
	})
}

// foreignError carries what a caller's function returned through the store's
// door, where only drivers' errors are to be translated.
type foreignError struct{ error }

// claimLine is the line that takes the command's id; KindDuplicate when it is taken.
func claimLine(r domain.Ref) line {
	return line{
		subject: "command", missed: domain.KindDuplicate, args: []any{string(r.ID), r.Verb, micros(r.At)},
		text: "INSERT INTO commands (workspace, member, id, verb, at) VALUES ($1, $2, $3, $4, $5)" + ifNew,
	}
}

var (
	readMember = ask[memberRow]("")
	holdMember = ask[memberRow](" FOR UPDATE")
)

// member reads the owner's row; KindNotFound when they have not been met.
func (o owned) member() (domain.Member, error) { return o.takeMember(readMember) }

// lockMember reads the owner's row and keeps everybody else from writing for the
// same owner until the transaction ends. SQLite has one writer anyway.
func (o owned) lockMember() (domain.Member, error) {
	if o.tx.Name() == string(sqliteDialect) {
		return o.takeMember(readMember)
	}
	return o.takeMember(holdMember)
}

// lockMembers locks the rows of several members of the owner's workspace and returns
// the owner's, all in one order, so that two commands that do this wait for each other
// and do not stand in each other's way. Who has not been met has no row.
func (o owned) lockMembers(all company) (owner domain.Member, err error) {
	if len(all) == 1 && all[0] == o.owner.Member { // as nearly always
		return o.lockMember()
	}
	all = slices.Clone(all)
	slices.Sort(all)
	for _, id := range all {
		m, err := scoped(o.tx, domain.Owner{Workspace: o.owner.Workspace, Member: id}).lockMember()
		switch {
		case id == o.owner.Member:
			if err != nil {
				return domain.Member{}, err
			}
			owner = m
		case err != nil && domain.KindOf(err) != domain.KindNotFound:
			return domain.Member{}, err
		}
	}
	return owner, nil
}

func (o owned) takeMember(l lookup[memberRow]) (domain.Member, error) {
	row, err := l.one(o, "member")
	if err != nil {
		return domain.Member{}, err
	}
	return row.member()
}
