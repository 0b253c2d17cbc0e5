package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"

	"rapport/domain"
)

// The texts of commands go to SQLite's driver itself. What database/sql does around a
// statement, so that anybody may run any, costs more than SQLite takes for most of
// them: locks, arguments looked at and copied, rows that may be read at leisure and
// cells that are converted by reflection. In a crossing nobody else has the
// connection, a text's arguments are of the few types that rows are made of, and what
// it finds is read to the end before the next one runs. So arguments and cells have
// their places once for all statements of a transaction.
//
// database/sql keeps the connection and lends it for a statement at a time, see
// [sql.Conn.Raw]; it gives it up if there is a panic. GORM's statements, in the same
// transaction, go the long way.

// ask runs a text that reads, and has take read what it finds.
func (x *crossing) ask(o owned, l line, take func(rowSet) error) error {
	if err := o.tx.Statement.Context.Err(); err != nil {
		return err
	}
	return x.Raw(func(conn any) (err error) {
		rows, err := conn.(driver.QueryerContext).QueryContext(context.Background(), l.text, x.places(o, l))
		if err != nil {
			return err
		}
		defer func() { err = cmp.Or(err, rows.Close()) }()
		n := len(rows.Columns())
		x.cells = slices.Grow(x.cells[:0], n)[:n]
		return take(&bareRows{rows: rows, cells: x.cells})
	})
}

// alter runs a text that writes, and returns how many rows it has changed, if l wants
// to know.
func (x *crossing) alter(o owned, l line) (changed int64, err error) {
	if err := o.tx.Statement.Context.Err(); err != nil {
		return 0, err
	}
	err = x.Raw(func(conn any) error {
		if l.missed == domain.KindUnknown {
			return step(conn, l.text, x.places(o, l))
		}
		done, err := conn.(driver.ExecerContext).ExecContext(context.Background(), l.text, x.places(o, l))
		if err == nil {
			changed, err = done.RowsAffected()
		}
		return err
	})
	return changed, err
}

// step runs a statement that takes nothing.
func (x *crossing) step(statement string) error {
	return x.Raw(func(conn any) error { return step(conn, statement, nil) })
}

// step runs a statement that returns nothing. As a query, which the driver has run by
// the time it returns, it is given its arguments at once, and stays prepared even when
// there are none.
func step(conn any, statement string, args []driver.NamedValue) error {
	rows, err := conn.(driver.QueryerContext).QueryContext(context.Background(), statement, args)
	if err != nil {
		return err
	}
	return rows.Close()
}

// places are a line's arguments, its owner among them, as the driver takes them.
func (x *crossing) places(o owned, l line) []driver.NamedValue {
	x.args = x.args[:0]
	place := func(v any) {
		if n, ok := v.(int); ok {
			v = int64(n)
		}
		x.args = append(x.args, driver.NamedValue{Ordinal: len(x.args) + 1, Value: v})
	}
	for _, v := range l.args[:l.before] {
		place(v)
	}
	place(o.who[0])
	place(o.who[1])
	for _, v := range l.args[l.before:] {
		place(v)
	}
	return x.args
}

// bareRows is a [rowSet] of the driver's.
type bareRows struct {
	rows  driver.Rows
	cells []driver.Value
	err   error
}

// Next reads the next row into the cells.
func (r *bareRows) Next() bool {
	r.err = r.rows.Next(r.cells)
	return r.err == nil
}

// Err is why there is no next row, nil at the end.
func (r *bareRows) Err() error {
	if errors.Is(r.err, io.EOF) {
		return nil
	}
	return r.err
}

// Scan puts the cells into the fields of a row. Our tables are strict: a cell is of
// the type of its column, and a boolean is 0 or 1.
func (r *bareRows) Scan(into ...any) error {
	for i, field := range into {
		ok := false
		switch field := field.(type) {
		case *string:
			*field, ok = r.cells[i].(string)
		case *int64:
			*field, ok = r.cells[i].(int64)
		case *int:
			var n int64
			n, ok = r.cells[i].(int64)
			*field = int(n)
		case *bool:
			var n int64
			n, ok = r.cells[i].(int64)
			*field = n != 0
		}
		if !ok {
			return fmt.Errorf("column %d does not fit its field", i+1)
		}
	}
	return nil
}
