-- What was exported: where to, when, and the choices that make the same bytes
-- again. receipts are in the order in which they were written.
CREATE TABLE exports (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    profile TEXT NOT NULL,
    choices TEXT NOT NULL,
    files   TEXT NOT NULL
) STRICT;
CREATE TABLE exported (
    export_id  INTEGER NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    receipt_id INTEGER NOT NULL,
    updated    TEXT    NOT NULL,
    PRIMARY KEY (export_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX exported_receipt_id ON exported (receipt_id);
