-- Deliveries have a rank, may go to a channel, and are paced by workspace. Every
-- column that is added has a default, so that rows written before it are whole
-- and a process of before it may go on beside us while it is replaced.

-- +goose Up
ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 2 CHECK (rank BETWEEN 1 AND 3);

-- spared is how many of the attempts don't count: they met a limit, or were made
-- before the operator sent it on its way again.
ALTER TABLE outbox ADD COLUMN spared INTEGER NOT NULL DEFAULT 0;

-- What is due is claimed by workspace, the most urgent first; outbox_due stays
-- for the question when anything is due next.
CREATE INDEX outbox_claim ON outbox (workspace, rank, due, id) WHERE due > 0;
CREATE INDEX outbox_recipient ON outbox (workspace, recipient) WHERE due > 0;
CREATE INDEX outbox_channel ON outbox (workspace, channel) WHERE recipient = '';

-- How fast a workspace may be written to, shared by all processes: domain.Pace.
-- free is when the next post may go, paused until when none may.
CREATE TABLE paces (
    workspace     TEXT    NOT NULL CHECK (workspace <> '') PRIMARY KEY,
    per_minute    INTEGER NOT NULL CHECK (per_minute > 0),
    good          INTEGER NOT NULL CHECK (good > 0),
    free          INTEGER NOT NULL,
    paused        INTEGER NOT NULL,
    limited       TEXT    NOT NULL,
    limited_until INTEGER NOT NULL,
    changed       INTEGER NOT NULL
) STRICT;

-- gone is since when Slack no longer takes our token, 0 while it does.
ALTER TABLE installations ADD COLUMN app  TEXT    NOT NULL DEFAULT '';
ALTER TABLE installations ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
CREATE INDEX installations_gone ON installations (workspace) WHERE gone > 0;
