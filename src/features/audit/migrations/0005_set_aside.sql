-- Events that a consumer could not handle again and again, and later events about the same subject. They are tried again later.
CREATE TABLE events_set_aside (
  name TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (name, centre_id, seq)
) /*clustered*/;
