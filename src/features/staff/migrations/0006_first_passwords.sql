-- 1: somebody else chose the password, and the person has to choose another one before anything else.
ALTER TABLE staff ADD COLUMN first_password BIGINT NOT NULL DEFAULT 0;
-- In which browser a session began, as its person reads it: "Firefox, Windows".
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
