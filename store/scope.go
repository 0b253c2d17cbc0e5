package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// The settings under which a statement says whose rows it touches. The tests
// refuse every statement that says neither.
const (
	ownerSetting = "rapport:owner"
	spanSetting  = "rapport:span"
)

// owned is a transaction in the scope of one owner, and the only way to the
// tables that hold what members typed.
type owned struct {
	tx    *gorm.DB
	owner domain.Owner
}

// scoped narrows tx to the rows of one owner.
func scoped(tx *gorm.DB, o domain.Owner) owned {
	return owned{tx: set(tx, ownerSetting, o), owner: o}
}

// of starts a statement on the table of row. Whatever is put behind it, it
// sees and changes the owner's rows alone.
func (o owned) of(row schemaRow) *gorm.DB {
	table := row.TableName()
	return o.tx.Model(row).
		Where(clause.Eq{Column: clause.Column{Table: table, Name: "workspace"}, Value: string(o.owner.Workspace)}).
		Where(clause.Eq{Column: clause.Column{Table: table, Name: "member"}, Value: string(o.owner.Member)})
}

// insert adds rows, which were made by o's own mapping functions and so carry
// the owner.
func (o owned) insert(rows any, onConflict ...clause.Expression) error {
	return o.tx.Clauses(onConflict...).CreateInBatches(rows, insertBatch).Error
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

// exclusive waits for whoever else is writing for the same owner. A member's
// row is the lock of all that hangs on it; SQLite has one writer anyway.
var exclusive = clause.Locking{Strength: "UPDATE"}
