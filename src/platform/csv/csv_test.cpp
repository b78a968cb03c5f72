#include "platform/csv/csv.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace biroyna::csv {
namespace {

std::string row_of(const std::vector<std::string>& cells) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < cells.size(); ++i) names.push_back("column " + std::to_string(i));
  Table table(names);
  const std::size_t head = table.text().size();
  table.row(cells);
  return table.text().substr(head);
}

TEST(Csv, BeginsWithTheMarkAndTheHead) {
  EXPECT_EQ(Table({"Raqam", "Ism"}).text(), "\xef\xbb\xbf\"Raqam\";\"Ism\"\r\n");
}

TEST(Csv, KeepsWhatACellSays) {
  EXPECT_EQ(row_of({"Oʻgʻli", "a,b", "say \"yes\"", "two\nlines", ""}),
            "\"Oʻgʻli\";\"a,b\";\"say \"\"yes\"\"\";\"two\nlines\";\"\"\r\n");
}

TEST(Csv, NothingIsAFormula) {
  for (const char* cell : {"=1+1", "+998901234567", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
    EXPECT_EQ(row_of({cell}), "\"'" + std::string(cell) + "\"\r\n");
  EXPECT_EQ(row_of({"1-2"}), "\"1-2\"\r\n");
}

TEST(Csv, NoTwoColumnsHaveOneName) { EXPECT_THROW(Table({"Срок", "Услуга", "Срок"}), std::logic_error); }

TEST(Csv, ARowIsLikeTheHead) {
  Table table({"one", "two"});
  EXPECT_THROW(table.row({"1"}), std::logic_error);
  EXPECT_THROW(table.row({"1", "2", "3"}), std::logic_error);
}

}  // namespace
}  // namespace biroyna::csv
