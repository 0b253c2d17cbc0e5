//go:build !nextmigration

package store

import (
	"embed"
	"io/fs"
)

//go:embed migrations
var migrations embed.FS

// scripts returns a dialect's migrations.
func scripts(d dialect) (fs.FS, error) { return fs.Sub(migrations, "migrations/"+string(d)) }
