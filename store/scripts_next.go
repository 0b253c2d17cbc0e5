//go:build nextmigration

package store

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"testing/fstest"
)

//go:embed migrations testdata/next
var migrations embed.FS

// scripts returns a dialect's migrations and one more, as a version to come has
// them: internal/replicas tries out with it how one replaces this one.
func scripts(d dialect) (fs.FS, error) {
	all := fstest.MapFS{}
	for _, folder := range []string{"migrations", "testdata/next"} {
		err := fs.WalkDir(migrations, path.Join(folder, string(d)), func(file string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			text, err := migrations.ReadFile(file)
			all[path.Base(file)] = &fstest.MapFile{Data: text}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
	}
	return all, nil
}
