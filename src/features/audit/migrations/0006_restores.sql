-- When a copy of the database was put back: what was written between until_ms and at_ms is missing. See restored.hpp.
CREATE TABLE restores (
  restore_id TEXT NOT NULL PRIMARY KEY,
  until_ms BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  begun BIGINT NOT NULL
);
