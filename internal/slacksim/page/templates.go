package page

import (
	"embed"
	"html/template"
	"strings"
	"sync"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// templates are all of them; they are parsed once, when the first is filled in, and a
// mistake in one shows at the first test.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").ParseFS(templateFiles, "templates/*.html"))
})

// render fills in a template. The data are made here, so that it can't fail but
// by a mistake in the template.
func render(name string, data any) template.HTML {
	var b strings.Builder
	if err := templates().ExecuteTemplate(&b, name, data); err != nil {
		panic("page: render " + name + ": " + err.Error())
	}
	return template.HTML(b.String()) //nolint:gosec // html/template has escaped it
}
