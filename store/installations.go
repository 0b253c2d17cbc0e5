package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// Installations knows in which workspaces the app is installed, and as whom.
type Installations struct{ store *Store }

// installationRow is a row of installations.
type installationRow struct {
	Workspace  string
	Enterprise string
	TeamName   string
	BotUser    string
	BotID      string
	APIURL     string `gorm:"column:api_url"`
	Scopes     string // []string
	Installed  int64
	App        string
	Gone       int64
}

func (installationRow) TableName() string { return "installations" }

func (r installationRow) installation() (domain.Installation, error) {
	read := reading{table: "installation"}
	in := domain.Installation{
		Workspace: domain.WorkspaceID(r.Workspace), Enterprise: r.Enterprise, TeamName: r.TeamName,
		BotUser: domain.MemberID(r.BotUser), BotID: r.BotID, APIURL: r.APIURL, App: r.App, Installed: instant(r.Installed), Gone: instant(r.Gone),
	}
	read.json(r.Scopes, &in.Scopes)
	return in, read.err
}

// Save stores an installation; a later one of the same workspace replaces it.
// One with a grant lets go what was held for want of it.
func (is *Installations) Save(ctx context.Context, in domain.Installation) error {
	scopes, err := document(in.Scopes)
	if err != nil {
		return err
	}
	row := installationRow{
		Workspace: string(in.Workspace), Enterprise: in.Enterprise, TeamName: in.TeamName,
		BotUser: string(in.BotUser), BotID: in.BotID, APIURL: in.APIURL, Scopes: scopes, App: in.App, Installed: micros(in.Installed), Gone: micros(in.Gone),
	}
	err = is.store.write(ctx, "installation", func(tx *gorm.DB) error {
		return spanning(tx).Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "workspace"}},
			UpdateAll: true,
		}).Create(&row).Error
	})
	if err != nil || row.Gone > 0 {
		return err
	}
	return is.release(ctx, in.Workspace, in.Installed)
}

// Get returns the installation in a workspace. KindNotFound.
func (is *Installations) Get(ctx context.Context, w domain.WorkspaceID) (in domain.Installation, err error) {
	err = is.store.read(ctx, "installation", func(tx *gorm.DB) error {
		var row installationRow
		if err := spanning(tx).Where("workspace = ?", string(w)).Take(&row).Error; err != nil {
			return err
		}
		in, err = row.installation()
		return err
	})
	return in, err
}

// List returns all installations by workspace.
func (is *Installations) List(ctx context.Context) ([]domain.Installation, error) {
	var all []domain.Installation
	err := is.store.read(ctx, "installations", func(tx *gorm.DB) error {
		var rows []installationRow
		if err := spanning(tx).Order("workspace").Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			in, err := r.installation()
			if err != nil {
				return err
			}
			all = append(all, in)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}
