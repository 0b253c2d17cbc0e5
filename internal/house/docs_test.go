package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is where the module begins, seen from here.
const root = "../.."

// What the documents hold that can be looked up.
var (
	fence   = regexp.MustCompile("(?ms)^```(\\w*)\\n(.*?)^```")
	span    = regexp.MustCompile("`([^`\n]+)`")
	link    = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s]+)\)`)
	inFile  = regexp.MustCompile("`([A-Za-z][\\w.]*)` in `([\\w./-]+\\.go)`")
	path    = regexp.MustCompile(`^[A-Za-z.][\w.*-]*(/[\w.*-]+)+$|^[\w-]+\.(go|md|yaml|yml|sql|floor)$`)
	name    = regexp.MustCompile(`^[A-Za-z]\w*(\.[A-Z]\w*)?$`)
	target  = regexp.MustCompile(`(?m)^([a-z]+):`)
	metric  = regexp.MustCompile(`rapport_[a-z_]+`)
	setting = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)+$`)
	route   = regexp.MustCompile(`^/(healthz|readyz|metrics|slack/\w+)$`)
)

func read(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// documents are the pages that people read, by path below the root.
func documents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no documents at %s: %v", pattern, err)
		}
		for _, f := range found {
			all = append(all, strings.TrimPrefix(filepath.ToSlash(f), root+"/"))
		}
	}
	return all
}

// spans are the words between backticks, those of fenced blocks left out.
func spans(text string) []string {
	var all []string
	for _, m := range span.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		all = append(all, m[1])
	}
	return all
}

// exists reports whether something in the tree has that path or fits that pattern.
func exists(pattern string) bool {
	found, err := filepath.Glob(filepath.Join(root, pattern))
	return err == nil && len(found) > 0
}

// declared are the names that Go files declare, tests left out: by file, the
// plain names and "Type.Name" for methods and fields; "" holds those of all
// files, and "package.Name".
func declared(t *testing.T) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{"": {}}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "bin"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		names := make(map[string]bool)
		ast.Inspect(f, func(n ast.Node) bool { return declare(n, names) })
		for n := range names {
			all[""][n] = true
			if !strings.Contains(n, ".") {
				all[""][f.Name.Name+"."+n] = true
			}
		}
		all[strings.TrimPrefix(filepath.ToSlash(p), root+"/")] = names
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// declare adds the names that n declares, and says whether to look inside it.
func declare(n ast.Node, names map[string]bool) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		names[n.Name.Name] = true
		if n.Recv != nil {
			names[receiver(n.Recv.List[0].Type)+"."+n.Name.Name] = true
		}
		return false
	case *ast.ValueSpec:
		for _, id := range n.Names {
			names[id.Name] = true
		}
	case *ast.TypeSpec:
		names[n.Name.Name] = true
		var fields *ast.FieldList
		switch is := n.Type.(type) {
		case *ast.StructType:
			fields = is.Fields
		case *ast.InterfaceType:
			fields = is.Methods
		default:
			return true
		}
		for _, f := range fields.List {
			for _, id := range f.Names {
				names[n.Name.Name+"."+id.Name] = true
			}
		}
	}
	return true
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func TestTheWalkNamesWhatIsThere(t *testing.T) {
	const page = "docs/ARCHITECTURE.md"
	text := read(t, page)
	names := declared(t)
	paths, functions := 0, 0
	for _, s := range spans(text) {
		switch {
		case path.MatchString(s):
			paths++
			if !exists(s) {
				t.Errorf("%s names %s, which is not there", page, s)
			}
		case name.MatchString(s):
			functions++
			if !names[""][s] && !exists(s) { // a room is named by its folder
				t.Errorf("%s names %s, which nothing declares", page, s)
			}
		}
	}
	for _, m := range inFile.FindAllStringSubmatch(text, -1) {
		if !names[m[2]][m[1]] {
			t.Errorf("%s says that %s is in %s, which does not declare it", page, m[1], m[2])
		}
	}
	// A page in another notation would otherwise pass unread.
	if paths < 40 || functions < 20 {
		t.Errorf("only %d paths and %d names were found in %s", paths, functions, page)
	}
	if lines := strings.Count(text, "\n"); lines > 200 {
		t.Errorf("%s has %d lines; nobody reads more than 200", page, lines)
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	for _, page := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			if to = filepath.Join(filepath.Dir(page), to); !exists(to) {
				t.Errorf("%s links to %s, which is not there", page, to)
			}
		}
	}
}

