-- One word for what applicants hand in: a document, of a type that the catalogue names.
ALTER TABLE papers RENAME TO documents;
ALTER TABLE documents RENAME COLUMN paper_id TO document_id;
ALTER TABLE paper_versions RENAME TO document_versions;
ALTER TABLE document_versions RENAME COLUMN document_id TO document_type;
ALTER TABLE document_versions RENAME COLUMN paper_id TO document_id;
