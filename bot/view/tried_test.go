package view

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryRendererIsTried finds every exported function here that makes a message,
// a view, blocks or a sentence of something, and looks for it in the properties,
// where names and texts are as bad as they get.
func TestEveryRendererIsTried(t *testing.T) {
	properties, err := filepath.Glob("*harmless*_test.go")
	if err != nil || len(properties) == 0 {
		t.Fatalf("no properties: %v", err)
	}
	var tried strings.Builder
	for _, f := range properties {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tried.Write(raw)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !renders(fn) {
				continue
			}
			found++
			if !regexp.MustCompile(`[^\w.]` + fn.Name.Name + `\(`).MatchString(tried.String()) {
				t.Errorf("%s in %s is not tried with evil names", fn.Name.Name, f)
			}
		}
	}
	if found < 150 {
		t.Errorf("only %d renderers found", found)
	}
}

// renders reports whether fn is exported and makes something to be read: a message,
// a view, or of what a member typed a sentence or blocks.
func renders(fn *ast.FuncDecl) bool {
	if !fn.Name.IsExported() || fn.Recv != nil || fn.Type.Results == nil || len(fn.Type.Params.List) == 0 {
		return false
	}
	switch result := written(fn.Type.Results.List[0].Type); result {
	case "Message", "*slack.ModalViewRequest", "slack.HomeTabViewRequest":
		return true
	case "string", "[]slack.Block", "[]slack.BlockElement":
		return !strings.HasSuffix(fn.Name.Name, "Value") && speaksOfSomebody(fn)
	}
	return false
}

// speaksOfSomebody reports whether fn takes anything that a member typed.
func speaksOfSomebody(fn *ast.FuncDecl) bool {
	for _, p := range fn.Type.Params.List {
		switch kind := strings.TrimLeft(written(p.Type), "[]*"); kind {
		case "string":
			for _, n := range p.Names {
				if slices.Contains([]string{"name", "was", "said", "note", "what", "why", "text", "alias", "taken"}, n.Name) {
					return true
				}
			}
		case "domain.Contact", "domain.Promise", "domain.Need", "domain.Ask", "domain.Goal", "domain.Value", "domain.Occasion", "domain.Nudge",
			"domain.Logged", "domain.Undone", "domain.Shared", "domain.PromptItem", "domain.Request",
			"PromiseTeller", "GoalTeller", "Set", "SettingsPage":
			return true
		}
	}
	return false
}

// written is an expression as it is written.
func written(e ast.Expr) string {
	var out strings.Builder
	if err := printer.Fprint(&out, token.NewFileSet(), e); err != nil {
		return err.Error()
	}
	return out.String()
}
