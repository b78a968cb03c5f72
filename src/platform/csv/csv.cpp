#include "platform/csv/csv.hpp"

#include <stdexcept>

namespace biroyna::csv {
namespace {

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

void Table::row(const std::vector<std::string>& cells) {
  if (columns_ == 0) columns_ = cells.size();
  if (cells.empty() || cells.size() != columns_)
    throw std::logic_error("a row of a table is not like its head");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_ += ',';
    add(text_, cells[i]);
  }
  text_ += "\r\n";
}

}  // namespace biroyna::csv
