-- What all servers of an installation know of their clocks: when somebody confirmed the time, and when it last
-- did not simply go on.
CREATE TABLE timekeeping (
  name TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  at_ms BIGINT NOT NULL
);
