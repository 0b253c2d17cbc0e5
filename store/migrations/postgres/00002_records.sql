-- Promises, needs, asks and introductions hang on a contact as the other rows
-- of its history do; goals belong to the member. Every column that is added has
-- a default, so that rows written before it are whole.

-- +goose Up
ALTER TABLE members ADD COLUMN last_check_in TEXT    NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN unanswered    INTEGER NOT NULL DEFAULT 0;

ALTER TABLE contacts ADD COLUMN adds        TEXT    NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN offers      TEXT    NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN connects    TEXT    NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN goals       TEXT    NOT NULL DEFAULT 'null';
ALTER TABLE contacts ADD COLUMN placed      BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE contacts ADD COLUMN merged_into TEXT    NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN muted       TEXT    NOT NULL DEFAULT 'null';
ALTER TABLE contacts ADD COLUMN touch_kinds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN given       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN received    INTEGER NOT NULL DEFAULT 0;

ALTER TABLE contact_values ADD COLUMN theirs BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE contact_values ADD COLUMN need   TEXT    NOT NULL DEFAULT '';

ALTER TABLE undos ADD COLUMN goals   TEXT NOT NULL DEFAULT 'null';
ALTER TABLE undos ADD COLUMN carried TEXT NOT NULL DEFAULT 'null';

ALTER TABLE shows ADD COLUMN rule    TEXT NOT NULL DEFAULT 'contact due';
ALTER TABLE shows ADD COLUMN subject TEXT NOT NULL DEFAULT '';

CREATE TABLE promises (
    seq       BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    theirs    BOOLEAN NOT NULL,
    what      TEXT    NOT NULL,
    made      TEXT    NOT NULL,
    due       TEXT    NOT NULL CHECK (due <> ''),
    state     TEXT    NOT NULL CHECK (state IN ('open', 'kept', 'dropped', 'broken')),
    closed    TEXT    NOT NULL,
    moved     INTEGER NOT NULL,
    command   TEXT    NOT NULL,
    undone    BOOLEAN NOT NULL,
    UNIQUE (workspace, member, id),
    CHECK ((closed = '') = (state = 'open')),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
);
CREATE INDEX promises_contact ON promises (workspace, member, contact, seq);

CREATE TABLE needs (
    seq       BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    what      TEXT    NOT NULL,
    asked     BOOLEAN NOT NULL,
    urgency   TEXT    NOT NULL CHECK (urgency IN ('urgent', 'normal', 'someday')),
    noted     TEXT    NOT NULL CHECK (noted <> ''),
    offer     TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'met', 'dropped')),
    closed    TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    undone    BOOLEAN NOT NULL,
    UNIQUE (workspace, member, id),
    CHECK ((closed = '') = (state = 'open')),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
);
CREATE INDEX needs_contact ON needs (workspace, member, contact, seq);

CREATE TABLE asks (
    seq       BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    what      TEXT    NOT NULL,
    by_date   TEXT    NOT NULL,
    link      TEXT    NOT NULL,
    goal      TEXT    NOT NULL,
    made      TEXT    NOT NULL CHECK (made <> ''),
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'agreed', 'declined', 'thanked', 'closed')),
    changed   TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    undone    BOOLEAN NOT NULL,
    UNIQUE (workspace, member, id),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
);
CREATE INDEX asks_contact ON asks (workspace, member, contact, seq);

CREATE TABLE introductions (
    seq       BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    other     TEXT    NOT NULL,
    how       TEXT    NOT NULL CHECK (how IN ('woven', 'through', 'brought')),
    state     TEXT    NOT NULL CHECK (state IN ('accepted', 'done', 'declined')),
    reason    TEXT    NOT NULL,
    on_date   TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    undone    BOOLEAN NOT NULL,
    UNIQUE (workspace, member, id),
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
);
CREATE INDEX introductions_contact ON introductions (workspace, member, contact, seq);

-- For what planning looks at, so that it does not walk over what is over. Those
-- with a condition stay small, and queries repeat it word for word.
CREATE INDEX promises_live ON promises (workspace, member) WHERE state = 'open' AND NOT undone;
CREATE INDEX needs_live ON needs (workspace, member) WHERE state = 'open' AND NOT undone;
CREATE INDEX asks_state ON asks (workspace, member, state);
CREATE INDEX asks_made ON asks (workspace, member, made);
CREATE INDEX contact_values_live ON contact_values (workspace, member) WHERE recognised = '' AND NOT theirs AND NOT undone;
CREATE INDEX signals_on ON signals (workspace, member, on_date);

CREATE TABLE goals (
    seq       BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    what      TEXT    NOT NULL,
    by_date   TEXT    NOT NULL,
    made      TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'reached', 'dropped')),
    closed    TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    undone    BOOLEAN NOT NULL,
    UNIQUE (workspace, member, id),
    CHECK ((closed = '') = (state = 'open')),
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
);

-- What nudges and prompts have told. contact is '' for what is about nobody in
-- particular; subject is an id, or the name of an occasion as the member wrote it.
CREATE TABLE told (
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    rule      TEXT    NOT NULL CHECK (rule <> ''),
    contact   TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    on_date   TEXT    NOT NULL,
    times     INTEGER NOT NULL,
    answered  TEXT    NOT NULL,
    PRIMARY KEY (workspace, member, rule, contact, subject),
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
);

-- Whoever has come as far as Nurturing, or was given a tag, a rhythm or a rest,
-- has been placed: nobody is asked about them again.
UPDATE contacts SET placed = true
WHERE phase >= 3 OR furthest >= 3 OR tags NOT IN ('null', '[]') OR cadence_ideal > 0 OR cadence_maximum > 0 OR resting;

UPDATE contacts SET
    touch_kinds = (
        SELECT count(DISTINCT newest.kind) FROM (
            SELECT i.kind FROM interactions i
            WHERE i.workspace = contacts.workspace AND i.member = contacts.member AND i.contact = contacts.id AND NOT i.undone
            ORDER BY i.on_date DESC, i.logged DESC, i.seq DESC LIMIT 5
        ) AS newest),
    given = (
        SELECT count(*) FROM contact_values v
        WHERE v.workspace = contacts.workspace AND v.member = contacts.member AND v.contact = contacts.id AND NOT v.undone),
    received = (
        SELECT count(*) FROM signals s
        WHERE s.workspace = contacts.workspace AND s.member = contacts.member AND s.contact = contacts.id
        AND s.kind = 'introduced' AND NOT s.undone);

-- The steps of these name what they marked recognised in a form that is read no
-- more; undoing them would leave the mark.
UPDATE undos SET used = true WHERE steps LIKE '%"Recognised":["%';

-- Every member has a weekly check-in from now on. Its hour depends on their
-- zone, which only the program knows: an appointment for no date leads to
-- nothing but the next one of its kind. It comes with the next one they have.
INSERT INTO appointments (workspace, member, kind, at, on_date)
SELECT m.workspace, m.member, 'checkin', min(a.at), ''
FROM members m JOIN appointments a ON a.workspace = m.workspace AND a.member = m.member
WHERE NOT m.gone
GROUP BY m.workspace, m.member;
