-- Access and audit. Append-only: a change is a new migration.

-- What the database says of itself: one row, written when it is created.
CREATE TABLE meta (
    id            BIGINT PRIMARY KEY CHECK (id = 1),
    instance      TEXT   NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind IN ('test', 'live')),
    realm         TEXT   NOT NULL CHECK (realm IN ('care', 'practice')),
    demonstration BIGINT NOT NULL,
    created       BIGINT NOT NULL
);

-- Organisations, as every slice knows them.
CREATE TABLE organisation (
    code          TEXT   PRIMARY KEY,
    name          TEXT   NOT NULL,
    setting       TEXT,
    sends_records BIGINT NOT NULL
);

-- Who signs in. No pass phrase: a demonstration account, or one that cannot sign in here.
CREATE TABLE account (
    id            TEXT   PRIMARY KEY,
    login         TEXT   NOT NULL CONSTRAINT account_login_once UNIQUE,
    display_name  TEXT   NOT NULL,
    password_hash TEXT,
    demo          BIGINT NOT NULL,
    disabled      BIGINT NOT NULL,
    created       BIGINT NOT NULL,
    CHECK (demo = 0 OR password_hash IS NULL)
);

CREATE TABLE membership (
    account      TEXT   NOT NULL REFERENCES account (id),
    position     BIGINT NOT NULL,
    organisation TEXT   NOT NULL REFERENCES organisation (code),
    role         TEXT   NOT NULL,
    clearance    TEXT   NOT NULL,
    PRIMARY KEY (account, position)
);

-- Sessions are known by the hash of their token, so that a copy of this table signs nobody in.
CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (id),
    position   BIGINT NOT NULL,
    csrf       TEXT   NOT NULL,
    created    BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    ends       BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_ends ON session (ends);

-- Why an organisation may open a person's record; claims stand in a table of their own.
CREATE TABLE relationship (
    person       TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    since        BIGINT NOT NULL,
    source       TEXT,
    PRIMARY KEY (person, organisation, kind)
);

CREATE TABLE claim (
    person       TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    account      TEXT   NOT NULL REFERENCES account (id),
    organisation TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    until        BIGINT NOT NULL,
    reviewed     BIGINT,
    reviewed_by  TEXT,
    PRIMARY KEY (person, id)
);
CREATE INDEX claim_unreviewed ON claim (at) WHERE reviewed IS NULL;

-- Who saw or did what: one hash chain for each process that writes (its log).
CREATE TABLE audit_event (
    log          TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    prev_hash    BYTEA NOT NULL,
    hash         BYTEA NOT NULL,
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
);
CREATE INDEX audit_event_person ON audit_event (person, at);
CREATE INDEX audit_event_actor ON audit_event (actor, at);

-- Where each log stands, and how far checkpoints cover it: a convenience, never evidence.
CREATE TABLE audit_log (
    log         TEXT   PRIMARY KEY,
    started     BIGINT NOT NULL,
    head_seq    BIGINT NOT NULL,
    head_hash   BYTEA NOT NULL,
    covered_seq BIGINT NOT NULL
);

-- A checkpoint repeats the heads of all logs that grew; its own hash stands in the log of its writer.
CREATE TABLE audit_checkpoint (
    id   TEXT   PRIMARY KEY,
    log  TEXT   NOT NULL,
    at   BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

CREATE TABLE audit_checkpoint_head (
    checkpoint TEXT   NOT NULL REFERENCES audit_checkpoint (id),
    log        TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    hash       BYTEA NOT NULL,
    PRIMARY KEY (checkpoint, log)
);

-- The log only grows.
CREATE FUNCTION audit_event_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit events are never changed or removed'; END $$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_is_final();

-- Where each log stands follows by itself, so that appending is one statement.
CREATE FUNCTION audit_event_moves_head() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE audit_log SET head_seq = NEW.seq, head_hash = NEW.hash WHERE log = NEW.log; RETURN NULL; END $$;
CREATE TRIGGER audit_event_moves_head AFTER INSERT ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_moves_head();
