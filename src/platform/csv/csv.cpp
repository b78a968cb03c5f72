#include "platform/csv/csv.hpp"

#include <set>
#include <stdexcept>

namespace biroyna::csv {
namespace {

// What spreadsheets with Uzbek or Russian settings take for one, where the comma stands within numbers.
constexpr char kSeparator = ';';
constexpr std::string_view kFormulas = "=+-@\t\r\n";

void add(std::string& text, std::string_view cell) {
  text += '"';
  if (!cell.empty() && kFormulas.find(cell.front()) != std::string_view::npos) text += '\'';
  for (const char sign : cell) {
    if (sign == '"') text += '"';
    text += sign;
  }
  text += '"';
}

}  // namespace

Table::Table(const std::vector<std::string>& head) {
  if (std::set<std::string>(head.begin(), head.end()).size() != head.size())
    throw std::logic_error("two columns of a table have one name");
  row(head);
}

void Table::row(const std::vector<std::string>& cells) {
  if (columns_ == 0) columns_ = cells.size();
  if (cells.empty() || cells.size() != columns_)
    throw std::logic_error("a row of a table is not like its head");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_ += kSeparator;
    add(text_, cells[i]);
  }
  text_ += "\r\n";
}

}  // namespace biroyna::csv
