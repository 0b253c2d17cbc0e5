package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// fileLimit is the size above which a file is surely not a config.
const fileLimit = 1 << 20

// Load reads the config file at path ("" for none) and the environment, given
// as os.Environ returns it, and validates the result. What is wrong comes back
// as [Problems], all of it at once.
func Load(path string, environ []string) (Config, error) {
	var raw []byte
	if path != "" {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return Config{}, Problems{{File: path, Says: "there is no such file", Instead: "start with: cp config.example.yaml " + path}}
		}
		if err != nil {
			return Config{}, fmt.Errorf("config file: %w", err)
		}
		if info.Size() > fileLimit {
			return Config{}, Problems{{File: path, Says: fmt.Sprintf("%d bytes is too much for a config", info.Size()), Instead: "name the right file with --config"}}
		}
		if raw, err = os.ReadFile(path); err != nil {
			return Config{}, fmt.Errorf("config file: %w", err)
		}
	}
	return parse(path, raw, environ)
}

// parse is Load once the file has been read.
func parse(path string, raw []byte, environ []string) (Config, error) {
	l := &loader{file: path, config: Default(), said: make(map[string]place)}
	l.yaml(raw)
	if err := l.environment(environ); err != nil {
		return Config{}, err
	}
	l.config.normalize()
	l.validate()
	for i, p := range l.problems {
		l.problems[i].Says, l.problems[i].Field = redact(p.Says), redact(p.Field)
	}
	return l.config, l.problems.err()
}

// loader puts a config together, and remembers where each setting was made so
// that a problem found later can name the line.
type loader struct {
	file     string
	config   Config
	said     map[string]place // by path
	problems Problems
	// spoilt are the paths whose value could not be read: what is wrong with
	// them has been said.
	spoilt map[string]bool
}

// place is where a setting was made: a line of the file, or a variable.
type place struct {
	line  int
	field string // the variable's name; "" when it was the file
}

// report adds a problem with the setting at path.
func (l *loader) report(path string, line int, says, instead string) {
	if l.spoilt == nil {
		l.spoilt = make(map[string]bool)
	}
	l.spoilt[path] = true
	l.problems = append(l.problems, Problem{File: l.file, Line: line, Field: path, Says: says, Instead: instead})
}

// yaml reads the file. A syntax error is reported alone: what follows it would
// be guesswork.
func (l *loader) yaml(raw []byte) {
	file, err := parser.ParseBytes(raw, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		l.problems = append(l.problems, syntaxProblem(l.file, err))
		return
	}
	documents := 0
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.NullType || d.Body.Type() == ast.CommentType {
			continue
		}
		if documents++; documents > 1 {
			l.report("", lineOf(d.Body), "a second document begins here", "keep everything in one, without \"---\" between")
			return
		}
		l.section("", d.Body)
	}
}

// syntaxProblem describes an error of the YAML parser. The form of the error
// without source is asked for, and only its message kept: the other one prints
// the lines around it, tokens included.
func syntaxProblem(file string, err error) Problem {
	p := Problem{File: file, Instead: "indent with spaces, write \"key: value\", and quote values that hold : # or *"}
	says := yaml.FormatError(err, false, false)
	if e, ok := errors.AsType[yaml.Error](err); ok {
		says = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line
		}
	}
	p.Says = "this is not YAML: " + redact(strings.TrimSpace(says))
	return p
}

// plain is what a key looks like. Dots would let "digest.cap" in by a side door.
var plain = regexp.MustCompile(`^[A-Za-z0-9_-]{1,60}$`)

// section reads the mapping under path, "" being the whole file.
func (l *loader) section(path string, n ast.Node) {
	pairs, ok := pairsOf(n)
	if !ok {
		if n.Type() != ast.NullType {
			l.report(path, lineOf(n), "settings are expected here, and this is "+nameOf(n), "write the settings below it, indented by two spaces, as in config.example.yaml")
		}
		return
	}
	for _, p := range pairs {
		name, ok := p.Key.(*ast.StringNode)
		if !ok {
			l.report(path, lineOf(p.Key), "this key is "+nameOf(p.Key)+", and keys are plain words", "see config.example.yaml for those there are")
			continue
		}
		if !plain.MatchString(name.Value) {
			l.report(join(path, quote(name.Value)), lineOf(p.Key), "there is no such setting", "keys are nested plain words, as in config.example.yaml")
			continue
		}
		l.setting(join(path, name.Value), p)
	}
}

// setting reads one pair: a section, or the value of a setting.
func (l *loader) setting(path string, p *ast.MappingValueNode) {
	line := lineOf(p.Key)
	if before, ok := l.said[path]; ok {
		l.report(path, line, fmt.Sprintf("it is set a second time, after line %d", before.line), "keep one of the two")
		return
	}
	switch {
	case sections[path]:
		l.said[path] = place{line: line}
		l.section(path, p.Value)
	case settings[path] != nil:
		l.said[path] = place{line: line}
		if p.Value.Type() == ast.NullType {
			return // nothing written: the default holds
		}
		if says, instead := settings[path](&l.config, p.Value); says != "" {
			l.report(path, line, says, instead)
		}
	case inline[path] != "":
		l.report(path, line, "a secret is not written into the config, where it would be copied, shown and committed", inline[path])
	default:
		l.report(path, line, "there is no such setting", suggestion(path))
	}
}

// pairsOf returns the pairs of a mapping.
func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	default:
		return nil, false
	}
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
