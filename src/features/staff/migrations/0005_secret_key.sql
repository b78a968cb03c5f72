-- One random text, the key of the checks that sessions and tokens carry. All servers of a database share it.
CREATE TABLE secret_key (
  one BIGINT NOT NULL,
  secret TEXT NOT NULL,
  PRIMARY KEY (one)
)/*clustered*/;
