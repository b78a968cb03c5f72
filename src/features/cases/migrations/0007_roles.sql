-- Who in the department does the step: "specialist" or "head". A row is written anew with its case.
ALTER TABLE application_tasks ADD COLUMN role TEXT NOT NULL DEFAULT 'specialist';
