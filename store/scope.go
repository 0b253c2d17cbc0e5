package store

import (
	"cmp"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// The settings under which a statement says whose rows it touches. The tests
// refuse every statement that says nothing.
const (
	ownerSetting     = "rapport:owner"
	workspaceSetting = "rapport:workspace"
	spanSetting      = "rapport:span"
	lookSetting      = "rapport:look"
)

// owned is a transaction in the scope of one owner, and the only way to the
// tables that hold what members typed.
type owned struct {
	tx    *gorm.DB
	owner domain.Owner
	who   [2]any // the owner as arguments
	// look, when not nil, is told of each statement that does not go through GORM.
	look func(o domain.Owner, text string, args []any)
}

// scoped narrows tx to the rows of one owner.
func scoped(tx *gorm.DB, o domain.Owner) owned {
	all := owned{tx: tx, owner: o, who: [2]any{string(o.Workspace), string(o.Member)}}
	if look, ok := tx.Get(lookSetting); ok {
		all.look = look.(func(domain.Owner, string, []any))
	}
	return all
}

// gorm is the transaction as GORM's statements take it, with their owner.
func (o owned) gorm() *gorm.DB { return set(o.tx, ownerSetting, o.owner) }

// ownWay is a connection on which texts run without database/sql.
type ownWay interface {
	ask(o owned, l line, take func(rowSet) error) error
	alter(o owned, l line) (changed int64, err error)
}

// ask runs a text that reads, and has take read what it finds.
func (o owned) ask(l line, take func(rowSet) error) (err error) {
	o.seen(l)
	if own, ok := o.tx.Statement.ConnPool.(ownWay); ok {
		return own.ask(o, l, take)
	}
	rows, err := o.tx.Statement.ConnPool.QueryContext(o.tx.Statement.Context, l.text, o.with(l)...)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, rows.Close()) }()
	return cmp.Or(take(rows), rows.Err())
}

// alter runs a text that writes, and returns how many rows it has changed, if l wants to
// know.
func (o owned) alter(l line) (changed int64, err error) {
	o.seen(l)
	if own, ok := o.tx.Statement.ConnPool.(ownWay); ok {
		return own.alter(o, l)
	}
	done, err := o.tx.Statement.ConnPool.ExecContext(o.tx.Statement.Context, l.text, o.with(l)...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// exec runs a line, and says if it has missed what it was to change.
func (o owned) exec(l line) error {
	n, err := o.alter(l)
	if err == nil && l.missed != domain.KindUnknown && n != 1 {
		return domain.Fault(l.missed, l.subject, nil)
	}
	return named(l.subject, err)
}

// run runs lines, in their order.
func (o owned) run(lines []line) error {
	for _, l := range lines {
		if err := o.exec(l); err != nil {
			return err
		}
	}
	return nil
}

// with is the arguments of a line, the owner among them.
func (o owned) with(l line) []any {
	all := make([]any, 0, len(l.args)+2)
	all = append(all, l.args[:l.before]...)
	all = append(all, o.who[:]...)
	return append(all, l.args[l.before:]...)
}

// seen tells tests of a statement that does not go through GORM.
func (o owned) seen(l line) {
	if o.look != nil {
		o.look(o.owner, l.text, o.with(l))
	}
}

// of starts a statement on the table of row. Whatever is put behind it, it
// sees and changes the owner's rows alone.
func (o owned) of(row schemaRow) *gorm.DB {
	table := row.TableName()
	return o.gorm().Model(row).
		Where(clause.Eq{Column: clause.Column{Table: table, Name: "workspace"}, Value: string(o.owner.Workspace)}).
		Where(clause.Eq{Column: clause.Column{Table: table, Name: "member"}, Value: string(o.owner.Member)})
}

// common is a transaction in the scope of one workspace, and the only way to the
// tables of its programs, which belong to no member.
type common struct {
	tx        *gorm.DB
	workspace domain.WorkspaceID
}

// shared narrows tx to what belongs to a workspace.
func shared(tx *gorm.DB, w domain.WorkspaceID) common {
	return common{tx: set(tx, workspaceSetting, w), workspace: w}
}

// common is the scope of the owner's workspace.
func (o owned) common() common { return shared(o.gorm(), o.owner.Workspace) }

// of starts a statement on the table of row. Whatever is put behind it, it sees
// and changes the workspace's rows alone.
func (c common) of(row schemaRow) *gorm.DB {
	return c.tx.Model(row).
		Where(clause.Eq{Column: clause.Column{Table: row.TableName(), Name: "workspace"}, Value: string(c.workspace)})
}

// in is of, narrowed to one program.
func (c common) in(row schemaRow, p domain.ProgramID) *gorm.DB {
	return c.of(row).Where(clause.Eq{Column: clause.Column{Table: row.TableName(), Name: "program"}, Value: string(p)})
}

// raw runs a statement of our own, in which @workspace is the workspace: that is put
// among args.
func (c common) raw(statement string, args map[string]any) *gorm.DB {
	args["workspace"] = string(c.workspace)
	return c.tx.Raw(statement, args)
}

// insert adds rows, which were made by c's own mapping functions and so carry the
// workspace.
func (c common) insert(rows any, onConflict ...clause.Expression) error {
	return c.tx.Clauses(onConflict...).CreateInBatches(rows, insertBatch).Error
}

// authored starts a statement on what the owner alone may read of a program: what
// they have written there themselves.
func (o owned) authored(row schemaRow) *gorm.DB {
	return o.common().of(row).
		Where(clause.Eq{Column: clause.Column{Table: row.TableName(), Name: "author"}, Value: string(o.owner.Member)})
}

// insert adds rows, which were made by o's own mapping functions and so carry
// the owner.
func (o owned) insert(rows any, onConflict ...clause.Expression) error {
	return o.gorm().Clauses(onConflict...).CreateInBatches(rows, insertBatch).Error
}

// insertBatch keeps the widest row, a contact, under the 32,766 parameters that
// SQLite takes in one statement.
const insertBatch = 200

// spanning is for the statements that by their nature see every owner's rows:
// the diary, the outbox, the sweep. They read no contact.
func spanning(tx *gorm.DB) *gorm.DB { return set(tx, spanSetting, true) }

// set returns tx with a setting, ready for many statements: without a session
// of its own each would carry the conditions of those before it.
func set(tx *gorm.DB, key string, value any) *gorm.DB {
	return tx.Set(key, value).Session(&gorm.Session{})
}

// schemaRow is a row that knows its table.
type schemaRow interface{ TableName() string }
