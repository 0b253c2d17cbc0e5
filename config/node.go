package config

import (
	"math"

	"github.com/goccy/go-yaml/ast"
)

// stringOf returns the text of a node. It takes nothing else for text: 0123 and
// "yes" mean something other in YAML than what was typed.
func stringOf(n ast.Node) (text, says string) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, ""
	case *ast.LiteralNode:
		return n.Value.Value, ""
	default:
		return "", "text is expected here, and this is " + nameOf(n)
	}
}

// intOf returns the whole number of a node.
func intOf(n ast.Node) (i int, says string) {
	if n, ok := n.(*ast.IntegerNode); ok {
		switch v := n.Value.(type) {
		case int64:
			if v >= math.MinInt32 && v <= math.MaxInt32 {
				return int(v), ""
			}
		case uint64:
			if v <= math.MaxInt32 {
				return int(v), ""
			}
		}
		return 0, "this number is out of all bounds"
	}
	return 0, "a whole number is expected here, and this is " + nameOf(n)
}

// nameOf says in a word what a node is.
func nameOf(n ast.Node) string {
	switch n.Type() {
	case ast.StringType, ast.LiteralType:
		return "text"
	case ast.IntegerType:
		return "a number"
	case ast.FloatType, ast.InfinityType, ast.NanType:
		return "a number with a fraction"
	case ast.BoolType:
		return "true or false"
	case ast.NullType:
		return "nothing"
	case ast.SequenceType:
		return "a list"
	case ast.MappingType, ast.MappingValueType:
		return "a group of settings"
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		return "an anchor or alias (&, *, <<)"
	case ast.TagType:
		return "a tag (!)"
	default:
		return "something else"
	}
}
