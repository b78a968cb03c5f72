-- What happened, in order: append-only, numbered per centre, chained by hash. See features/audit/audit.hpp.
CREATE TABLE events (
  centre_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  actor TEXT NOT NULL,
  data TEXT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (centre_id, seq)
) /*clustered*/;

CREATE TABLE event_heads (
  centre_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (centre_id)
) /*clustered*/;
