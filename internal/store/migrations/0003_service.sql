-- What was submitted to the service that is paid, by the local day of this
-- computer. A row is there before the first byte is sent.
CREATE TABLE spending (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    day         TEXT    NOT NULL,
    external_id TEXT    NOT NULL,
    documents   INTEGER NOT NULL
) STRICT;
CREATE INDEX spending_day ON spending (day);

-- What the service was told of a receipt's document, and is still to be told.
CREATE TABLE told (
    receipt_id  INTEGER PRIMARY KEY REFERENCES receipts (id) ON DELETE CASCADE,
    document_id TEXT    NOT NULL,
    fields      TEXT    NOT NULL,
    pending     INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    deleted     INTEGER NOT NULL
) STRICT;
CREATE INDEX told_pending ON told (pending);
