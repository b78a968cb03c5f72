// What domain_rights_test.cpp says of one case, over a database: lines in which cases wait for each other,
// silence that the program notices, seasons, concessions, what was refused and why.
#include <gmock/gmock.h>

#include "features/cases/store_figures.hpp"
#include "features/cases/test_centre.hpp"
#include "features/catalogue/test_form.hpp"

namespace biroyna::cases {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ServiceId kTree("tree-felling");
const Actor kGiver{ActorKind::staff, "aziza"};

// The service of trees, with a part of its definition written otherwise.
catalogue::Files tree_with(std::string_view more, std::string_view formula = "0.25") {
  catalogue::Files files = catalogue::files_with_form();
  std::string& text = files.at(catalogue::kTreeFelling);
  catalogue::replace_once(text, "if(t_height > 10, 0.5, 0.25)", formula);
  text += more;
  return files;
}

class RightsOfApplicants : public CentreTest {
 protected:
  void import(const catalogue::Files& files) {
    yaml::Problems problems;
    program->catalogues.import(files, "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  }
  // Its number, or the code of the refusal.
  std::string apply(const char* tree = "fruit", catalogue::Answers more = {}) {
    NewApplication wanted{
        .centre = kSergeli, .service = kTree, .applicant = {}, .answers = {}, .documents = {}};
    wanted.applicant.family_name = "Karimova";
    wanted.applicant.given_name = "Zuhra";
    wanted.applicant.birth_date = parse_iso_day("1990-03-02");
    wanted.applicant.passport = "AA1234567";
    wanted.applicant.phone = "+998901234567";
    wanted.answers = {{"t_tree", tree}, {"t_planted", std::vector<catalogue::Answers>{{{"height", 2}}}}};
    for (auto& [field, value] : more) wanted.answers.insert_or_assign(field, std::move(value));
    std::string number = make_number();
    db->write_and_wait([&](db::Tx& tx) {
      const auto made =
          program->applications.submit(tx, wanted, catalogue::Channel::window, kGiver, number, {});
      if (!made) number = made.error().fields.empty() ? made.error().code : made.error().fields[0].pointer;
    });
    return number;
  }
  CaseState state(const std::string& number) const { return stored(number).process.state; }
  std::optional<int> ahead(const std::string& number) const {
    return program->applications.ahead(stored(number));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RightsOfApplicants, db::testing::program_engines(),
                         db::testing::engine_name);

constexpr const char* kLine =
    "waiting_list:\n  by: t_tree\n  first:\n    - {when: \"count(t_planted) > 1\", names: *t}\n";

TEST_P(RightsOfApplicants, AClosedLineIsWaitedInByTheRulesOfTheCatalogue) {
  import(tree_with(kLine, "0"));
  const std::string at_once = apply();
  EXPECT_EQ(state(at_once), CaseState::submitted) << "nobody waits where there is enough";
  ASSERT_TRUE(program->applications.set_line(kSergeli, kTree, "fruit", true, kGiver));
  const std::string late = apply();
  now += 1h;
  const catalogue::Answers two = {
      {"t_planted", std::vector<catalogue::Answers>{{{"height", 2}}, {{"height", 3}}}}};
  const std::string first = apply("fruit", two), second = apply("fruit", two);
  EXPECT_EQ(state(first), CaseState::awaiting_turn);
  EXPECT_EQ(state(apply("other", {{"t_height", 2}})), CaseState::submitted) << "another line";
  EXPECT_EQ(ahead(first), 0);
  EXPECT_EQ(ahead(second), 1);
  EXPECT_EQ(ahead(late), 2) << "although it came before: the rule goes first";
  const auto lines = program->applications.lines(kSergeli, kTree);
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].line, "fruit");
  EXPECT_EQ(lines[0].waiting, 3);
  EXPECT_TRUE(lines[0].closed);

  EXPECT_EQ(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver)->number, first);
  EXPECT_EQ(state(first), CaseState::submitted);
  EXPECT_EQ(ahead(first), std::nullopt);
  EXPECT_EQ(ahead(late), 1);
  // Opened again, who waits waits on, and nobody overtakes them.
  ASSERT_TRUE(program->applications.set_line(kSergeli, kTree, "fruit", false, kGiver));
  EXPECT_EQ(state(apply()), CaseState::awaiting_turn);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver));
  EXPECT_EQ(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver).error().code, "nobody_waits");
  EXPECT_EQ(state(apply()), CaseState::submitted);
  EXPECT_EQ(program->applications.set_line(kSergeli, kReferral, "1", true, kGiver).error().code, "not_found")
      << "a service without a list";
  EXPECT_THAT(events("turn_came"), SizeIs(4));
  EXPECT_THAT(events("line_closed"), ElementsAre(HasSubstr("{\"line\":\"fruit\"}")));
}

