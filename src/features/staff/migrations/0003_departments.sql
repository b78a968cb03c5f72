-- For whom a specialist works: ids of departments, a blank between them.
ALTER TABLE staff ADD COLUMN departments TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN departments TEXT NOT NULL DEFAULT '';
