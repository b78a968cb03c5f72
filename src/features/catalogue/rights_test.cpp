// What a service says of concessions, seasons, waiting lists and silence, and what a centre takes of what is
// offered.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/test_form.hpp"
#include "features/catalogue/test_mistakes.hpp"

namespace biroyna::catalogue {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Property;

const Day kAnyDay = *parse_iso_day("2026-11-24");

TEST(Season, IsTheOneInWhichADayLiesOrTheNext) {
  using std::chrono::month;
  const Season summer{month(6) / 20, month(8) / 15}, winter{month(11) / 20, month(1) / 10};
  const auto day = [](const char* text) { return *parse_iso_day(text); };
  for (const auto& [season, today, from, to, open] :
       std::initializer_list<std::tuple<Season, const char*, const char*, const char*, bool>>{
           {summer, "2026-06-19", "2026-06-20", "2026-08-15", false},
           {summer, "2026-06-20", "2026-06-20", "2026-08-15", true},
           {summer, "2026-08-15", "2026-06-20", "2026-08-15", true},
           {summer, "2026-08-16", "2027-06-20", "2027-08-15", false},
           {winter, "2026-11-19", "2026-11-20", "2027-01-10", false},
           {winter, "2026-12-31", "2026-11-20", "2027-01-10", true},
           {winter, "2027-01-10", "2026-11-20", "2027-01-10", true},
           {winter, "2027-01-11", "2027-11-20", "2028-01-10", false}}) {
    const OpenDays days = open_days(season, day(today));
    EXPECT_EQ(days.from, day(from)) << today;
    EXPECT_EQ(days.to, day(to)) << today;
    EXPECT_EQ(is_open(season, day(today)), open) << today;
  }
}

class Concessions : public ::testing::Test {
 protected:
  Concessions() : catalogue(reference()), service(*catalogue.find(ServiceId("facade-change-approval"))) {}
  std::int64_t fee(const Answers& answers, const Answers& findings = {},
                   Channel channel = Channel::window) const {
    Facts facts;
    facts.today = kAnyDay;
    facts.channel = channel;
    facts.findings = findings;
    return fee_due(catalogue, service, answers, facts).value().amount;
  }
  Catalogue catalogue;
  const Service& service;
};

TEST_F(Concessions, AreGivenToWhoClaimsThemUntilTheRegisterSaysOtherwise) {
  const Answers nothing, claimed = {{"concession_claimed", "social-registry"}};
  EXPECT_EQ(fee(nothing), 12'360'000) << "0.3 of 412,000 soʻm";
  EXPECT_EQ(fee(claimed), 6'180'000);
  EXPECT_EQ(fee(claimed, {{"concession", "none"}}), 12'360'000)
      << "what is found stands above what is claimed";
  EXPECT_EQ(fee(claimed, {{"concession", "disability-1"}}), 6'180'000);
  EXPECT_EQ(fee(nothing, {{"concession", "disability-2"}}), 6'180'000) << "also where nobody claimed it";
}

TEST_F(Concessions, GoWithThePortalsPriceAsTheCatalogueSays) {
  const Answers claimed = {{"concession_claimed", "social-registry"}};
  EXPECT_EQ(fee({}, {}, Channel::online), 11'124'000);
  EXPECT_EQ(fee(claimed, {}, Channel::online), 5'562'000) << "0.9 of the half";
  catalogue.concessions_on_portal = false;
  EXPECT_EQ(fee(claimed, {}, Channel::online), 6'180'000) << "the lower of the two";
}

TEST_F(Concessions, AreShownOnlyWhereTheyAreGiven) {
  const auto& food = *catalogue.find(ServiceId("kindergarten-referral"));
  for (const auto& concession : catalogue.concessions) {
    EXPECT_TRUE(may_have(concession, service)) << concession.id;
    EXPECT_FALSE(may_have(concession, food)) << concession.id;
  }
  for (const auto& one : catalogue.services) {
    const bool for_people = one.for_individuals && (one.fee_bhm > 0 || one.fee_formula);
    EXPECT_EQ(may_have(catalogue.concessions.front(), one), for_people) << one.id.str();
  }
}

std::vector<std::string> mistakes_of(const std::string& old, const std::string& with,
                                     const char* file = kTreeFelling) {
  Files files = files_with_form();
  replace_once(files.at(file), old, with);
  return mistakes(files);
}

TEST(Rights, AreCheckedWhenTheyAreRead) {
  const auto mistakes_with = [](const std::string& more) {
    return mistakes_of("keep_years: 5\n", "keep_years: 5\n" + more);
  };
  EXPECT_THAT(
      mistakes_with("hearing: {working_days: 5}\nsilence: {ground: *t}\nidentity: visit\n"
                    "season: {from: \"06-20\", to: \"08-15\"}\n"
                    "waiting_list: {by: t_tree, first: [{when: \"t_tree == 'fruit'\", names: *t}]}\n"),
      IsEmpty());
  EXPECT_THAT(mistakes_with("hearing: {working_days: 0}\n"), Contains(HasSubstr("working_days")));
  EXPECT_THAT(mistakes_with("identity: typed\n"),
              Contains(HasSubstr("\"identity\" is visit or zone, or is left out")));
  EXPECT_THAT(mistakes_with("season: {from: \"20.06\", to: \"08-15\"}\n"),
              Contains(HasSubstr("write it like 06-20")));
  EXPECT_THAT(mistakes_with("season: {from: \"02-29\", to: \"08-15\"}\n"),
              Contains(HasSubstr("write it like 06-20")));
  EXPECT_THAT(mistakes_with("waiting_list: {by: t_owner}\n"), Contains(HasSubstr("a choice or a number")));
  EXPECT_THAT(mistakes_with("waiting_list: {by: t_girth}\n"), Contains(HasSubstr("a choice or a number")))
      << "not asked";
  EXPECT_THAT(mistakes_with("waiting_list: {first: [{when: \"findings.t_girth > 9\", names: *t}]}\n"),
              Contains(HasSubstr("no step before this finds")));
  EXPECT_THAT(mistakes_of("issues: {document: permit", "silence: {ground: *t}\nissues: {document: statement"),
              Contains(HasSubstr("only a permit is granted by silence")));
  EXPECT_THAT(mistakes_of("fee: {formula", "fee: {kind: tax, formula"),
              Contains(HasSubstr("state_duty or contract")));
}

// What editors are shown is what the program reads.
TEST(TheExampleOfTheDocumentation, IsAServiceOfTheReferenceCatalogue) {
  std::ifstream file("docs/definitions.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string head = "```yaml\n# services/fair-place.yaml\n";
  const auto begins = text.find(head);
  ASSERT_NE(begins, std::string::npos);
  const auto ends = text.find("```\n", begins + head.size());
  Files files = reference_files();
  files["services/fair-place.yaml"] = text.substr(begins + head.size(), ends - begins - head.size());
  EXPECT_THAT(mistakes(files), IsEmpty());
  yaml::Problems problems;
  const Service example = *read(files, problems).value().find(ServiceId("fair-place"));
  EXPECT_EQ(example.hearing_days, 3);
  EXPECT_TRUE(example.silence && example.season && example.waiting_list && example.needs_identity);
  EXPECT_EQ(example.fee_kind, FeeKind::state_duty);
  EXPECT_TRUE(example.fee_back && example.fee_formula);
}

TEST(OptionalServices, AreReadAlwaysAndThereWhereTheCentreTakesThem) {
  Files files = reference_files();
  yaml::Problems problems;
  const auto without = read(files, problems);
  ASSERT_TRUE(without);
  EXPECT_EQ(without->find(ServiceId("gas-connection")), nullptr);
  files.at("centre.yaml") += "optional: [gas-connection, home-visit, utility-account-holder]\n";
  const auto with = read(files, problems);
  ASSERT_TRUE(with) << problems.front().to_string();
  EXPECT_EQ(with->services.size(), without->services.size() + 3);
  EXPECT_NE(with->find(ServiceId("gas-connection")), nullptr);
  replace_once(files.at("centre.yaml"), "home-visit", "no-such");
  replace_once(files.at("optional/gas-connection.yaml"), "department: utilities", "department: nobody");
  const auto all = mistakes(files);
  EXPECT_THAT(all, Contains(HasSubstr("there is no optional service \"no-such\"")));
  EXPECT_THAT(all, Contains(HasSubstr("unknown department \"nobody\"")));
}

TEST(Grounds, AreTheServicesOwn) {
  yaml::Problems problems;
  const auto catalogue = read(files_with_all_services(), problems);
  ASSERT_TRUE(catalogue) << problems.front().to_string();
  EXPECT_GE(catalogue->services.size(), 64u);
  for (const auto& service : catalogue->services)
    EXPECT_EQ(service.ground.in(Language::en).find("457"), std::string::npos)
        << service.id.str() << " stands on the law of procedure";
}

}  // namespace
}  // namespace biroyna::catalogue
