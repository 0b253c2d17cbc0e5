// What is stored: members, their contacts, each touch, and what takes it back.
import Database from 'better-sqlite3';
import { fold } from './words.mjs';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS members (
  team TEXT NOT NULL, member TEXT NOT NULL, zone TEXT NOT NULL,
  PRIMARY KEY (team, member)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS commands (
  team TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (team, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contacts (
  id INTEGER PRIMARY KEY, team TEXT NOT NULL, member TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
  phase TEXT NOT NULL, first_touch TEXT NOT NULL, last_touch TEXT NOT NULL, last_kind TEXT NOT NULL, touches INTEGER NOT NULL,
  UNIQUE (team, member, folded)
);
CREATE TABLE IF NOT EXISTS interactions (
  id INTEGER PRIMARY KEY, contact INTEGER NOT NULL REFERENCES contacts (id), on_date TEXT NOT NULL, kind TEXT NOT NULL, note TEXT NOT NULL,
  command TEXT NOT NULL, logged INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS interactions_contact ON interactions (contact, on_date);
CREATE TABLE IF NOT EXISTS undos (
  id INTEGER PRIMARY KEY, team TEXT NOT NULL, member TEXT NOT NULL, command TEXT NOT NULL, interaction INTEGER NOT NULL, before TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS undos_newest ON undos (team, member, id);
`;

export function open(path) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  db.exec(SCHEMA);

  const zoneOf = db.prepare('SELECT zone FROM members WHERE team = ? AND member = ?').pluck();
  const meet = db.prepare('INSERT INTO members (team, member, zone) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET zone = excluded.zone');
  const claim = db.prepare('INSERT INTO commands (team, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const find = db.prepare('SELECT id, name, phase, first_touch, last_touch, last_kind, touches FROM contacts WHERE team = ? AND member = ? AND folded = ?');
  const add = db.prepare(`INSERT INTO contacts (team, member, name, folded, phase, first_touch, last_touch, last_kind, touches)
    VALUES (@team, @member, @name, @folded, 'Relating', @on, @on, @kind, 1)`);
  const touch = db.prepare('UPDATE contacts SET first_touch = ?, last_touch = ?, last_kind = ?, touches = touches + 1 WHERE id = ?');
  const log = db.prepare('INSERT INTO interactions (contact, on_date, kind, note, command, logged) VALUES (?, ?, ?, ?, ?, ?)');
  const remember = db.prepare('INSERT INTO undos (team, member, command, interaction, before) VALUES (?, ?, ?, ?, ?)');

  // met stores one touch with everything that belongs to it, or nothing. It
  // returns null when the command has had its effect before.
  const met = db.transaction(({ team, member, command, at }, { name, kind, on, note }) => {
    if (claim.run(team, command, at).changes === 0) return null;
    const folded = fold(name);
    const before = find.get(team, member, folded);
    let contact = before?.id;
    if (!before) {
      contact = add.run({ team, member, name, folded, on, kind }).lastInsertRowid;
    } else if (on >= before.last_touch) {
      touch.run(before.first_touch, on, kind, contact);
    } else {
      touch.run(on < before.first_touch ? on : before.first_touch, before.last_touch, before.last_kind, contact);
    }
    const interaction = log.run(contact, on, kind, note, command, at).lastInsertRowid;
    remember.run(team, member, command, interaction, JSON.stringify(before ?? null));
    return { name: before?.name ?? name, contact, interaction, isNew: !before, stays: before && on < before.last_touch ? before.last_touch : null };
  });

  return {
    zoneOf: (team, member) => zoneOf.get(team, member),
    meet: (team, member, zone) => meet.run(team, member, zone),
    met: met.immediate,
    close: () => db.close(),
  };
}
