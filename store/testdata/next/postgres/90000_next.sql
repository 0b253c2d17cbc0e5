-- What a version to come might add. It is in binaries built with the tag
-- nextmigration alone, with which upgrades are tried out.

-- +goose Up
ALTER TABLE members ADD COLUMN pronouns TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN campaign TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_campaign ON outbox (workspace, campaign) WHERE campaign <> '';
CREATE TABLE campaigns (
    workspace TEXT NOT NULL CHECK (workspace <> ''),
    name      TEXT NOT NULL,
    PRIMARY KEY (workspace, name)
);
