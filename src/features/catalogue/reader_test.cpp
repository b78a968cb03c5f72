#include "features/catalogue/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "features/catalogue/test_mistakes.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kKindergarten = "services/kindergarten-referral.yaml";
constexpr const char* kFood = "services/sanitary-conclusion-food.yaml";

class Mistake : public ::testing::TestWithParam<Mistaken> {};

TEST_P(Mistake, IsFoundWithFileAndLine) { expect_found(GetParam(), reference_files()); }

INSTANTIATE_TEST_SUITE_P(
    Reader, Mistake,
    ::testing::Values(
        Mistaken{"unknown_department", kKindergarten, "department: preschool", "department: zags",
                 "unknown department \"zags\""},
        Mistaken{"unknown_sphere", "departments.yaml", "sphere: health", "sphere: healing",
                 "unknown sphere \"healing\""},
        Mistaken{"region_unknown", "districts.yaml", "\"1726294\"", "\"1708401\"",
                 "the region \"1708000\" of this district stands not before it"},
        Mistaken{"unknown_document", kKindergarten, "{id: birth-certificate,", "{id: birth-paper,",
                 "unknown document \"birth-paper\""},
        Mistaken{"unknown_service", "life-events.yaml", "- birth-lump-sum", "- birth-sum",
                 "unknown service \"birth-sum\""},
        Mistaken{"unknown_skill", "windows.yaml", "{service: pension-certificate,",
                 "{service: pension-paper,", "unknown service \"pension-paper\""},
        Mistaken{"missing_language", kKindergarten, "  en: Referral to a state kindergarten\n", "",
                 "\"en\" is missing", "  uz-Latn: Davlat"},
        Mistaken{"empty_text", kKindergarten, "en: Referral to a state kindergarten", "en: ''",
                 "\"en\" is empty"},
        Mistaken{"fifth_language", "spheres.yaml", "      en: Health\n",
                 "      en: Health\n      fr: Santé\n", "unknown key \"fr\""},
        Mistaken{"circular_steps", kFood, "working_days: 2, after: [],", "working_days: 2, after: [issue],",
                 "the steps wait for each other in a circle: check → issue → inspection", "  - {id: check"},
        Mistaken{"unknown_step", kFood, "working_days: 2, after: [],", "working_days: 2, after: [visit],",
                 "step \"check\" waits for an unknown step \"visit\"", "  - {id: check"},
        Mistaken{"term_too_short", kFood, "working_days: 10", "working_days: 9",
                 "the steps take 10 working days, the term is 9", "  - {id: check"},
        Mistaken{"hours_backwards", "centre.yaml", "[\"09:00-14:00\"]", "[\"14:00-09:00\"]",
                 "impossible hours \"14:00-09:00\": they end before they begin"},
        Mistaken{"hours_overlap", "windows.yaml", "[\"09:00-13:00\",", "[\"09:00-15:00\",",
                 "impossible hours \"14:00-18:00\": they begin before the range in front ends"},
        Mistaken{"hours_unreadable", "centre.yaml", "[\"09:00-14:00\"]", "[\"9 to 14\"]",
                 "hours are written like \"09:00-18:00\", not \"9 to 14\""},
        Mistaken{"day_that_is_none", "holidays.yaml", "2026-12-08", "2026-13-08",
                 "\"2026-13-08\" is not a day; write it like 2026-12-08"},
        Mistaken{"holiday_twice", "holidays.yaml", "2026-12-08", "2026-10-01",
                 "2026-10-01 stands here twice"},
        Mistaken{"holiday_that_works", "holidays.yaml", "2026-12-12", "2026-12-08",
                 "2026-12-08 is a holiday as well"},
        Mistaken{"known_until_no_day", "holidays.yaml", "known_until: 2026-12-31", "known_until: soon",
                 "\"soon\" is not a day; write it like 2026-12-08"},
        Mistaken{
            "department_that_never_works", "departments.yaml", "  - id: pension\n",
            "  - id: pension\n    hours: {mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: []}\n",
            "a department works on some day of the week", "    hours: {mon: []"},
        Mistaken{"id_twice", "priorities.yaml", "id: veteran", "id: elderly",
                 "the id \"elderly\" stands here twice"},
        Mistaken{"id_with_capitals", "life-events.yaml", "id: moving", "id: Moving",
                 "the id \"Moving\" may only have small letters a-z, digits and hyphens"},
        Mistaken{"underscore_in_a_window", "windows.yaml", "id: \"10\"", "id: \"window_10\"",
                 "the id \"window_10\" may only have small letters a-z, digits and hyphens"},
        Mistaken{"blank_in_a_class", "priorities.yaml", "id: with_child", "id: with child",
                 "the id \"with child\" may only have small letters a-z, digits, hyphens and \"_\""},
        Mistaken{"unknown_key", kKindergarten, "online: true\n", "online: true\nonlime: true\n",
                 "unknown key \"onlime\""},
        Mistaken{"missing_key", kKindergarten, "online: true\n", "", "\"online\" is missing", "id:"},
        Mistaken{"flag", kKindergarten, "online: true", "online: maybe", "\"online\" must be true or false"},
        Mistaken{"number", "fees.yaml", "portal_factor: 0.9", "portal_factor: 1.9",
                 "\"portal_factor\" must be a number from 0 to 1, not \"1.9\""},
        Mistaken{"amounts_in_disorder", "fees.yaml", "2025-08-01", "2024-08-01",
                 "the amounts must stand in the order of their days"},
        Mistaken{"letter_of_another_script", "groups.yaml", "letter: K", "letter: К",
                 "a group's letter is one of A to Z, not \"К\""},
        Mistaken{"letter_twice", "groups.yaml", "letter: K", "letter: A",
                 "the letter \"A\" belongs to group \"family\" already"},
        Mistaken{"recipients", kKindergarten, "[individual]", "[parent]",
                 "\"recipients\" lists individual, business or both"},
        Mistaken{"minutes", kKindergarten, "p90: 18", "p90: 8", "\"p90\" must not be less than \"median\""},
        Mistaken{"stop_word_of_two_words", "search.yaml", "stop_words: [", "stop_words: [how much,",
                 "\"how much\" is not one word of letters or digits", "stop_words"},
        Mistaken{"synonym_alone", "search.yaml", "[ипотека, mortgage]", "[ипотека]",
                 "a group of synonyms has two words at least"},
        Mistaken{"synonym_without_letters", "search.yaml", "[субсидия, subsidy]", "[субсидия, '!']",
                 "\"!\" is not one word of letters or digits"},
        Mistaken{"keyword_without_letters", kKindergarten, "keywords:\n  uz-Latn: [",
                 "keywords:\n  uz-Latn: ['…', ", "the keyword \"…\" has no letter or digit",
                 "  uz-Latn: ['…'"},
        Mistaken{"link_in_the_clear", "elsewhere.yaml", "link: https://my.sud.uz", "link: http://my.sud.uz",
                 "\"http://my.sud.uz\" does not begin with https://"},
        Mistaken{"elsewhere_without_place", "elsewhere.yaml",
                 "      en: At a notary; the my.gov.uz portal has the address of the nearest office.\n", "",
                 "\"en\" is missing", "      uz-Latn: Notariusda"},
        Mistaken{"elsewhere_twice", "elsewhere.yaml", "- id: foreign-passport", "- id: passport",
                 "the id \"passport\" stands here twice"},
        Mistaken{"unknown_zone", "centre.yaml", "Asia/Tashkent", "Asia/Sergeli",
                 "unknown time zone \"Asia/Sergeli\""},
        Mistaken{"unknown_default_language", "centre.yaml", "default_language: uz-Latn",
                 "default_language: kaa", "unknown language \"kaa\""},
        Mistaken{"wrong_file_name", "services/agri-plot-division.yaml", "id: agri-plot-division",
                 "id: agri-plot", "this service belongs into services/agri-plot.yaml"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Reader, TheReferenceCatalogueHasNoMistake) { EXPECT_THAT(mistakes(reference_files()), IsEmpty()); }

TEST(Reader, AllMistakesAreFoundAtOnce) {
  Files files = reference_files();
  replace_once(files.at(kKindergarten), "department: preschool", "department: zags");
  replace_once(files.at("groups.yaml"), "letter: K", "letter: 7");
  replace_once(files.at("centre.yaml"), "promise_minutes: 15", "promise_minutes: soon");
  replace_once(files.at("priorities.yaml"), "id: none", "id: nobody");
  const auto at = [&](const std::string& file, std::string_view start) {
    return fmt::format("{}:{}", file, line_of(files.at(file), start));
  };
  EXPECT_THAT(
      mistakes(files),
      ElementsAre(at("centre.yaml", "  promise_minutes") +
                      ": \"promise_minutes\" must be a whole number from 1 to 240, not \"soon\"",
                  at("groups.yaml", "    letter: 7") + ": a group's letter is one of A to Z, not \"7\"",
                  "priorities.yaml: the class \"none\" is missing",
                  at(kKindergarten, "department:") + ": unknown department \"zags\""));
}

TEST(Reader, FilesThatAreMissingStrangeOrUnreadableComeFirst) {
  Files files = reference_files();
  replace_once(files.at("groups.yaml"), "letter: K", "letter: 7");
  replace_once(files.at("spheres.yaml"), "spheres:\n", "spheres: [\n");
  files.erase("life-events.yaml");
  files["service.yaml"] = "id: lost";
  EXPECT_THAT(mistakes(files), ElementsAre("life-events.yaml: the file is missing",
                                           "service.yaml: this file does not belong here",
                                           "spheres.yaml:3: did not find expected node content"));
}

TEST(Reader, AServiceThatNoWindowServesIsFound) {
  Files files = reference_files();
  std::string orphan = files.at(kKindergarten);
  replace_once(orphan, "id: kindergarten-referral", "id: kindergarten-visit");
  files["services/kindergarten-visit.yaml"] = orphan;
  for (std::size_t at = 0; (at = files.at("windows.yaml").find("group: school", at)) != std::string::npos;) {
    files.at("windows.yaml").replace(at, 13, "department: education");
  }
  EXPECT_THAT(mistakes(files), ::testing::Contains("windows.yaml: no window serves \"kindergarten-visit\""));
}

TEST(Reader, AFolderThatCannotBeReadIsOneLine) {
  try {
    read_folder("/nowhere/at/all");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "/nowhere/at/all cannot be read: No such file or directory");
  }
}

// What the centre promises of its own catalogue, beyond what the reader demands of any.
class Reference : public ::testing::Test {
 protected:
  const Catalogue catalogue = reference();
};

TEST_F(Reference, HasFourteenDepartmentsAndFortyFourServicesInSevenSpheres) {
  EXPECT_EQ(catalogue.departments.size(), 14u);
  EXPECT_EQ(catalogue.services.size(), 44u);
  EXPECT_EQ(catalogue.spheres.size(), 7u);
  std::set<SphereId> spheres;
  std::set<DepartmentId> departments;
  for (const auto& service : catalogue.services) {
    spheres.insert(service.sphere);
    departments.insert(service.department);
    EXPECT_EQ(catalogue.find(service.department)->sphere, service.sphere) << service.id.str();
  }
  EXPECT_EQ(spheres.size(), 7u);
  EXPECT_EQ(departments.size(), 14u);
}

// A referral "valid for 15 days" was "valid: without end" on the document.
TEST_F(Reference, WhatAServicePromisesIsHowLongItsDocumentIsValid) {
  int promised = 0;
  for (const auto& service : catalogue.services) {
    std::smatch found;
    const std::string& result = service.result.in(Language::en);
    if (!std::regex_search(result, found, std::regex("valid (?:for )?([0-9]+) (day|month|year)"))) continue;
    ++promised;
    const int n = std::stoi(found[1]);
    if (found[2] == "day")
      EXPECT_EQ(service.issues.valid_days, n) << result;
    else
      EXPECT_EQ(service.issues.valid_months, found[2] == "year" ? 12 * n : n) << result;
  }
  EXPECT_EQ(promised, 2);
}

TEST_F(Reference, FitsTheKiosk) {
  constexpr std::string_view kLookAlikes = "BIOQSZ";  // 8 1 0 0 5 2
  ASSERT_LE(catalogue.groups.size(), 6u);
  for (const auto& group : catalogue.groups) {
    EXPECT_EQ(kLookAlikes.find(group.letter), std::string_view::npos) << group.letter;
    const auto services = std::ranges::count(catalogue.services, group.id, &Service::group);
    EXPECT_GE(services, 1) << group.id.str();
    EXPECT_LE(services, 9) << group.id.str();
  }
}

TEST_F(Reference, ServesEveryServiceAtTwoWindows) {
  for (const auto& service : catalogue.services) {
    const auto windows = std::ranges::count_if(catalogue.windows, [&](const Window& window) {
      return std::ranges::find(window.skills, service.id, &Skill::service) != window.skills.end();
    });
    EXPECT_GE(windows, 2) << service.id.str();
  }
}

TEST_F(Reference, NeverLeavesTheHallWithoutAWindowAtLunch) {
  for (Minutes minute{9 * 60}; minute < Minutes{18 * 60}; ++minute) {
    const auto working = std::ranges::count_if(catalogue.windows, [&](const Window& window) {
      return std::ranges::any_of(
          window.shift, [&](const Hours& hours) { return hours.from <= minute && minute < hours.to; });
    });
    ASSERT_GE(working, 5) << to_hhmm(minute);
  }
}

TEST_F(Reference, HasTheVisitorClassesOfTheApi) {
  std::vector<std::string> ids;
  for (const auto& priority : catalogue.priorities) ids.push_back(priority.id);
  EXPECT_THAT(ids,
              ElementsAre("none", "disability", "elderly", "with_child", "pregnant", "veteran", "booked"));
  EXPECT_EQ(catalogue.find_priority("none")->weight, 1.0);
}

TEST_F(Reference, KnowsItsFees) {
  const Day day = parse_iso_day("2026-11-24").value();
  const auto fee_of = [&](const char* id) { return fee(catalogue, *catalogue.find(ServiceId(id)), day); };
  EXPECT_EQ(fee_of("kindergarten-referral"), Tiyin{0});
  EXPECT_EQ(fee_of("sole-proprietor-registration"), Tiyin{41'200'000});
  EXPECT_EQ(fee_of("residence-registration"), Tiyin{824'000});
  const auto& paid = *catalogue.find(ServiceId("residence-registration"));
  EXPECT_EQ(fee(catalogue, paid, parse_iso_day("2025-07-31").value()), Tiyin{750'000});
  EXPECT_EQ(fee(catalogue, paid, parse_iso_day("2019-12-31").value()), std::nullopt);
}

TEST_F(Reference, KnowsItsDays) {
  const auto works = [&](const char* day) { return catalogue.calendar.works(parse_iso_day(day).value()); };
  EXPECT_TRUE(works("2026-11-24"));
  EXPECT_TRUE(works("2026-11-28"));   // a Saturday
  EXPECT_FALSE(works("2026-11-29"));  // a Sunday
  EXPECT_FALSE(works("2026-12-08"));
  EXPECT_FALSE(works("2026-03-09"));  // in lieu of Sunday the 8th
  EXPECT_FALSE(works("2027-05-10"));
  EXPECT_EQ(catalogue.calendar.closes_at(parse_iso_day("2026-12-12").value()), Minutes{18 * 60});
}

TEST_F(Reference, UsesEveryDocumentAndHoldsNoApostropheThatIsNotALetter) {
  std::set<DocumentTypeId> used;
  yaml::Problems problems;
  const auto all = read(files_with_all_services(), problems);
  ASSERT_TRUE(all) << problems.front().to_string();
  for (const auto& service : all->services) {
    for (const auto& use : service.documents) used.insert(use.type);
  }
  for (const auto& type : catalogue.documents) EXPECT_TRUE(used.contains(type.id)) << type.id.str();
  for (const auto& [name, text] : reference_files()) {
    for (std::size_t at = 0; (at = text.find("uz-Latn: ", at)) != std::string::npos; ++at) {
      const std::string line = text.substr(at, text.find('\n', at) - at);
      EXPECT_EQ(line.find_first_of("'`"), std::string::npos) << name << ": " << line;
      EXPECT_EQ(line.find("’"), std::string::npos) << name << ": " << line;
      for (const char* wrong : {"oʼ", "gʼ", "Oʼ", "Gʼ"})
        EXPECT_EQ(line.find(wrong), std::string::npos) << line;
    }
  }
}

}  // namespace
}  // namespace biroyna::catalogue
