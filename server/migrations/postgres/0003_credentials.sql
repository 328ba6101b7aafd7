-- With what an organisation's own system sends data. Known by the hash of the secret, so that a copy of this table
-- sends nothing.
CREATE TABLE credential (
    id           TEXT   PRIMARY KEY,
    organisation TEXT   NOT NULL REFERENCES organisation (code),
    label        TEXT   NOT NULL,
    secret_hash  BYTEA  NOT NULL,
    created      BIGINT NOT NULL,
    last_used    BIGINT,
    revoked      BIGINT
);
CREATE INDEX credential_organisation ON credential (organisation);
