-- The CRC-32 (IEEE) of an original, which stands before it in a zip; 0 for one
-- that was kept before it was counted.
ALTER TABLE originals ADD COLUMN crc32 INTEGER NOT NULL DEFAULT 0;
