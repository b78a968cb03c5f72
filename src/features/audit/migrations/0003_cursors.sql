-- How far each consumer has read the log of each centre. The row with an empty centre says that the consumer is known.
CREATE TABLE event_cursors (
  name TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (name, centre_id)
) /*clustered*/;
