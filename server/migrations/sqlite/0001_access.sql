-- Access. Append-only: a change is a new migration. The audit log has a file of its own (sqlite-audit).

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
    token_hash BLOB PRIMARY KEY,
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
