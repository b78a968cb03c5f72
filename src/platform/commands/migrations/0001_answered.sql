-- The first answer to each command that carried an idempotency key; a repeat gets it again.
CREATE TABLE answered (
  centre_id TEXT NOT NULL,
  who TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_sha256 TEXT NOT NULL,
  status BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  location TEXT NOT NULL,
  body TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, who, idempotency_key)
)/*clustered*/;
CREATE INDEX answered_by_time ON answered (centre_id, at_ms);