// commandLine is what `bot` understands: subcommands and theirs, "outbox retry",
// each with its flags.
func commandLine(t *testing.T) map[string][]string {
	t.Helper()
	types := make(map[string]*ast.StructType)
	files, err := filepath.Glob(filepath.Join(root, "cmd/bot/*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					types[spec.Name.Name] = s
				}
			}
			return true
		})
	}
	all := make(map[string][]string)
	var understand func(prefix string, s *ast.StructType)
	understand = func(prefix string, s *ast.StructType) {
		for _, f := range fieldsOf(s) {
			if f.Tag == nil || !strings.Contains(f.Tag.Value, `cmd:""`) {
				continue
			}
			is := types[receiver(f.Type)]
			all[prefix+flag(f)] = flags(types, is)
			understand(prefix+flag(f)+" ", is)
			if strings.Contains(f.Tag.Value, `default:"withargs"`) { // its flags stand behind the command alone
				whole := strings.TrimSuffix(prefix, " ")
				all[whole] = append(all[whole], flags(types, is)...)
			}
		}
	}
	understand("", types["commands"])
	if len(all) == 0 {
		t.Fatal("cmd/bot/main.go declares no commands")
	}
	return all
}

func fieldsOf(s *ast.StructType) []*ast.Field {
	if s == nil {
		return nil
	}
	return s.Fields.List
}

// flags are the flags of a command's type, those of embedded types included.
func flags(types map[string]*ast.StructType, s *ast.StructType) []string {
	all := []string{"help"}
	for _, f := range fieldsOf(s) {
		if len(f.Names) == 0 {
			all = append(all, flags(types, types[receiver(f.Type)])...)
			continue
		}
		all = append(all, flag(f))
	}
	return all
}

// flag is how kong calls a field: as its tag says, or by its own name.
func flag(f *ast.Field) string {
	if f.Tag != nil {
		if said := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("name"); said != "" {
			return said
		}
	}
	return strings.ToLower(f.Names[0].Name)
}

// typed are the lines that a document tells its reader to type.
func typed(text string) []string {
	all := spans(text)
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		if m[1] != "sh" {
			continue
		}
		for line := range strings.Lines(m[2]) {
			line, _, _ = strings.Cut(line, " #")
			all = append(all, strings.TrimSpace(line))
		}
	}
	return all
}

func TestCommandsInTheDocumentsWork(t *testing.T) {
	bot := commandLine(t)
	var targets []string
	for _, m := range target.FindAllStringSubmatch(read(t, "Makefile"), -1) {
		targets = append(targets, m[1])
	}
	for _, page := range documents(t) {
		for _, line := range typed(read(t, page)) {
			words := strings.Fields(strings.TrimPrefix(line, "go run ./cmd/"))
			if len(words) < 2 {
				continue
			}
			switch words[0] {
			case "make":
				if !slices.Contains(targets, words[1]) {
					t.Errorf("%s: %q: the Makefile has no %s", page, line, words[1])
				}
			case "bot":
				known, ok := bot[words[1]]
				if len(words) > 2 && bot[words[1]+" "+words[2]] != nil {
					known = bot[words[1]+" "+words[2]]
				}
				if !ok {
					t.Errorf("%s: %q: there is no such command", page, line)
				}
				for _, w := range words[2:] {
					f, is := strings.CutPrefix(w, "--")
					if f, _, _ = strings.Cut(f, "="); is && !slices.Contains(known, f) {
						t.Errorf("%s: %q: the command has no --%s", page, line, f)
					}
				}
			}
		}
	}
}

// The two commands with which everybody begins.
func TestReadmeSaysHowToBegin(t *testing.T) {
	lines := typed(read(t, "README.md"))
	for _, want := range []string{"go run ./cmd/bot try", "make test"} {
		if !slices.Contains(lines, want) {
			t.Errorf("README.md has no line %q", want)
		}
	}
}

// What the operator is told to set, ask and watch is there, and every variable
// there is, is told.
func TestOperatorsAreToldTheTruth(t *testing.T) {
	const page = "docs/operating.md"
	text := read(t, page)
	variables := read(t, "config/env.go")
	var source strings.Builder
	for _, dir := range []string{"bot", "reminders", "cmd/bot"} {
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !strings.HasSuffix(f, "_test.go") {
				source.WriteString(read(t, strings.TrimPrefix(filepath.ToSlash(f), root+"/")))
			}
		}
	}
	code := source.String()
	for _, s := range spans(text) {
		switch {
		case setting.MatchString(s) && !strings.Contains(variables, `env:"`+s+`"`):
			t.Errorf("%s names the variable %s, which config/env.go does not read", page, s)
		case route.MatchString(s) && !strings.Contains(code, " "+s+`"`):
			t.Errorf("%s names %s, which nothing serves", page, s)
		}
	}
	for _, m := range metric.FindAllString(text, -1) {
		if !strings.Contains(code, `"`+m+`"`) {
			t.Errorf("%s names the metric %s, which nothing counts", page, m)
		}
	}
	for _, m := range regexp.MustCompile(`env:"(\w+)"`).FindAllStringSubmatch(variables, -1) {
		if !strings.Contains(text, "`"+m[1]+"`") {
			t.Errorf("%s does not tell of the variable %s", page, m[1])
		}
	}
}
