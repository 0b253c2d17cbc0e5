-- The first schema. It has the same tables and columns in both dialects.
--
-- Instants are microseconds since 1970 in UTC, 0 for none: an integer sorts
-- and compares alike in SQLite and PostgreSQL and no driver shifts its zone.
-- Local dates are text, '2026-11-02', '' for none. Phases are their place in
-- the order, 1 to 5, because the law of the phases is arithmetic on it.

-- +goose Up
-- "rapp": tells our files from those of other programs.
PRAGMA application_id = 1918988400;

CREATE TABLE members (
    workspace    TEXT    NOT NULL CHECK (workspace <> ''),
    member       TEXT    NOT NULL CHECK (member <> ''),
    name         TEXT    NOT NULL,
    channel      TEXT    NOT NULL,
    zone         TEXT    NOT NULL,
    zone_chosen  INTEGER NOT NULL CHECK (zone_chosen IN (0, 1)),
    chosen       TEXT    NOT NULL,
    paused_until TEXT    NOT NULL,
    last_digest  TEXT    NOT NULL,
    last_prompt  TEXT    NOT NULL,
    last_met     TEXT    NOT NULL,
    last_met_at  INTEGER NOT NULL,
    home_opened  INTEGER NOT NULL CHECK (home_opened IN (0, 1)),
    gone         INTEGER NOT NULL CHECK (gone IN (0, 1)),
    joined       INTEGER NOT NULL,
    troubled     INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    PRIMARY KEY (workspace, member)
) STRICT;

CREATE TABLE appointments (
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    on_date   TEXT    NOT NULL,
    PRIMARY KEY (workspace, member, kind),
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
) STRICT;
CREATE INDEX appointments_at ON appointments (at);

CREATE TABLE contacts (
    workspace       TEXT    NOT NULL,
    member          TEXT    NOT NULL,
    id              TEXT    NOT NULL CHECK (id <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    aliases         TEXT    NOT NULL,
    slack_user      TEXT    NOT NULL,
    organisation    TEXT    NOT NULL,
    role            TEXT    NOT NULL,
    place           TEXT    NOT NULL,
    work            TEXT    NOT NULL,
    tags            TEXT    NOT NULL,
    occasions       TEXT    NOT NULL,
    how_met         TEXT    NOT NULL,
    phase           INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 5),
    furthest        INTEGER NOT NULL CHECK (furthest BETWEEN 1 AND 5),
    phase_since     TEXT    NOT NULL,
    cadence_ideal   INTEGER NOT NULL,
    cadence_maximum INTEGER NOT NULL,
    resting         INTEGER NOT NULL CHECK (resting IN (0, 1)),
    archived        INTEGER NOT NULL CHECK (archived IN (0, 1)),
    removed         INTEGER NOT NULL CHECK (removed IN (0, 1)),
    added           TEXT    NOT NULL,
    first_touch     TEXT    NOT NULL,
    last_touch      TEXT    NOT NULL,
    last_kind       TEXT    NOT NULL,
    touch_days      INTEGER NOT NULL,
    touches         INTEGER NOT NULL,
    last_note       TEXT    NOT NULL,
    last_note_on    TEXT    NOT NULL,
    snoozed_until   TEXT    NOT NULL,
    planned         TEXT    NOT NULL,
    planned_kind    TEXT    NOT NULL,
    shown           INTEGER NOT NULL,
    shown_on        TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    PRIMARY KEY (workspace, member, id),
    CHECK (phase <= furthest),
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
) STRICT;

