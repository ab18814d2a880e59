-- The tags of a receipt, a line each, in their order.
ALTER TABLE receipts ADD COLUMN tags TEXT NOT NULL DEFAULT '';
