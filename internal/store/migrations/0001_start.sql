-- Amounts, dates and times are text: literals as written, RFC 3339 in UTC.

CREATE TABLE receipts (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    batch        TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    reasons      TEXT    NOT NULL,
    engine       TEXT    NOT NULL,
    external_id  TEXT    NOT NULL,
    document_id  TEXT    NOT NULL,
    duplicate_of INTEGER NOT NULL,
    fields       TEXT    NOT NULL,
    evidence     TEXT    NOT NULL,
    corrected    TEXT    NOT NULL,
    turned       INTEGER NOT NULL,
    created      TEXT    NOT NULL,
    updated      TEXT    NOT NULL,
    exported_at  TEXT    NOT NULL,
    trashed      TEXT    NOT NULL
) STRICT;
CREATE INDEX receipts_external_id ON receipts (external_id);

CREATE TABLE originals (
    receipt_id INTEGER NOT NULL REFERENCES receipts (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    sha256     TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    pages      INTEGER NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    PRIMARY KEY (receipt_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX originals_sha256 ON originals (sha256);

-- What the engine answered, byte for byte.
CREATE TABLE documents (
    receipt_id INTEGER PRIMARY KEY REFERENCES receipts (id) ON DELETE CASCADE,
    body       BLOB NOT NULL
) STRICT;

CREATE TABLE events (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt_id   INTEGER NOT NULL REFERENCES receipts (id) ON DELETE CASCADE,
    at           TEXT    NOT NULL,
    actor        TEXT    NOT NULL,
    what         TEXT    NOT NULL,
    field        TEXT    NOT NULL,
    value_before TEXT    NOT NULL,
    value_after  TEXT    NOT NULL
) STRICT;
CREATE INDEX events_receipt_id ON events (receipt_id);

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sets (
    external_id TEXT PRIMARY KEY,
    engine      TEXT NOT NULL,
    service_id  TEXT NOT NULL,
    status      TEXT NOT NULL,
    receipts    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    created     TEXT NOT NULL,
    options     TEXT NOT NULL
) STRICT;

CREATE TABLE batches (
    id      TEXT PRIMARY KEY,
    created TEXT NOT NULL,
    options TEXT NOT NULL
) STRICT;

-- A perceptual hash of 64 bits for each original that is a picture.
CREATE TABLE likenesses (
    sha256 TEXT PRIMARY KEY,
    hash   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
