-- A second reading of a receipt by the other engine, and what that answered,
-- byte for byte. A row is there before the first byte is sent.
CREATE TABLE seconds (
    receipt_id  INTEGER PRIMARY KEY REFERENCES receipts (id) ON DELETE CASCADE,
    engine      TEXT NOT NULL,
    status      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    at          TEXT NOT NULL,
    body        BLOB
) STRICT;
CREATE INDEX seconds_status ON seconds (status);