TEST_P(RightsOfApplicants, OneFreePlaceCallsOneFamily) {
  import(tree_with(kLine, "0"));
  ASSERT_TRUE(program->applications.set_line(kSergeli, kTree, "fruit", true, kGiver));
  const std::string first = apply(), second = apply();
  const auto shown = program->applications.lines(kSergeli, kTree)[0].next;
  EXPECT_EQ(shown, first);
  EXPECT_TRUE(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver, shown));
  EXPECT_EQ(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver, shown).error().code,
            "turn_given");
  EXPECT_EQ(state(second), CaseState::awaiting_turn);
}

TEST_P(RightsOfApplicants, AnOrderThatComesAfterTheTermFindsItGranted) {
  import(tree_with("silence:\n  ground: {uz-Latn: a, uz-Cyrl: а, ru: а, en: Law 701}\n", "0"));
  const std::string number = apply();
  db->write_and_wait([&](db::Tx& tx) {
    program->applications.answered(tx, kSergeli, number, "registry", Confirmation::denied, "");
  });
  ASSERT_EQ(program->change(number, [](const Case& one, Time at) { return one.claim("decide", kZuhra, at); }),
            "");
  now = program->applications.due_times(stored(number)).of_case.value() + 1s;  // and nobody has looked
  EXPECT_EQ(program->change(number,
                            [](const Case& one, Time at) {
                              return one.refuse("decide", kZuhra, "t-protected", "Too late.", at);
                            }),
            "case_state");
  EXPECT_EQ(stored(number).process.outcome(), CaseState::granted);
  EXPECT_THAT(stored(number).process.results, SizeIs(1));
}

TEST_P(RightsOfApplicants, WhoWithdrawsLeavesTheLine) {
  import(tree_with(kLine, "0"));
  ASSERT_TRUE(program->applications.set_line(kSergeli, kTree, "fruit", true, kGiver));
  const std::string first = apply(), second = apply();
  ASSERT_EQ(program->change(first, [](const Case& one, Time at) { return one.withdraw(kApplicant, at); }),
            "");
  EXPECT_EQ(ahead(second), 0);
  restart();
  EXPECT_EQ(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver)->number, second);
}

TEST_P(RightsOfApplicants, TheTermBeginsWithTheTurn) {
  import(tree_with(kLine, "0"));
  ASSERT_TRUE(program->applications.set_line(kSergeli, kTree, "fruit", true, kGiver));
  const std::string number = apply();
  EXPECT_EQ(program->applications.due_times(stored(number)).of_case, std::nullopt);
  go_on(now + 24h * 30);
  EXPECT_EQ(state(number), CaseState::awaiting_turn);
  EXPECT_THAT(said(number), IsEmpty()) << "nobody is late";
  ASSERT_TRUE(program->applications.give_turn(kSergeli, kTree, "fruit", kGiver));
  const auto due = program->applications.due_times(stored(number)).of_case;
  ASSERT_TRUE(due);
  EXPECT_GT(*due, now + 24h * 6) << "six working days from now";
}

