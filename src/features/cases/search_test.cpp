// Applications found by name and listed page by page, whatever collation a database was made with.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

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

TEST_P(CaseLists, TasksAreFoundByNumberNameAndService) {
  const std::string number = handed_in();
  const auto tasks = [&](const std::string& text, std::vector<ServiceId> named = {}) {
    TaskSearch search{.centre = testing::kSergeli, .text = text, .services_named = std::move(named)};
    const auto rows = program->applications.tasks(search).rows;
    EXPECT_EQ(program->applications.count_tasks({search}), std::vector<int>{static_cast<int>(rows.size())});
    return rows.size();
  };
  const std::string typed = number.substr(0, 4) + "-" + number.substr(4, 2);
  for (const std::string& text :
       {number, typed, std::string("karim"), std::string("Зухра"), std::string("zuh")})
    EXPECT_EQ(tasks(text), 1u) << text;
  for (const char* text : {"arimova", "nobody", "%", "_", "'", "karimova a"})
    EXPECT_EQ(tasks(text), 0u) << text;
  const ServiceId service = program->applications.find(number)->process.begun.service;
  EXPECT_EQ(tasks("what it is called", {service}), 1u);
  EXPECT_EQ(tasks("what it is called", {ServiceId("another")}), 0u);
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

TEST_P(CaseLists, ADamagedRowIsNamedAndTheListGoesOn) {
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) all.push_back(handed_in());
  std::ranges::sort(all);
  const std::vector<std::string> damaged = {all[2], all[3], all[6]};
  for (const auto& number : damaged) {
    program->db.write_and_wait([&](db::Tx& tx) {
      tx.exec("UPDATE applications SET state = 'lost' WHERE number = $1", {number});
      tx.exec("UPDATE application_tasks SET state = 'open', case_state = 'lost' WHERE number = $1", {number});
    });
  }
  std::vector<std::string> listed, tasks;
  std::set<std::string> named, named_tasks;
  CaseSearch search{.centre = testing::kSergeli, .limit = 2};
  do {
    const CasePage page = program->applications.cases(search);
    for (const auto& row : page.rows) listed.push_back(row.number);
    named.insert(page.damaged.begin(), page.damaged.end());
    search.after = page.next;
  } while (!search.after.empty());
  TaskSearch task_search{.centre = testing::kSergeli, .limit = 20};
  const TaskPage page = program->applications.tasks(task_search);
  for (const auto& row : page.rows) tasks.push_back(row.number);
  named_tasks.insert(page.damaged.begin(), page.damaged.end());
  const std::vector<std::string> whole = {all[0], all[1], all[4], all[5]};
  EXPECT_EQ(listed, whole);
  EXPECT_EQ(tasks, whole);
  EXPECT_THAT(named, ::testing::ElementsAreArray(damaged));
  EXPECT_THAT(named_tasks, ::testing::ElementsAreArray(damaged));
}

TEST_P(CaseLists, ADamagedCaseIsLeftOutWhereOthersAreShown) {
  const std::string number = handed_in();
  program->db.write_and_wait(
      [&](db::Tx& tx) { tx.exec("UPDATE applications SET events = 'x' WHERE number = $1", {number}); });
  EXPECT_ANY_THROW(program->applications.find(number));
  EXPECT_FALSE(program->applications.find_undamaged(number));
}

}  // namespace
}  // namespace biroyna::cases
