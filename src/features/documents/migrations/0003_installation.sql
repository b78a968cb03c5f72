-- Which installation this is, so that no other one's documents and key are taken for its own. One row.
CREATE TABLE installation (
  one BIGINT NOT NULL PRIMARY KEY,
  installation_id TEXT NOT NULL,
  key_check TEXT NOT NULL -- made of installation_id with the key of the documents
);
