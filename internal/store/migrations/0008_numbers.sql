-- Under which number and vendor a receipt stands in an export: what is
-- exported later must not have the same.
ALTER TABLE exported ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE exported ADD COLUMN vendor TEXT NOT NULL DEFAULT '';
