// Documents on paper: one sheet of plain values becomes a PDF that everybody can read.
//
// A4, tagged (Document, H1, P, Table with row headers, Figure with its alternative), with language, title,
// XMP metadata and an output intent as PDF/A-2 asks. The faces of Inter and the colour profile are in the
// program, so the same sheet is the same bytes on every machine that has the same libraries. What does not
// fit a page goes on to the next.
//
// Takes some milliseconds: never on the I/O thread nor inside a database job. Thread-safe.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/language.hpp"
#include "core/time.hpp"

namespace biroyna::pdf {

// The only H1, with a line below it in a smaller face; that may be empty.
struct Heading {
  std::string text, below;
};
enum class Look : unsigned char { body, strong, note, lead };  // lead: what a document is about
struct Paragraph {
  std::string text;
  Look look = Look::body;
};
struct Row {
  std::string label, value;
};
struct Rows {  // a table of two columns; a row without label belongs to the one before it
  std::vector<Row> rows;
};
// A QR code with paragraphs at its side, at the foot of every page. The last block of a sheet, once at most.
struct Code {
  std::string text;         // what the code says
  std::string alternative;  // for who cannot see it
  std::vector<Paragraph> beside;
};
using Block = std::variant<Heading, Paragraph, Rows, Code>;

struct Sheet {
  std::string title;  // of the document, as a reader shows it
  Language language = Language::uz_latn;
  std::vector<std::string> letterhead;  // the first line is who issues it
  std::vector<Block> blocks;
  std::string footer;  // on every page, beside its number
  Time made_at{};
};

// All texts are UTF-8. Throws std::runtime_error when a library fails.
std::string typeset(const Sheet& sheet);

}  // namespace biroyna::pdf
