-- What is still to be done, and what came in together, without reading all.
CREATE INDEX receipts_status ON receipts (status);
CREATE INDEX receipts_batch ON receipts (batch);
