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
-- undos_at: the sweep goes along the order in which rows were added. Those of commands
-- have no such order in PostgreSQL, and keep their index.
--
-- contract: unused since 00005. The version before names none of these; it goes on
-- writing behind this, and finds what it looks for among the rows of one member.
--
-- Each step may be taken again, should the process die between two of them.

-- +goose NO TRANSACTION
-- +goose Up
DROP INDEX CONCURRENTLY IF EXISTS interactions_history;
CREATE INDEX CONCURRENTLY interactions_history ON interactions (workspace, member, contact, seq, on_date, undone);
DROP INDEX CONCURRENTLY IF EXISTS interactions_contact;
DROP INDEX CONCURRENTLY IF EXISTS interactions_on;
ALTER TABLE interactions DROP CONSTRAINT IF EXISTS interactions_workspace_member_id_key;

DROP INDEX CONCURRENTLY IF EXISTS undos_at;
ALTER TABLE undos DROP CONSTRAINT IF EXISTS undos_workspace_member_command_key;
