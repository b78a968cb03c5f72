// Applications found by name and listed page by page, whatever collation a database was made with.
#include <gmock/gmock.h>

#include <algorithm>

#include "features/cases/test_centre.hpp"

namespace biroyna::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CaseLists : public testing::CentreTest {
 protected:
  std::vector<std::string> found(const std::string& text) const {
    std::vector<std::string> numbers;
    for (const auto& row : program->applications.cases({.centre = testing::kSergeli, .text = text}).rows)
      numbers.push_back(row.number);
    return numbers;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, CaseLists, db::testing::engines(), db::testing::engine_name);

TEST_P(CaseLists, ANameIsFoundByItsBeginning) {
  const std::string number = handed_in();
  for (const char* text : {"K", "karim", "Каримова", "Karimova Z", "karimova zuhra"})
    EXPECT_THAT(found(text), ElementsAre(number)) << text;
  for (const char* text : {"arimova", "karimz", "zuhra", "karimova zuhra a"})
    EXPECT_THAT(found(text), IsEmpty()) << text;
}

TEST_P(CaseLists, EveryCaseIsOnOnePage) {
  std::vector<std::string> all, listed, tasks;
  for (int i = 0; i < 40; ++i) all.push_back(handed_in());
  std::ranges::sort(all);
  CaseSearch search{.centre = testing::kSergeli, .limit = 3};
  do {
    const CasePage page = program->applications.cases(search);
    for (const auto& row : page.rows) listed.push_back(row.number);
    search.after = page.next;
  } while (!search.after.empty());
  EXPECT_EQ(listed, all) << "in the order of bytes, as they came at one moment";
  TaskSearch task_search{.centre = testing::kSergeli, .limit = 3};
  do {
    const TaskPage page = program->applications.tasks(task_search);
    for (const auto& row : page.rows) tasks.push_back(row.number);
    task_search.after = page.next;
  } while (!task_search.after.empty());
  EXPECT_EQ(tasks, all);
}

}  // namespace
}  // namespace biroyna::cases
