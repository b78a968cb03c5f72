// Lists taken away as tables: what one may see on the page, nothing more, and the log knows who took it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "features/audit/audit.hpp"
#include "tests/registry/asking.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Export : public ::testing::Test {
 protected:
  std::string hand_in(const char* service) {
    const Answer made = desk.post(kApplications, application_for(*reference().find(ServiceId(service))));
    EXPECT_EQ(made.status, 201) << made.body;
    return text(made, "number");
  }
  // A token of a specialist of this department.
  std::string of(const std::string& department) {
    std::vector<std::string> words = {"token",  "add",        "--centre",     "sergeli",
                                      "--role", "specialist", "--department", department};
    std::ranges::copy(centre.place(), std::back_inserter(words));
    const std::string said = run(words).out;
    return said.substr(0, said.find('\n'));
  }
  static std::ptrdiff_t lines(const Answer& table) { return std::ranges::count(table.body, '\n'); }

  Installation centre{db::Engine::sqlite};
  Server server{centre};
  Api desk{server.port(), centre.token("operator")};
  Api head{server.port(), centre.token("head")};
  Api preschool{server.port(), of("preschool")};
  Api sport{server.port(), of("sport")};
};

TEST_F(Export, OfAWorklistHasItsRows) {
  hand_in("kindergarten-referral");
  hand_in("kindergarten-referral");
  const Answer table = preschool.get("/en/sergeli/worklist.csv");
  ASSERT_EQ(table.status, 200);
  EXPECT_EQ(table.headers.at("content-type"), "text/csv; charset=utf-8");
  EXPECT_THAT(table.headers.at("content-disposition"), StartsWith("attachment; filename=\"worklist-"));
  EXPECT_THAT(
      table.body,
      StartsWith("\xef\xbb\xbf\"Number\";\"Due\";\"Status of the deadline\";\"Service\";\"Applicant\""));
  EXPECT_EQ(lines(table), 3);
  EXPECT_THAT(table.body, HasSubstr("\"Karimova"));
  EXPECT_EQ(lines(sport.get("/en/sergeli/worklist.csv")), 1) << "the head of the table alone";
  EXPECT_EQ(lines(sport.get("/en/sergeli/worklist.csv?department=preschool")), 1);
  EXPECT_EQ(lines(preschool.get("/en/sergeli/worklist.csv?view=overdue")), 1);
  EXPECT_EQ(lines(head.get("/en/sergeli/worklist.csv?view=unassigned")), 3);
}

TEST_F(Export, OfDocumentsAndDeadlinesToo) {
  hand_in("kindergarten-referral");
  for (const char* language : {"en", "ru", "uz-Cyrl", "uz-Latn"}) {
    for (const char* list : {"worklist", "cases", "results", "terms"}) {
      const Answer table = head.get(fmt::format("/{}/sergeli/{}.csv", language, list));
      EXPECT_EQ(table.status, 200) << list << " in " << language << ": two columns of one name?";
      EXPECT_THAT(table.body, StartsWith("\xef\xbb\xbf\"")) << list;
      EXPECT_THAT(table.body, HasSubstr("\";\"")) << list;
    }
  }
  EXPECT_GE(lines(head.get("/en/sergeli/terms.csv")), 2);
  EXPECT_THAT(head.get("/en/sergeli/terms").body, HasSubstr("/en/sergeli/terms.csv"));
  EXPECT_EQ(desk.get("/en/sergeli/terms.csv").status, 403);
}

TEST_F(Export, IsInTheLogWithoutWhatWasSearched) {
  hand_in("kindergarten-referral");
  ASSERT_EQ(head.get("/en/sergeli/cases.csv?q=Karimova&state=submitted").status, 200);
  ASSERT_EQ(head.get("/en/sergeli/worklist.csv?view=at_risk").status, 200);
  const auto exports = beside(centre)->reading([](db::Tx& tx) {
    std::vector<std::string> found;
    audit::each_event(tx, CentreId("sergeli"), 0, 1000, [&](const audit::StoredEvent& event) {
      if (event.kind == "list_exported") found.push_back(event.subject + " " + event.data);
      return true;
    });
    return found;
  });
  EXPECT_THAT(exports, ::testing::ElementsAre(R"(list:cases {"of":"submitted","rows":1})",
                                              R"(list:worklist {"of":"at_risk","rows":0})"));
}

TEST_F(Export, HasAllRowsOfMoreThanOnePage) {
  for (int i = 0; i < 60; ++i) hand_in("kindergarten-referral");
  EXPECT_THAT(preschool.get("/en/sergeli/worklist").body, HasSubstr("after="));
  EXPECT_EQ(lines(preschool.get("/en/sergeli/worklist.csv")), 61);
  EXPECT_EQ(lines(head.get("/ru/sergeli/cases.csv?state=submitted")), 61);
  EXPECT_EQ(lines(head.get("/ru/sergeli/cases.csv?state=refused")), 1);
  EXPECT_THAT(head.get("/ru/sergeli/cases").body, HasSubstr("/ru/sergeli/cases.csv"));
}

}  // namespace
}  // namespace biroyna::testing
