package store

import (
	"reflect"
	"sync"
)

// form is a row of one type with the places of its fields, in their order: pointers to
// strings, numbers and booleans. Reflection makes a form once, and others read, write
// and compare rows through it, since to look at each of their fields by reflection
// would take longer than SQLite does.
type form[R any] struct {
	row   R
	at    []any
	stack *sync.Pool
}

var stacks sync.Map // reflect.Type → *sync.Pool of *form[R]

// takeForm returns an empty form for rows of type R, which is to be put back.
func takeForm[R any]() *form[R] {
	of := reflect.TypeFor[R]()
	known, ok := stacks.Load(of)
	if !ok {
		known, _ = stacks.LoadOrStore(of, new(sync.Pool))
	}
	stack := known.(*sync.Pool)
	if f, ok := stack.Get().(*form[R]); ok {
		return f
	}
	f := &form[R]{stack: stack}
	for _, field := range reflect.ValueOf(&f.row).Elem().Fields() {
		f.at = append(f.at, field.Addr().Interface())
	}
	return f
}

// putBack empties f and keeps it for another row.
func (f *form[R]) putBack() {
	var empty R
	f.row = empty
	f.stack.Put(f)
}

// cell is what stands at a place, as an argument.
func cell(at any) any {
	switch at := at.(type) {
	case *string:
		return *at
	case *int64:
		return *at
	case *int:
		return int64(*at)
	case *bool:
		return *at
	}
	return reflect.ValueOf(at).Elem().Interface()
}

// same reports whether the same stands at a place of two rows of one type.
func same(at, other any) bool {
	switch at := at.(type) {
	case *string:
		return *at == *other.(*string)
	case *int64:
		return *at == *other.(*int64)
	case *int:
		return *at == *other.(*int)
	case *bool:
		return *at == *other.(*bool)
	}
	return cell(at) == cell(other)
}
