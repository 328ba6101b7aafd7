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

-- Arrivals. What a staged one brought is invisible until its state says published.
CREATE TABLE intake (
    id       TEXT   PRIMARY KEY,
    source   TEXT   NOT NULL,
    received BIGINT NOT NULL,
    state    TEXT   NOT NULL CHECK (state IN ('staged', 'published'))
);
CREATE INDEX intake_staged ON intake (received) WHERE state = 'staged';

-- What each arrival said of itself: sections answered, warnings, data as of.
CREATE TABLE answer (
    person TEXT NOT NULL,
    intake TEXT NOT NULL,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    body   BYTEA NOT NULL,
    PRIMARY KEY (person, intake)
);

-- Every resource: its bytes as they came, and the item that was read from them.
CREATE TABLE resource (
    person    TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    intake    TEXT   NOT NULL,
    entry     BIGINT NOT NULL,
    contained BIGINT NOT NULL,
    source    TEXT   NOT NULL,
    sha256    TEXT   NOT NULL,
    last_seen BIGINT NOT NULL,
    restricted BIGINT NOT NULL,
    item      BYTEA   NOT NULL,
    bytes     BYTEA   NOT NULL,
    PRIMARY KEY (person, id)
);
CREATE INDEX resource_id ON resource (id);
CREATE INDEX resource_intake ON resource (intake);

-- The same items as rows, for questions to the whole population.
CREATE TABLE item (
    person  TEXT NOT NULL,
    id      TEXT NOT NULL,
    intake  TEXT NOT NULL,
    section TEXT NOT NULL,
    system  TEXT,
    code    TEXT,
    date    TEXT,
    value   TEXT,
    unit    TEXT,
    source  TEXT NOT NULL,
    label   TEXT NOT NULL,
    PRIMARY KEY (person, id)
);
CREATE INDEX item_code ON item (code, system);
CREATE INDEX item_intake ON item (intake);

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
