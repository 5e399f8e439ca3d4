-- A register as the first schema wrote it, with one contact and its history.
CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) );
CREATE TABLE info ( "key" TEXT NOT NULL, value TEXT NOT NULL, CONSTRAINT pk_info PRIMARY KEY ("key") );
CREATE TABLE record ( pk INTEGER NOT NULL, uuid TEXT NOT NULL, kind TEXT NOT NULL, revision INTEGER NOT NULL, in_bin INTEGER NOT NULL, status TEXT NOT NULL, direction TEXT NOT NULL, reference TEXT NOT NULL, title TEXT NOT NULL, title_key TEXT NOT NULL, word TEXT NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL, when_told TEXT NOT NULL, party TEXT NOT NULL, figure DOUBLE NOT NULL, outcome TEXT NOT NULL, leaves_open TEXT NOT NULL, recorded_at TEXT NOT NULL, changed_at TEXT NOT NULL, body TEXT NOT NULL, CONSTRAINT pk_record PRIMARY KEY (pk), CONSTRAINT uq_record_uuid UNIQUE (uuid) );
CREATE INDEX ix_record_begins ON record (kind, in_bin, begins, pk);
CREATE INDEX ix_record_all_begins ON record (in_bin, begins, pk);
CREATE INDEX ix_record_title ON record (kind, in_bin, title_key, pk);
CREATE INDEX ix_record_word ON record (kind, word, in_bin, begins, pk);
CREATE INDEX ix_record_reference ON record (reference);
CREATE INDEX ix_record_leaves_open ON record (kind, in_bin, begins, pk) WHERE leaves_open != '';
CREATE TABLE attachment ( sha256 TEXT NOT NULL, size INTEGER NOT NULL, CONSTRAINT pk_attachment PRIMARY KEY (sha256) );
CREATE TABLE attachment_chunk ( sha256 TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, CONSTRAINT pk_attachment_chunk PRIMARY KEY (sha256, number), CONSTRAINT fk_attachment_chunk_sha256_attachment FOREIGN KEY(sha256) REFERENCES attachment (sha256) ON DELETE CASCADE );
CREATE TABLE record_state ( state TEXT NOT NULL, record INTEGER NOT NULL, role TEXT NOT NULL, CONSTRAINT pk_record_state PRIMARY KEY (state, record, role), CONSTRAINT fk_record_state_record_record FOREIGN KEY(record) REFERENCES record (pk) ON DELETE CASCADE ) WITHOUT ROWID;
CREATE INDEX ix_record_state_record ON record_state (record);
CREATE TABLE record_agreement ( agreement TEXT NOT NULL, record INTEGER NOT NULL, CONSTRAINT pk_record_agreement PRIMARY KEY (agreement, record), CONSTRAINT fk_record_agreement_record_record FOREIGN KEY(record) REFERENCES record (pk) ON DELETE CASCADE ) WITHOUT ROWID;
CREATE INDEX ix_record_agreement_record ON record_agreement (record);
CREATE TABLE record_link ( target TEXT NOT NULL, relation TEXT NOT NULL, record INTEGER NOT NULL, CONSTRAINT pk_record_link PRIMARY KEY (target, relation, record), CONSTRAINT fk_record_link_record_record FOREIGN KEY(record) REFERENCES record (pk) ON DELETE CASCADE ) WITHOUT ROWID;
CREATE INDEX ix_record_link_record ON record_link (record);
CREATE TABLE record_attachment ( sha256 TEXT NOT NULL, record INTEGER NOT NULL, CONSTRAINT pk_record_attachment PRIMARY KEY (sha256, record), CONSTRAINT fk_record_attachment_record_record FOREIGN KEY(record) REFERENCES record (pk) ON DELETE CASCADE, CONSTRAINT fk_record_attachment_sha256_attachment FOREIGN KEY(sha256) REFERENCES attachment (sha256) ) WITHOUT ROWID;
CREATE INDEX ix_record_attachment_record ON record_attachment (record);
CREATE TABLE operation ( pk INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, officer TEXT NOT NULL, workstation TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL, "of" INTEGER, CONSTRAINT pk_operation PRIMARY KEY (pk), CONSTRAINT fk_operation_of_operation FOREIGN KEY("of") REFERENCES operation (pk) );
CREATE INDEX ix_operation_state ON operation (state);
CREATE TABLE revision ( pk INTEGER NOT NULL, operation INTEGER NOT NULL, uuid TEXT NOT NULL, number INTEGER NOT NULL, change TEXT NOT NULL, "before" TEXT, "after" TEXT, bin_before INTEGER NOT NULL, bin_after INTEGER NOT NULL, CONSTRAINT pk_revision PRIMARY KEY (pk), CONSTRAINT fk_revision_operation_operation FOREIGN KEY(operation) REFERENCES operation (pk) );
CREATE INDEX ix_revision_operation ON revision (operation);
CREATE UNIQUE INDEX ix_revision_uuid ON revision (uuid, number);
CREATE TABLE draft ( "key" TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, "values" TEXT NOT NULL, saved_at TEXT NOT NULL, CONSTRAINT pk_draft PRIMARY KEY ("key") );
CREATE TABLE report ( pk INTEGER NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL, request TEXT NOT NULL, issued_at TEXT NOT NULL, pages INTEGER NOT NULL, sha256 TEXT NOT NULL, CONSTRAINT pk_report PRIMARY KEY (pk), CONSTRAINT uq_report_request UNIQUE (request) );
CREATE UNIQUE INDEX ix_report_year_serial ON report (year, serial);
CREATE VIRTUAL TABLE record_search USING fts5(words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3');
INSERT INTO alembic_version VALUES ('0001');
INSERT INTO info VALUES ('name', 'First schema');
INSERT INTO info VALUES ('owner', 'IND');
INSERT INTO record VALUES (1, '7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10', 'contact', 1, 0, 'draft', 'received', 'HL/27/0007', 'Helicopter near the line', 'helicopter near the line', 'airspace_matter', '2027-02-11T04:31:00Z', '2027-02-11T04:47:00Z', '2027-02-11T04:31:00Z', 'PAK', -1.0, 'agreed_action', 'promise', '2027-03-01T08:00:00.000Z', '2027-03-01T08:00:00.000Z', '{"agreements":["in-pk-1991-airspace"],"answered_at":"2027-02-11T04:32:00Z","channel":"hotline_voice","closed_at":"2027-02-11T04:47:00Z","direction":"received","from_state":"PAK","id":"7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10","initiated_by":"PAK","kind":"contact","opened_at":"2027-02-11T04:31:00Z","outcome":"agreed_action","promises":[{"by":"PAK","due_at":"2027-02-12T04:30:00Z","text":"Send the flight log"}],"purpose":"airspace_matter","reference":"HL/27/0007","status":"draft","subject":"Helicopter near the line","summary":"Track confirmed; the crew had lost its way.","with_states":["PAK"]}');
INSERT INTO record_state VALUES ('PAK', 1, 'from_state');
INSERT INTO record_state VALUES ('PAK', 1, 'initiated_by');
INSERT INTO record_state VALUES ('PAK', 1, 'with_states');
INSERT INTO record_agreement VALUES ('in-pk-1991-airspace', 1);
INSERT INTO operation VALUES (1, 'record', 'recording of Hotline contact HL/27/0007', 'A. Officer', 'desk-1', '2027-03-01T08:00:00.000Z', '', 'done', NULL);
INSERT INTO revision VALUES (1, 1, '7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10', 1, 'recorded', NULL, '{"agreements":["in-pk-1991-airspace"],"answered_at":"2027-02-11T04:32:00Z","channel":"hotline_voice","closed_at":"2027-02-11T04:47:00Z","direction":"received","from_state":"PAK","id":"7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10","initiated_by":"PAK","kind":"contact","opened_at":"2027-02-11T04:31:00Z","outcome":"agreed_action","promises":[{"by":"PAK","due_at":"2027-02-12T04:30:00Z","text":"Send the flight log"}],"purpose":"airspace_matter","reference":"HL/27/0007","status":"draft","subject":"Helicopter near the line","summary":"Track confirmed; the crew had lost its way.","with_states":["PAK"]}', 0, 0);
INSERT INTO record_search (rowid, words) VALUES (1, 'Helicopter near the line
HL/27/0007
in-pk-1991-airspace
Received
PAK
Draft
Hotline voice
Airspace matter
2027-02-11
Agreed action
Track confirmed; the crew had lost its way.
Send the flight log
2027-02-12');
PRAGMA application_id = 1128418644;
PRAGMA user_version = 1;
