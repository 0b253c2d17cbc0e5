-- A /met writes fewer b-trees. Of each row that it adds it kept several orders which
-- nobody asks for, or which another one serves:
--
-- The uniqueness of interactions' ids and of undos' commands: both are derived from
-- the id of the command, which is unique in commands, and is taken first in the same
-- transaction. Who looks for one of them knows its contact, or looks among the undos
-- of one member, of which there are 30 days, from the newest.
--
-- interactions_on: what was touched lately is counted along interactions_history, of
-- those contacts that were touched lately. on_date and undone are in it so that no row
-- is read for that.
--
-- undos_at and commands_at: the sweep goes along the order in which rows were added.
--
-- AUTOINCREMENT, which writes down the highest seq that there ever was: nothing refers
-- to a seq, it is only compared with others that are there. A new one is higher than
-- all of those, and of them only the sweep deletes any.
--
-- contract: unused since 00005. Nothing refers to these tables, and so dropping one
-- deletes nothing else; no trigger is on them.

-- +goose Up
CREATE TABLE slim_interactions (
    seq       INTEGER PRIMARY KEY,
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
    FOREIGN KEY (workspace, member, contact) REFERENCES contacts (workspace, member, id) ON DELETE CASCADE
) STRICT;
INSERT INTO slim_interactions (seq, workspace, member, contact, id, on_date, kind, note, logged, command, undone, replaces)
SELECT seq, workspace, member, contact, id, on_date, kind, note, logged, command, undone, replaces FROM interactions ORDER BY seq;
DROP TABLE interactions;
ALTER TABLE slim_interactions RENAME TO interactions;
CREATE INDEX interactions_history ON interactions (workspace, member, contact, seq, on_date, undone);

CREATE TABLE slim_undos (
    seq       INTEGER PRIMARY KEY,
    workspace TEXT    NOT NULL,
    member    TEXT    NOT NULL,
    command   TEXT    NOT NULL,
    verb      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    steps     TEXT    NOT NULL,
    used      INTEGER NOT NULL CHECK (used IN (0, 1)),
    goals     TEXT    NOT NULL DEFAULT 'null',
    carried   TEXT    NOT NULL DEFAULT 'null',
    FOREIGN KEY (workspace, member) REFERENCES members (workspace, member) ON DELETE CASCADE
) STRICT;
INSERT INTO slim_undos (seq, workspace, member, command, verb, at, steps, used, goals, carried)
SELECT seq, workspace, member, command, verb, at, steps, used, goals, carried FROM undos ORDER BY seq;
DROP TABLE undos;
ALTER TABLE slim_undos RENAME TO undos;
CREATE INDEX undos_newest ON undos (workspace, member, used, seq);

DROP INDEX commands_at;
