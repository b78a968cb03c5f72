// Tables for spreadsheets: RFC 4180 with semicolons between the cells, UTF-8 with the mark by which Excel
// knows it.
//
// A cell that a spreadsheet would take for a formula begins with an apostrophe, so that what somebody wrote
// into a form is never calculated on the computer of who opens the table (OWASP, "CSV Injection").
// Not thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace biroyna::csv {

inline constexpr std::string_view kMediaType = "text/csv; charset=utf-8";

class Table {
 public:
  // Throws std::logic_error when two columns have one name.
  explicit Table(const std::vector<std::string>& head);
  // As many cells as the head has; else std::logic_error.
  void row(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_ = "\xef\xbb\xbf";
  std::size_t columns_ = 0;  // known after the head
};

}  // namespace biroyna::csv
