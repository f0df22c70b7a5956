-- An outbox beside your own tables. Whoever writes a visit writes its event in the same
-- transaction: no event without its visit, no visit without its event, whatever falls over.

CREATE TABLE IF NOT EXISTS visit (
    id        text PRIMARY KEY,
    party     text NOT NULL,
    area      text NOT NULL,
    purpose   text NOT NULL,
    started   timestamptz NOT NULL,
    ended     timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS outbox (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id       text NOT NULL UNIQUE,      -- the event's id for ever: sent twice, it counts once
    type     text NOT NULL,
    time     timestamptz NOT NULL,
    subject  text NOT NULL,
    data     jsonb NOT NULL,
    outcome  text,                      -- of its receipt; null: not sent yet
    told     text                       -- what to mend, where it was rejected
);

CREATE INDEX IF NOT EXISTS outbox_unsent ON outbox (number) WHERE outcome IS NULL;

CREATE OR REPLACE FUNCTION say_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox (id, type, time, subject, data)
    VALUES (
        'visit-' || NEW.id, 'visit.recorded.v1', NEW.ended, NEW.id,
        jsonb_build_object(
            'visit_id', NEW.id,
            'party', jsonb_build_object('name', NEW.party, 'area', NEW.area),
            'departments', jsonb_build_array(current_setting('hub.department')),
            'purpose', NEW.purpose,
            'ground', 'routine',
            'start', to_char(NEW.started AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'end', to_char(NEW.ended AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        )
    );
    RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS visit_said ON visit;
CREATE TRIGGER visit_said AFTER INSERT ON visit FOR EACH ROW EXECUTE FUNCTION say_visit();