CREATE TABLE names (
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    folded    TEXT    NOT NULL,
    whole     INTEGER NOT NULL CHECK (whole IN (0, 1)),
    contact   TEXT    NOT NULL,
    PRIMARY KEY (workspace, member, folded, contact),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX names_contact ON names (workspace, member, contact);

CREATE TABLE interactions (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    on_date   TEXT    NOT NULL CHECK (on_date <> ''),
    kind      TEXT    NOT NULL,
    note      TEXT    NOT NULL,
    logged    INTEGER NOT NULL,
    command   TEXT    NOT NULL,
    undone    INTEGER NOT NULL CHECK (undone IN (0, 1)),
    replaces  TEXT    NOT NULL,
    UNIQUE (workspace, member, id),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX interactions_contact ON interactions (workspace, member, contact, seq);
CREATE INDEX interactions_on ON interactions (workspace, member, on_date);

CREATE TABLE signals (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace   TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    contact     TEXT    NOT NULL,
    id          TEXT    NOT NULL CHECK (id <> ''),
    kind        TEXT    NOT NULL,
    on_date     TEXT    NOT NULL,
    interaction TEXT    NOT NULL,
    command     TEXT    NOT NULL,
    undone      INTEGER NOT NULL CHECK (undone IN (0, 1)),
    UNIQUE (workspace, member, id),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX signals_contact ON signals (workspace, member, contact, seq);

CREATE TABLE contact_values (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace  TEXT    NOT NULL,
    member     TEXT    NOT NULL,
    contact    TEXT    NOT NULL,
    id         TEXT    NOT NULL CHECK (id <> ''),
    what       TEXT    NOT NULL,
    delivered  TEXT    NOT NULL,
    recognised TEXT    NOT NULL,
    command    TEXT    NOT NULL,
    undone     INTEGER NOT NULL CHECK (undone IN (0, 1)),
    UNIQUE (workspace, member, id),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX contact_values_contact ON contact_values (workspace, member, contact, seq);

CREATE TABLE moves (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace     TEXT    NOT NULL,
    member        TEXT    NOT NULL,
    contact       TEXT    NOT NULL,
    id            TEXT    NOT NULL CHECK (id <> ''),
    from_phase    INTEGER NOT NULL CHECK (from_phase BETWEEN 1 AND 5),
    to_phase      INTEGER NOT NULL CHECK (to_phase BETWEEN 1 AND 5),
    furthest_from INTEGER NOT NULL CHECK (furthest_from BETWEEN 1 AND 5),
    furthest_to   INTEGER NOT NULL CHECK (furthest_to BETWEEN 1 AND 5),
    on_date       TEXT    NOT NULL,
    explicit      INTEGER NOT NULL CHECK (explicit IN (0, 1)),
    at            INTEGER NOT NULL,
    command       TEXT    NOT NULL,
    undone        INTEGER NOT NULL CHECK (undone IN (0, 1)),
    UNIQUE (workspace, member, id),
    CHECK (to_phase <= furthest_to AND furthest_to <= furthest_from + 1),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX moves_contact ON moves (workspace, member, contact, seq);

CREATE TABLE notes (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    on_date   TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    undone    INTEGER NOT NULL CHECK (undone IN (0, 1)),
    UNIQUE (workspace, member, id),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX notes_contact ON notes (workspace, member, contact, seq);

CREATE TABLE questions (
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    verb      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    answers   TEXT    NOT NULL,
    asked     INTEGER NOT NULL,
    answered  INTEGER NOT NULL,
    PRIMARY KEY (workspace, member, id),
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
) STRICT;
CREATE INDEX questions_asked ON questions (asked);

-- What a command did, as JSON, so that it can be undone. seq is the order of
-- the commits: several commands may bear the same instant.
CREATE TABLE undos (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    verb      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    steps     TEXT    NOT NULL,
    used      INTEGER NOT NULL CHECK (used IN (0, 1)),
    UNIQUE (workspace, member, command),
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
) STRICT;
CREATE INDEX undos_newest ON undos (workspace, member, used, seq);
CREATE INDEX undos_at ON undos (at);

-- The ids of what arrived from Slack: the same id has one effect. member is ''
-- for an event that is nobody's.
CREATE TABLE commands (
    workspace TEXT    NOT NULL CHECK (workspace <> ''),
    id        TEXT    NOT NULL CHECK (id <> ''),
    member    TEXT    NOT NULL,
    verb      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX commands_at ON commands (at);

-- due is when the row wants attention next: not before that instant while it is
-- pending or unknown, the end of the lease while it is being sent, 0 once final
-- or held, so that the index of what is due does not grow with what was sent.
-- unknown says that an attempt may have arrived in Slack.
CREATE TABLE outbox (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe_key    TEXT    NOT NULL UNIQUE,
    workspace     TEXT    NOT NULL,
    recipient     TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    local_date    TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('pending', 'sending', 'unknown', 'held', 'sent', 'cancelled', 'failed')),
    unknown       INTEGER NOT NULL CHECK (unknown IN (0, 1)),
    attempt       INTEGER NOT NULL,
    due           INTEGER NOT NULL,
    nonce         TEXT    NOT NULL,
    channel       TEXT    NOT NULL,
    ts            TEXT    NOT NULL,
    code          TEXT    NOT NULL,
    created       INTEGER NOT NULL,
    first_attempt INTEGER NOT NULL,
    updated       INTEGER NOT NULL,
    CHECK ((due > 0) = (state IN ('pending', 'sending', 'unknown')))
) STRICT;
CREATE INDEX outbox_due ON outbox (due, id) WHERE due > 0;
CREATE INDEX outbox_state ON outbox (state, created);

CREATE TABLE shows (
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    on_date   TEXT    NOT NULL,
    position  INTEGER NOT NULL,
    contact   TEXT    NOT NULL,
    PRIMARY KEY (workspace, member, on_date, position),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE installations (
    workspace  TEXT    NOT NULL CHECK (workspace <> '') PRIMARY KEY,
    enterprise TEXT    NOT NULL,
    team_name  TEXT    NOT NULL,
    bot_user   TEXT    NOT NULL,
    bot_id     TEXT    NOT NULL,
    api_url    TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,
    installed  INTEGER NOT NULL
) STRICT;
