-- What there is of somebody besides interactions: a bit for each sort of record, so
-- that reading one contact does not ask eight tables that mostly hold nothing. The
-- database keeps it, whoever writes: a version before this one may still be running.
-- A bit that is set may be out of date, one that is not set is true.

-- +goose Up
ALTER TABLE contacts ADD COLUMN holds INTEGER NOT NULL DEFAULT 0;

UPDATE contacts SET holds =
      CASE WHEN EXISTS (SELECT 1 FROM signals h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 1 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM contact_values h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 2 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM moves h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 4 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM notes h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 8 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM promises h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 16 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM needs h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 32 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM asks h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 64 ELSE 0 END
    + CASE WHEN EXISTS (SELECT 1 FROM introductions h WHERE h.workspace = contacts.workspace AND h.member = contacts.member AND h.contact = contacts.id) THEN 128 ELSE 0 END;

-- +goose StatementBegin
CREATE TRIGGER signals_held_by AFTER INSERT ON signals BEGIN
    UPDATE contacts SET holds = holds | 1
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 1 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signals_held_by_another AFTER UPDATE OF contact ON signals BEGIN
    UPDATE contacts SET holds = holds | 1
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 1 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER contact_values_held_by AFTER INSERT ON contact_values BEGIN
    UPDATE contacts SET holds = holds | 2
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 2 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER contact_values_held_by_another AFTER UPDATE OF contact ON contact_values BEGIN
    UPDATE contacts SET holds = holds | 2
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 2 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER moves_held_by AFTER INSERT ON moves BEGIN
    UPDATE contacts SET holds = holds | 4
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 4 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER moves_held_by_another AFTER UPDATE OF contact ON moves BEGIN
    UPDATE contacts SET holds = holds | 4
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 4 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notes_held_by AFTER INSERT ON notes BEGIN
    UPDATE contacts SET holds = holds | 8
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 8 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notes_held_by_another AFTER UPDATE OF contact ON notes BEGIN
    UPDATE contacts SET holds = holds | 8
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 8 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER promises_held_by AFTER INSERT ON promises BEGIN
    UPDATE contacts SET holds = holds | 16
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 16 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER promises_held_by_another AFTER UPDATE OF contact ON promises BEGIN
    UPDATE contacts SET holds = holds | 16
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 16 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER needs_held_by AFTER INSERT ON needs BEGIN
    UPDATE contacts SET holds = holds | 32
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 32 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER needs_held_by_another AFTER UPDATE OF contact ON needs BEGIN
    UPDATE contacts SET holds = holds | 32
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 32 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER asks_held_by AFTER INSERT ON asks BEGIN
    UPDATE contacts SET holds = holds | 64
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 64 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER asks_held_by_another AFTER UPDATE OF contact ON asks BEGIN
    UPDATE contacts SET holds = holds | 64
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 64 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER introductions_held_by AFTER INSERT ON introductions BEGIN
    UPDATE contacts SET holds = holds | 128
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 128 = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER introductions_held_by_another AFTER UPDATE OF contact ON introductions BEGIN
    UPDATE contacts SET holds = holds | 128
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & 128 = 0;
END;
-- +goose StatementEnd
