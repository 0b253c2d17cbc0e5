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
CREATE FUNCTION note_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sort CONSTANT INTEGER := TG_ARGV[0];
BEGIN
    UPDATE contacts SET holds = holds | sort
    WHERE workspace = new.workspace AND member = new.member AND id = new.contact AND holds & sort = 0;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER signals_held_by AFTER INSERT OR UPDATE OF contact ON signals FOR EACH ROW EXECUTE FUNCTION note_held(1);
CREATE TRIGGER contact_values_held_by AFTER INSERT OR UPDATE OF contact ON contact_values FOR EACH ROW EXECUTE FUNCTION note_held(2);
CREATE TRIGGER moves_held_by AFTER INSERT OR UPDATE OF contact ON moves FOR EACH ROW EXECUTE FUNCTION note_held(4);
CREATE TRIGGER notes_held_by AFTER INSERT OR UPDATE OF contact ON notes FOR EACH ROW EXECUTE FUNCTION note_held(8);
CREATE TRIGGER promises_held_by AFTER INSERT OR UPDATE OF contact ON promises FOR EACH ROW EXECUTE FUNCTION note_held(16);
CREATE TRIGGER needs_held_by AFTER INSERT OR UPDATE OF contact ON needs FOR EACH ROW EXECUTE FUNCTION note_held(32);
CREATE TRIGGER asks_held_by AFTER INSERT OR UPDATE OF contact ON asks FOR EACH ROW EXECUTE FUNCTION note_held(64);
CREATE TRIGGER introductions_held_by AFTER INSERT OR UPDATE OF contact ON introductions FOR EACH ROW EXECUTE FUNCTION note_held(128);
