-- The shared care record. Every table with a person's data has the person first in its key.

CREATE TABLE person (
    id              TEXT   PRIMARY KEY,
    version         BIGINT NOT NULL,
    family_key      TEXT   NOT NULL,
    born            TEXT COLLATE "C" NOT NULL,
    joining_number  TEXT   CONSTRAINT person_number_once UNIQUE,
    identity_source TEXT   NOT NULL,
    identity_rank   BIGINT NOT NULL,
    identity        BYTEA   NOT NULL
);
CREATE INDEX person_born ON person (born);

-- Words to find somebody by: each part of each name, without case and accents.
CREATE TABLE person_word (
    person TEXT NOT NULL,
    word   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person, word)
);
CREATE INDEX person_word_word ON person_word (word, person);

-- Under which local ids, and with which number as stated, each source knows somebody.
CREATE TABLE person_at_source (
    person   TEXT NOT NULL,
    source   TEXT NOT NULL,
    local_id TEXT NOT NULL,
    number   TEXT NOT NULL,
    PRIMARY KEY (person, source, local_id, number),
    CONSTRAINT person_at_source_once UNIQUE (source, local_id, number)
);

-- Arrivals. What a staged one brought is invisible until its state says published. One that waits is nobody's.
CREATE TABLE intake (
    id       TEXT   PRIMARY KEY,
    source   TEXT   NOT NULL,
    received BIGINT NOT NULL,
    state    TEXT   NOT NULL CHECK (state IN ('staged', 'published')),
    person   TEXT
);
CREATE INDEX intake_staged ON intake (received) WHERE state = 'staged';

-- What each arrival said of itself: sections answered, warnings, data as of; and the resources of earlier arrivals that
-- it brought again unchanged (their UUIDs, 16 bytes each).
CREATE TABLE answer (
    person TEXT NOT NULL,
    intake TEXT NOT NULL,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    body   BYTEA NOT NULL,
    seen   BYTEA NOT NULL,
    PRIMARY KEY (person, intake)
);

-- Some hundred resources of an arrival together, compressed (LZ4 blocks): their bytes as they came, one after the other,
-- and the items that were read from them, as one JSON list.
CREATE TABLE pack (
    person TEXT   NOT NULL,
    intake TEXT   NOT NULL,
    nth    BIGINT NOT NULL,
    bytes  BYTEA   NOT NULL,
    items  BYTEA   NOT NULL,
    PRIMARY KEY (person, intake, nth)
);

-- Every resource: where its bytes stand in its pack, and what questions to the whole population ask for.
CREATE TABLE resource (
    person     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    intake     TEXT   NOT NULL,
    pack       BIGINT NOT NULL,
    start      BIGINT NOT NULL,
    length     BIGINT NOT NULL,
    entry      BIGINT NOT NULL,
    contained  BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    sha256     TEXT   NOT NULL,
    restricted BIGINT NOT NULL,
    section    TEXT   NOT NULL,
    system     TEXT,
    code       TEXT,
    date       TEXT,
    value      TEXT,
    unit       TEXT,
    label      TEXT   NOT NULL,
    PRIMARY KEY (person, id)
);
CREATE INDEX resource_id ON resource (id);

-- What could not be put on anybody's record. `beside` is the person with whose data it came, where it was one resource
-- of a bundle that names somebody else; it is not about that person.
CREATE TABLE waiting (
    intake   TEXT   NOT NULL,
    entry    BIGINT NOT NULL,
    source   TEXT   NOT NULL,
    received BIGINT NOT NULL,
    sha256   TEXT   NOT NULL,
    beside   TEXT,
    reason   TEXT   NOT NULL,
    bytes    BYTEA   NOT NULL,
    PRIMARY KEY (intake, entry)
);
CREATE INDEX waiting_source ON waiting (source, sha256);
CREATE INDEX waiting_beside ON waiting (beside);

-- The charts, kept ready to send: one for each person and clearance.
CREATE TABLE chart (
    person    TEXT   NOT NULL,
    clearance TEXT   NOT NULL,
    hash      TEXT   NOT NULL,
    opened    BIGINT NOT NULL,
    body      BYTEA   NOT NULL,
    PRIMARY KEY (person, clearance)
);

-- Charts that somebody opened and that have been replaced since: what they saw.
CREATE TABLE chart_opened (
    person   TEXT   NOT NULL,
    hash     TEXT   NOT NULL,
    clearance TEXT  NOT NULL,
    replaced BIGINT NOT NULL,
    body     BYTEA   NOT NULL,
    PRIMARY KEY (person, hash)
);
