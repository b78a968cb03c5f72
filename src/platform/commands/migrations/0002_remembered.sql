-- What a command with an idempotency key has led to, sealed: commands.hpp. Rows of the table before it held
-- answers that anybody could read who has the database, so they go.
DROP TABLE answered;
CREATE TABLE remembered (
  centre_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  outcome BYTEA NOT NULL,
  subject TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, idempotency_key)
) /*clustered*/;
CREATE INDEX remembered_by_time ON remembered (at_ms);
CREATE INDEX remembered_by_subject ON remembered (centre_id, subject) WHERE subject <> '';
