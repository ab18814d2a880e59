-- What a person said of shops: by what stands on their receipts beside the
-- name. The later counts more.
CREATE TABLE lessons (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    trace  TEXT NOT NULL,
    vendor TEXT NOT NULL,
    UNIQUE (trace, vendor)
) STRICT;
