-- The words that were read on the receipts, to be searched by their
-- beginnings. The texts themselves are in the documents; here is their index.
CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

-- The receipts whose document came in and is not in the index yet.
CREATE TABLE unindexed (receipt_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO unindexed SELECT receipt_id FROM documents;
CREATE TRIGGER documents_unindexed AFTER INSERT ON documents BEGIN
    INSERT OR IGNORE INTO unindexed (receipt_id) VALUES (new.receipt_id);
END;
