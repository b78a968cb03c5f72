-- Up to which restore the head of a centre said that what was lost is entered again.
CREATE TABLE restores_settled (
  centre_id TEXT NOT NULL PRIMARY KEY,
  at_ms BIGINT NOT NULL
);
