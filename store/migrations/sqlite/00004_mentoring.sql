-- Mentoring programs. They belong to the workspace and to no member, so their rows
-- are scoped by workspace and program; of what a member notes about a partner there
-- is nothing here.

-- +goose Up
CREATE TABLE programs (
    workspace    TEXT    NOT NULL CHECK (workspace <> ''),
    id           TEXT    NOT NULL CHECK (id <> ''),
    channel      TEXT    NOT NULL CHECK (channel <> ''),
    private      INTEGER NOT NULL CHECK (private IN (0, 1)),
    name         TEXT    NOT NULL CHECK (name <> ''),
    ideal        INTEGER NOT NULL CHECK (ideal >= 1),
    maximum      INTEGER NOT NULL CHECK (maximum >= ideal),
    summary_at   INTEGER NOT NULL CHECK (summary_at BETWEEN 0 AND 1439),
    summary_days INTEGER NOT NULL CHECK (summary_days BETWEEN 1 AND 127),
    zone         TEXT    NOT NULL,
    joining      TEXT    NOT NULL CHECK (joining IN ('open', 'invited')),
    started      TEXT    NOT NULL,
    ended        TEXT    NOT NULL,
    purge        INTEGER NOT NULL CHECK (purge IN (0, 1)),
    shut         INTEGER NOT NULL,
    last_summary TEXT    NOT NULL,
    -- next_summary is when the next one is due, 0 for never.
    next_summary INTEGER NOT NULL,
    figures      TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT;
CREATE UNIQUE INDEX programs_channel ON programs (workspace, channel) WHERE ended = '';
CREATE INDEX programs_due ON programs (next_summary) WHERE next_summary > 0;
CREATE INDEX programs_purge ON programs (workspace, id) WHERE purge;

-- place is the order in which they became organisers.
CREATE TABLE organisers (
    workspace TEXT    NOT NULL,
    program   TEXT    NOT NULL,
    member    TEXT    NOT NULL CHECK (member <> ''),
    place     INTEGER NOT NULL,
    PRIMARY KEY (workspace, program, member),
    FOREIGN KEY (workspace, program) REFERENCES programs (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX organisers_member ON organisers (workspace, member);

CREATE TABLE participants (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace    TEXT    NOT NULL,
    program      TEXT    NOT NULL,
    member       TEXT    NOT NULL CHECK (member <> ''),
    role         TEXT    NOT NULL CHECK (role IN ('mentor', 'mentee')),
    topics       TEXT    NOT NULL,
    capacity     INTEGER NOT NULL CHECK (capacity >= 1),
    avoid        TEXT    NOT NULL,
    another      INTEGER NOT NULL CHECK (another IN (0, 1)),
    asked        INTEGER NOT NULL CHECK (asked IN (0, 1)),
    joined       TEXT    NOT NULL,
    left_on      TEXT    NOT NULL,
    paused_until TEXT    NOT NULL,
    UNIQUE (workspace, program, member),
    FOREIGN KEY (workspace, program) REFERENCES programs (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX participants_member ON participants (workspace, member);

CREATE TABLE pairs (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace    TEXT    NOT NULL,
    program      TEXT    NOT NULL,
    id           TEXT    NOT NULL CHECK (id <> ''),
    mentor       TEXT    NOT NULL CHECK (mentor <> ''),
    mentee       TEXT    NOT NULL CHECK (mentee <> '' AND mentee <> mentor),
    since        TEXT    NOT NULL,
    ended        TEXT    NOT NULL,
    why          TEXT    NOT NULL CHECK (why IN ('', 'unpaired', 'left', 'gone', 'over')),
    paused_until TEXT    NOT NULL,
    UNIQUE (workspace, id),
    UNIQUE (workspace, program, id),
    CHECK ((ended = '') = (why = '')),
    FOREIGN KEY (workspace, program) REFERENCES programs (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX pairs_once ON pairs (workspace, program, mentor, mentee) WHERE ended = '';
CREATE INDEX pairs_mentor ON pairs (workspace, mentor);
CREATE INDEX pairs_mentee ON pairs (workspace, mentee);

-- One partner's word for a session. All that count on one date of a pair are one.
CREATE TABLE session_logs (
    workspace   TEXT    NOT NULL,
    program     TEXT    NOT NULL,
    pair        TEXT    NOT NULL,
    member      TEXT    NOT NULL CHECK (member <> ''),
    interaction TEXT    NOT NULL CHECK (interaction <> ''),
    on_date     TEXT    NOT NULL CHECK (on_date <> ''),
    state       TEXT    NOT NULL CHECK (state IN ('counts', 'not', 'undone')),
    logged      INTEGER NOT NULL,
    PRIMARY KEY (workspace, pair, member, interaction),
    FOREIGN KEY (workspace, program, pair) REFERENCES pairs (workspace, program, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX session_logs_program ON session_logs (workspace, program, pair, on_date) WHERE state = 'counts';

-- What a pair wants to reach: its words are for the two of them.
CREATE TABLE pair_goals (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT    NOT NULL,
    program   TEXT    NOT NULL,
    pair      TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    author    TEXT    NOT NULL CHECK (author <> ''),
    what      TEXT    NOT NULL CHECK (what <> ''),
    by_date   TEXT    NOT NULL,
    made      TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'reached', 'dropped')),
    closed    TEXT    NOT NULL,
    UNIQUE (workspace, pair, id),
    CHECK ((closed = '') = (state = 'open')),
    FOREIGN KEY (workspace, program, pair) REFERENCES pairs (workspace, program, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX pair_goals_program ON pair_goals (workspace, program);

-- What one of a pair says of it is theirs alone: only the ratings are read without
-- their author.
CREATE TABLE feedback (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT    NOT NULL,
    program   TEXT    NOT NULL,
    pair      TEXT    NOT NULL,
    author    TEXT    NOT NULL CHECK (author <> ''),
    about     TEXT    NOT NULL CHECK (about <> ''),
    rating    INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    comment   TEXT    NOT NULL,
    given     INTEGER NOT NULL,
    UNIQUE (workspace, pair, author, about),
    FOREIGN KEY (workspace, program, pair) REFERENCES pairs (workspace, program, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX feedback_program ON feedback (workspace, program, seq);

CREATE TABLE shoutouts (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT    NOT NULL,
    program   TEXT    NOT NULL,
    id        TEXT    NOT NULL CHECK (id <> ''),
    sender    TEXT    NOT NULL CHECK (sender <> ''),
    receiver  TEXT    NOT NULL CHECK (receiver <> ''),
    words     TEXT    NOT NULL CHECK (words <> ''),
    made      TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('asked', 'agreed', 'declined', 'withdrawn')),
    on_date   TEXT    NOT NULL,
    UNIQUE (workspace, id),
    FOREIGN KEY (workspace, program) REFERENCES programs (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX shoutouts_program ON shoutouts (workspace, program) WHERE state = 'agreed';