TEST_P(RightsOfApplicants, WhatNobodyDecidesInTermIsGrantedAndItsPaperSaysSo) {
  import(tree_with("silence:\n  ground: {uz-Latn: a, uz-Cyrl: а, ru: а, en: Law 701}\n", "0"));
  const std::string number = apply(), decided = apply();
  for (const auto& one : {number, decided}) {
    db->write_and_wait([&](db::Tx& tx) {
      program->applications.answered(tx, kSergeli, one, "registry", Confirmation::confirmed, "",
                                     R"({"planted_on":"1990-05-01"})");
    });
  }
  ASSERT_EQ(
      program->change(decided, [](const Case& one, Time at) { return one.claim("decide", kZuhra, at); }), "");
  ASSERT_EQ(program->change(decided,
                            [](const Case& one, Time at) { return one.approve("decide", kZuhra, "", at); }),
            "");
  const Time due = program->applications.due_times(stored(number)).of_case.value();
  go_on(due);
  EXPECT_EQ(state(number), CaseState::in_work) << "until its last moment";
  EXPECT_THAT(said(number), Contains(HasSubstr("escalated"))) << "and somebody was called before";
  restart();
  go_on(due + 20min);
  const Application granted = stored(number);
  EXPECT_EQ(granted.process.state, CaseState::issued);
  EXPECT_EQ(granted.process.outcome(), CaseState::granted);
  ASSERT_THAT(granted.process.results, SizeIs(1));
  EXPECT_THAT(stored(decided).process.results, SizeIs(1)) << "what was decided stays as it was";
  EXPECT_THAT(events("granted_by_silence"), SizeIs(1));
  go_on(due + 48h);
  EXPECT_THAT(stored(number).process.results, SizeIs(1)) << "once";
}

TEST_P(RightsOfApplicants, ASeasonIsOpenOnItsDaysAlone) {
  import(tree_with("season: {from: \"11-20\", to: \"01-10\"}\n", "0"));
  EXPECT_THAT(apply(), SizeIs(kNumberSigns)) << "the 24th of November";
  now = *parse_rfc3339("2027-01-10T18:59:00Z");  // a minute to midnight in Tashkent
  EXPECT_THAT(apply(), SizeIs(kNumberSigns));
  now += 1min;
  EXPECT_EQ(apply(), "out_of_season");
  now = *parse_rfc3339("2027-11-19T19:00:00Z");
  EXPECT_THAT(apply(), SizeIs(kNumberSigns));
}

TEST_P(RightsOfApplicants, WhatWasRefusedIsFoundByItsGround) {
  import(tree_with("", "0"));
  const std::string number = apply(), other = apply();
  for (const auto& one : {number, other}) {
    db->write_and_wait([&](db::Tx& tx) {
      program->applications.answered(tx, kSergeli, one, "registry", Confirmation::denied, "");
    });
    ASSERT_EQ(program->change(one, [](const Case& c, Time at) { return c.claim("decide", kZuhra, at); }), "");
  }
  ASSERT_EQ(program->change(number,
                            [](const Case& c, Time at) {
                              return c.refuse("decide", kZuhra, "t-protected", "It is the last one.", at,
                                              "3");
                            }),
            "");
  const auto refused = [&](const std::vector<DepartmentId>& theirs, Time since) {
    return db->reading([&](db::Tx& tx) { return refused_tasks(tx, kSergeli, theirs, since, 10); });
  };
  EXPECT_THAT(refused({}, now), ElementsAre(AllOf(Field(&RefusedTask::number, number),
                                                  Field(&RefusedTask::ground, "t-protected"),
                                                  Field(&RefusedTask::person, kZuhra))))
      << "not what a registry denied";
  EXPECT_THAT(refused({DepartmentId("architecture")}, now), SizeIs(1));
  EXPECT_THAT(refused({kPreschool}, now), IsEmpty());
  EXPECT_THAT(refused({}, now + 1s), IsEmpty());
}

}  // namespace
}  // namespace biroyna::cases
