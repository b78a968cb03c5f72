-- What the public check shows of the holder besides the name: the last four digits of a person's PINFL, the TIN of an
-- organisation. Empty: it is not known, or the document is of before.
ALTER TABLE results ADD COLUMN holder_mark TEXT NOT NULL DEFAULT '';
