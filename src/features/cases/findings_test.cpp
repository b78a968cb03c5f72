// What steps find, from the definition to the document: typed by people or taken from a registry's answer, it
// changes the route and the fee, and stands on what is issued.
#include <gmock/gmock.h>

#include <algorithm>

#include "features/cases/automatic.hpp"
#include "features/cases/commands.hpp"
#include "features/cases/test_centre.hpp"
#include "features/catalogue/test_form.hpp"

namespace biroyna::cases {
namespace {

using namespace testing;
using catalogue::Answers;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr const char* kPlanted = R"({"planted_on":"1990-05-01","species":"oak"})";

// A tree may be felled: the cadastre says since when it stands; an old one is measured, and a thick one costs
// more.
catalogue::Files files_of_the_tree() {
  catalogue::Files files = catalogue::files_with_form();
  std::string& text = files.at(catalogue::kTreeFelling);
  catalogue::replace_once(text, "if(t_height > 10, 0.5, 0.25)", "if(findings.t_girth > 90, 0.5, 0.25)");
  catalogue::replace_once(text, "kind: opinion, when: \"t_height > 3\"",
                          "kind: opinion, when: \"findings.t_since < '2000-01-01'\"");
  catalogue::replace_once(text, "facts: [], valid_months: 12",
                          "facts: [t_tree, findings.t_since, {}], valid_until: findings.t_until");
  catalogue::replace_once(text, ", {}]", ", findings.t_girth]");
  catalogue::replace_once(text, "role: head, working_days: 2, after: [visit, registry], kind: decision",
                          "role: head, working_days: 2, after: [visit, registry], kind: decision, "
                          "findings: [t_until]");
  files.at("fields.yaml") +=
      "  - {id: t_until, type: date, label: {uz-Latn: a, uz-Cyrl: а, ru: а, en: Until}}\n";
  return files;
}

class FindingsOfCases : public CentreTest {
 protected:
  FindingsOfCases() {
    yaml::Problems problems;
    program->catalogues.import(files_of_the_tree(), "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
    const auto edition = program->catalogues.current(kSergeli);
    NewApplication wanted{.centre = kSergeli,
                          .service = ServiceId("tree-felling"),
                          .applicant = {},
                          .answers = {},
                          .documents = {}};
    wanted.applicant.family_name = "Karimova";
    wanted.applicant.given_name = "Zuhra";
    wanted.applicant.birth_date = parse_iso_day("1990-03-02");
    wanted.applicant.pinfl = "40203901234567";
    wanted.applicant.passport = "AA1234567";
    wanted.applicant.phone = "+998901234567";
    wanted.answers = {{"t_tree", "fruit"}, {"t_planted", std::vector<Answers>{{{"height", 2}}}}};
    number = make_number();
    db->write_and_wait([&](db::Tx& tx) {
      const auto made = program->applications.submit(tx, wanted, catalogue::Channel::window,
                                                     Actor{ActorKind::staff, "desk"}, number, {});
      if (!made)
        throw std::logic_error(made.error().fields.empty() ? made.error().code
                                                           : made.error().fields[0].pointer);
    });
    EXPECT_EQ(pay(), "");
  }

  std::string pay() {
    return program->change(number, [](const Case& subject, Time at) {
      return subject.pay("1", Actor{ActorKind::staff, "desk"}, at);
    });
  }
  void answer(Confirmation confirmation, const std::string& data, const std::string& task = "registry") {
    db->write_and_wait([&](db::Tx& tx) {
      program->applications.answered(tx, kSergeli, number, task, confirmation, "words", data);
    });
  }
  static auth::Principal who(auth::Role role, const StaffId& id, const char* department) {
    auth::Principal made;
    made.role = role;
    made.id = id.str();
    made.centre = "sergeli";
    made.departments = {DepartmentId(department)};
    return made;
  }
  // "" or what was refused: a code, or the pointers and codes of what is wrong.
  std::string give(const auth::Principal& by, const char* command, const char* task,
                   const Answers& findings = {}) {
    Order order{.command = find_command(Target::task, command), .number = number, .task = task};
    order.input.findings = findings;
    Applications::Change change = change_of(program->applications, {by, {}}, order);
    std::promise<std::string> said;
    program->applications.change(std::move(change),
                                 [&](const Result<Executed<Applications::Changed>>& changed) {
                                   std::string text = changed ? "" : changed.error().code;
                                   if (!changed && !changed.error().fields.empty()) {
                                     text.clear();
                                     for (const auto& wrong : changed.error().fields)
                                       text += wrong.pointer + " " + wrong.code + ";";
                                   }
                                   said.set_value(text);
                                 });
    return said.get_future().get();
  }
  std::vector<std::string> kinds() const {
    std::vector<std::string> all;
    for (const Event& event : stored(number).process.timeline) all.emplace_back(name(event.kind));
    return all;
  }

  const auth::Principal botir = who(auth::Role::specialist, kBobur, "architecture");
  const auth::Principal chief = who(auth::Role::department_head, kAziza, "architecture");
  std::string number;
};
INSTANTIATE_TEST_SUITE_P(Engines, FindingsOfCases, db::testing::program_engines(), db::testing::engine_name);

TEST_P(FindingsOfCases, ChangeTheRouteAndTheFeeAndStandOnTheDocument) {
  EXPECT_EQ(stored(number).process.tasks.size(), 2u) << "nobody knows yet that the tree is old";
  answer(Confirmation::confirmed, kPlanted);
  EXPECT_THAT(stored(number).process.findings(), (Answers{{"t_since", "1990-05-01"}}));
  EXPECT_THAT(kinds(), ElementsAre("case_submitted", "fee_paid", "findings_recorded", "route_changed",
                                   "task_decided"));
  ASSERT_EQ(give(botir, "claim", "visit"), "");
  EXPECT_EQ(give(botir, "approve", "visit"), "/findings/t_girth error.required;");
  EXPECT_EQ(give(botir, "approve", "visit", {{"t_girth", "thick"}}), "/findings/t_girth error.not_whole;");
  EXPECT_EQ(give(botir, "approve", "visit", {{"t_girth", 120}, {"t_tree", "oak"}}),
            "/findings/t_tree error.unknown_field;");
  EXPECT_EQ(give(botir, "record", "visit", {{"t_girth", "120"}}), "") << "as it is typed";
  EXPECT_EQ(stored(number).process.state, CaseState::awaiting_payment) << "a thick one costs more";
  ASSERT_EQ(pay(), "");
  EXPECT_EQ(give(botir, "approve", "visit"), "") << "what is recorded is not asked again";
  ASSERT_EQ(give(chief, "claim", "decide"), "");
  EXPECT_EQ(give(chief, "approve", "decide"), "/findings/t_until error.required;");
  EXPECT_EQ(give(chief, "approve", "decide", {{"t_until", "2026-11-23"}}),
            "/findings/t_until error.in_the_past;");
  const auto sheet =
      program->applications.preview(change_of(program->applications, {chief, {}},
                                              {.command = find_command(Target::task, "approve"),
                                               .number = number,
                                               .task = "decide",
                                               .input = {.findings = {{"t_until", "2027-03-01"}}}}));
  ASSERT_TRUE(sheet);
  EXPECT_EQ(give(chief, "approve", "decide", {{"t_until", "1.3.2027"}}), "");
  const Application decided = stored(number);
  EXPECT_EQ(decided.process.state, CaseState::issued);
  const auto issued = db->reading([&](db::Tx&) { return program->results.search({.centre = kSergeli}); });
  ASSERT_EQ(issued.size(), 1u);
  EXPECT_EQ(issued[0].valid_until, parse_iso_day("2027-03-01"));
  std::vector<std::string> wrong;
  db->read([&](db::Tx& tx) {
    verify(tx, kSergeli, [&](const audit::Mismatch& mismatch) { wrong.push_back(mismatch.reason); });
  });
  EXPECT_THAT(wrong, IsEmpty());
}

TEST_P(FindingsOfCases, AreNotInTheLogOfEvents) {
  answer(Confirmation::confirmed, kPlanted);
  for (const auto& line : events()) EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr("1990-05-01")));
}

TEST_P(FindingsOfCases, AnAnswerThatDoesNotFitIsForPeople) {
  for (const char* data :
       {"{}", R"({"planted_on":7})", R"({"planted_on":"long ago"})", R"({"planted_on":[{}]})"}) {
    answer(Confirmation::confirmed, data);
    const Application still = stored(number);
    EXPECT_EQ(still.process.find("registry")->state, TaskState::open) << data;
    EXPECT_EQ(still.process.timeline.back().reference, "unknown") << data;
    EXPECT_THAT(still.process.timeline.back().marked, ElementsAre("findings/t_since")) << data;
  }
  ASSERT_EQ(give(who(auth::Role::specialist, kBobur, "land-cadastre"), "claim", "registry"), "");
  EXPECT_EQ(give(who(auth::Role::specialist, kBobur, "land-cadastre"), "approve", "registry",
                 {{"t_since", "2010-01-01"}}),
            "");
  EXPECT_EQ(stored(number).process.tasks.size(), 2u) << "a young tree is not measured";
}

TEST_P(FindingsOfCases, AnAnswerAboutAnotherPersonIsForPeople) {
  answer(Confirmation::confirmed, R"({"planted_on":"1990-05-01","pinfl":"30101900000017"})");
  EXPECT_THAT(stored(number).process.timeline.back().marked, ElementsAre("applicant/pinfl"));
  EXPECT_THAT(stored(number).process.findings(), IsEmpty());
  answer(Confirmation::confirmed, R"({"planted_on":"1990-05-01","pinfl":"40203901234567"})");
  EXPECT_EQ(stored(number).process.find("registry")->state, TaskState::done);
}

TEST_P(FindingsOfCases, WhatADeniedAnswerLacksIsFoundByWhoDecides) {
  answer(Confirmation::denied, "{}");
  ASSERT_EQ(give(chief, "claim", "decide"), "");
  EXPECT_EQ(give(chief, "approve", "decide", {{"t_until", "2027-03-01"}}),
            "/findings/t_since error.required;");
  EXPECT_EQ(give(chief, "approve", "decide", {{"t_until", "2027-03-01"}, {"t_since", "2011-02-03"}}), "");
  EXPECT_EQ(stored(number).process.state, CaseState::issued);
}

TEST_P(FindingsOfCases, AreTakenBackAndNotGutted) {
  answer(Confirmation::confirmed, kPlanted);
  ASSERT_EQ(give(botir, "claim", "visit"), "");
  ASSERT_EQ(give(botir, "record", "visit", {{"t_girth", 12}}), "");
  EXPECT_EQ(give(botir, "record", "visit", {{"t_girth", catalogue::Value()}}), "") << "it is taken back";
  EXPECT_EQ(stored(number).process.findings().count("t_girth"), 0u);
  EXPECT_EQ(give(botir, "approve", "visit", {{"t_girth", ""}}), "/findings/t_girth error.required;");
  ASSERT_EQ(give(botir, "approve", "visit", {{"t_girth", 12}}), "");
  EXPECT_EQ(give(botir, "record", "visit", {{"t_girth", catalogue::Value()}}),
            "/findings/t_girth error.required;")
      << "the step is done by it";
  EXPECT_EQ(give(botir, "record", "visit", {{"t_girth", 13}}), "");
}

TEST_P(FindingsOfCases, AnotherPersonsNumberIsSeenHoweverItIsWritten) {
  for (const char* data : {R"({"planted_on":"1990-05-01","pinfl":30101900000017})",
                           R"({"planted_on":"1990-05-01","pinfl":[{"a":"30101900000017"}]})"}) {
    answer(Confirmation::confirmed, data);
    EXPECT_EQ(stored(number).process.find("registry")->state, TaskState::open) << data;
  }
}

TEST_P(FindingsOfCases, OfARegistryAreWhatIsAskedBecauseOfWhatItHolds) {
  catalogue::Files files = files_of_the_tree();
  catalogue::replace_once(files.at(catalogue::kTreeFelling), "findings: [{id: t_since, from: planted_on}]",
                          "findings: [{id: t_since, from: planted_on}, {id: t_other, when: "
                          "\"findings.t_since < '2000-01-01'\"}]");
  yaml::Problems problems;
  const auto catalogue = catalogue::read(files, problems);
  ASSERT_TRUE(catalogue) << problems.front().to_string();
  const catalogue::Edition edition(*catalogue);
  const auto found = [&](const char* data) {
    const Application application = stored(number);
    return found_in_answer(edition, application, program->applications.facts_of(application), "registry",
                           data);
  };
  EXPECT_EQ(found(R"({"planted_on":"1990-05-01","t_other":"1991-01-01"})").findings.size(), 2u);
  EXPECT_THAT(found(kPlanted).misfits, ElementsAre("findings/t_other"));
  EXPECT_EQ(found(R"({"planted_on":"2010-05-01","t_other":"1991-01-01"})").findings.size(), 1u);
}

TEST_P(FindingsOfCases, ThatItCannotBeDoneIsSaidBeforeWhatIsLacking) {
  EXPECT_EQ(give(chief, "approve", "decide"), "task_state");
}

TEST_P(FindingsOfCases, AreGoneWithThePerson) {
  answer(Confirmation::confirmed, kPlanted);
  ASSERT_EQ(
      program->change(number, [](const Case& subject, Time at) { return subject.withdraw(kApplicant, at); }),
      "");
  now += std::chrono::days(366 * 6);
  EXPECT_EQ(erased_after_notice(), 1u);
  EXPECT_THAT(stored(number).process.findings(), IsEmpty());
  const auto rows = db->reading([](db::Tx& tx) {
    std::string all;
    tx.each("SELECT events FROM applications", {},
            [&](const db::Row& row) { return all += row.text(0), true; });
    return all;
  });
  EXPECT_EQ(rows.find("1990-05-01"), std::string::npos);
}

}  // namespace
}  // namespace biroyna::cases
