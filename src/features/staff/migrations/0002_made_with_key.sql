-- What a command with an idempotency key made; a repeat makes nothing.
CREATE TABLE staff_made (
  centre_id TEXT NOT NULL,
  who TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  made_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, who, idempotency_key)
)/*clustered*/;

-- All sessions of a person or device end at once.
CREATE INDEX sessions_by_person ON sessions (staff_id);
CREATE INDEX sessions_by_device ON sessions (device_id);
CREATE INDEX staff_by_id ON staff (staff_id);
