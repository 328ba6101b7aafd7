-- The audit log, in a file of its own: whoever reads a record must not wait for whoever writes one.
-- Append-only: a change is a new migration.

-- Who saw or did what: one hash chain for each process that writes (its log).
CREATE TABLE audit_event (
    log          TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    prev_hash    BLOB NOT NULL,
    hash         BLOB NOT NULL,
    at           BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    actor_name   TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    person       TEXT,
    action       TEXT   NOT NULL,
    detail       TEXT   NOT NULL,
    chart_hash   TEXT,
    PRIMARY KEY (log, seq)
) WITHOUT ROWID;
CREATE INDEX audit_event_person ON audit_event (person, at);
CREATE INDEX audit_event_actor ON audit_event (actor, at);

-- Where each log stands, and how far checkpoints cover it: a convenience, never evidence.
CREATE TABLE audit_log (
    log         TEXT   PRIMARY KEY,
    started     BIGINT NOT NULL,
    head_seq    BIGINT NOT NULL,
    head_hash   BLOB NOT NULL,
    covered_seq BIGINT NOT NULL
);

-- A checkpoint repeats the heads of all logs that grew; its own hash stands in the log of its writer.
CREATE TABLE audit_checkpoint (
    id   TEXT   PRIMARY KEY,
    log  TEXT   NOT NULL,
    at   BIGINT NOT NULL,
    hash BLOB NOT NULL
);

CREATE TABLE audit_checkpoint_head (
    checkpoint TEXT   NOT NULL REFERENCES audit_checkpoint (id),
    log        TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    hash       BLOB NOT NULL,
    PRIMARY KEY (checkpoint, log)
);

-- The log only grows.
CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_event_remains BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit events are never removed'); END;

-- Where each log stands follows by itself, so that appending is one statement.
CREATE TRIGGER audit_event_moves_head AFTER INSERT ON audit_event
BEGIN UPDATE audit_log SET head_seq = NEW.seq, head_hash = NEW.hash WHERE log = NEW.log; END;
