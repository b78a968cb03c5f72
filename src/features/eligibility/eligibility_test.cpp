// Every service of the reference catalogue: some answers lead to yes, and each of its rules can say no.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "features/catalogue/catalogue.hpp"
#include "features/catalogue/test_files.hpp"
#include "features/eligibility/outcome_view.hpp"

namespace biroyna::eligibility {
namespace {

using catalogue::ApplicantKind;
using catalogue::Field;
using catalogue::FieldType;
using catalogue::Value;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const Day kToday = parse_iso_day("2026-11-24").value();

const Catalogue& reference() {
  static const Catalogue catalogue = catalogue::reference();
  return catalogue;
}
const Service& service(const char* id) { return *reference().find(ServiceId(id)); }

Facts facts_of(ApplicantKind kind, const char* birth_date) {
  return {.today = kToday, .applicant_kind = kind, .applicant_birth_date = parse_iso_day(birth_date)};
}

// Who may apply: of both kinds, young and old.
std::vector<Facts> applicants(const Service& service) {
  std::vector<Facts> all;
  for (const auto kind : {ApplicantKind::individual, ApplicantKind::business}) {
    if (kind == ApplicantKind::business ? !service.for_businesses : !service.for_individuals) continue;
    for (const char* born : {"1990-03-02", "2009-01-01", "1960-03-02", "2014-03-02"})
      all.push_back(facts_of(kind, born));
  }
  return all;
}

// What is left of a form's answers when only these questions are asked, by the questions' names.
Answers asked_of(const Service& service, const Questions& questions, const Answers& answers,
                 const Facts& facts) {
  Answers by_name;
  for (const Question* question : asked_now(service, questions, answers, facts)) {
    Value value = catalogue::look_up(answers, question->field.id);
    if (value.is_nothing()) continue;
    if (auto* list = std::get_if<std::vector<Answers>>(&value.data)) {
      for (auto& item : *list) {
        std::erase_if(item, [&](const auto& one) {
          return std::ranges::find(question->field.fields, one.first, &Field::id) ==
                 question->field.fields.end();
        });
      }
    }
    by_name.insert_or_assign(question->field.id, std::move(value));
  }
  return by_name;
}

std::vector<std::string> names_of(const Questions& questions) {
  std::vector<std::string> names;
  for (const auto& question : questions.fields) names.push_back(question.field.id);
  return names;
}

// Answers of this type that are right by themselves.
std::vector<Value> some_of(const Field& field) {
  switch (field.type) {
    case FieldType::yes_no:
      return {true, false};
    case FieldType::choice: {
      std::vector<Value> all;
      for (const auto& choice : field.choices) all.emplace_back(choice.id);
      return all;
    }
    case FieldType::date: {
      std::vector<Value> all;
      for (const int days : {-20'000, -9'000, -5'000, -3'000, -1'500, -400, -40, -1, 0, 1, 10, 40, 500})
        all.emplace_back(to_iso(kToday + std::chrono::days(days)));
      return all;
    }
    case FieldType::number: {
      std::vector<Value> all;
      for (const double one : {field.least, field.least + 1, 5.0, 60.0, 99.0, field.most})
        if (one >= field.least && one <= field.most) all.emplace_back(one);
      return all;
    }
    case FieldType::group: {
      std::vector<Value> all;
      for (const std::size_t items : {1, 2}) {
        for (std::size_t n = 0; n < 6; ++n) {
          Answers item;
          for (const auto& part : field.fields) {
            const auto some = some_of(part);
            item[part.id] = some[n % some.size()];
          }
          all.emplace_back(std::vector<Answers>(std::max(field.fewest_items, items), item));
        }
      }
      return all;
    }
    default:
      return {"Navroʻz", "Doʻstlik"};
  }
}

bool breaks(const Outcome& outcome, const catalogue::Rule& rule) {
  return std::ranges::find(outcome.broken, &rule) != outcome.broken.end();
}

// Right answers of an adult, by the questions' names.
Answers right_of(const Service& service, const Questions& questions, std::uint32_t seed) {
  const Facts facts = applicants(service).front();
  const auto right = catalogue::right_answers(reference(), service, facts, seed);
  return right ? asked_of(service, questions, *right, facts) : Answers();
}

// Looks for answers that break this rule: right ones of which up to two are others.
bool may_be_broken(const Service& service, const Questions& questions, const Answers& right,
                   const catalogue::Rule& rule) {
  const auto breaks_it = [&](const Answers& by_name, const Facts& facts) {
    const Answers answers = as_in_form(by_name);
    if (!breaks(outcome_of(reference(), service, answers, facts), rule)) return false;
    return check(reference(), service, asked_now(service, questions, answers, facts), by_name, facts).empty();
  };
  for (const Facts& facts : applicants(service)) {
    if (breaks_it(right, facts)) return true;
    for (const auto& first : questions.fields) {
      for (const auto& one : some_of(first.field)) {
        Answers by_name = right;
        by_name.insert_or_assign(first.field.id, one);
        if (breaks_it(by_name, facts)) return true;
        for (const auto& second : questions.fields) {
          if (second.field.id == first.field.id) continue;
          for (const auto& other : some_of(second.field)) {
            Answers both = by_name;
            both.insert_or_assign(second.field.id, other);
            if (breaks_it(both, facts)) return true;
          }
        }
      }
    }
  }
  return false;
}

TEST(Eligibility, OfEachServiceSomeAnswersLeadToYes) {
  for (const auto& one : reference().services) {
    SCOPED_TRACE(one.id.str());
    const Questions questions = questions_of(reference(), one);
    bool yes = false;
    for (const Facts& facts : applicants(one)) {
      const auto right = catalogue::right_answers(reference(), one, facts, 7);
      if (!right) continue;
      const Answers by_name = asked_of(one, questions, *right, facts);
      const auto asked = asked_now(one, questions, as_in_form(by_name), facts);
      const Outcome outcome = outcome_of(reference(), one, as_in_form(by_name), facts);
      if (outcome.too_young) continue;
      EXPECT_THAT(check(reference(), one, asked, by_name, facts), IsEmpty());
      EXPECT_TRUE(outcome.may());
      // What was not asked here changes nothing of it.
      EXPECT_EQ(outcome.documents, catalogue::documents_needed(one, *right, facts));
      EXPECT_EQ(outcome.at_window, catalogue::fee_due(reference(), one, *right, facts));
      EXPECT_EQ(outcome.steps.size(), catalogue::applicable_steps(one, *right, facts).size());
      EXPECT_TRUE(outcome.at_window.has_value());
      yes = true;
      break;
    }
    EXPECT_TRUE(yes);
  }
}

TEST(Eligibility, EachRuleCanSayNo) {
  for (const auto& one : reference().services) {
    if (one.rules.empty()) continue;
    const Questions questions = questions_of(reference(), one);
    std::vector<Answers> right;
    for (const std::uint32_t seed : {1, 2, 3, 4, 5, 6}) right.push_back(right_of(one, questions, seed));
    for (const auto& rule : one.rules)
      EXPECT_TRUE(std::ranges::any_of(
          right, [&](const Answers& some) { return may_be_broken(one, questions, some, rule); }))
          << one.id.str() << ": " << print(rule.must);
  }
}

TEST(Eligibility, NobodyIsAskedForANameOrADocument) {
  for (const auto& one : reference().services) {
    for (const auto& question : questions_of(reference(), one).fields) {
      SCOPED_TRACE(one.id.str() + " " + question.field.id);
      const std::vector<FieldType> personal = {FieldType::person, FieldType::phone, FieldType::pinfl,
                                               FieldType::tin, FieldType::passport};
      EXPECT_THAT(personal, Not(Contains(question.field.type)));
      for (const auto& part : question.field.fields) EXPECT_THAT(personal, Not(Contains(part.type)));
    }
  }
}

TEST(Eligibility, OnlyWhatDecidesIsAsked) {
  EXPECT_THAT(names_of(questions_of(reference(), service("kindergarten-referral"))),
              UnorderedElementsAre("child.birth_date", "kindergarten", "second_kindergarten", "wanted_from",
                                   "child_benefit"));
  // How an allowance is paid decides nothing.
  const auto birth = names_of(questions_of(reference(), service("birth-lump-sum")));
  EXPECT_THAT(birth, UnorderedElementsAre("child.birth_date", "allowance_paid_before"));
  EXPECT_FALSE(questions_of(reference(), service("birth-lump-sum")).birth_date);
  EXPECT_TRUE(questions_of(reference(), service("old-age-pension")).birth_date);
  EXPECT_TRUE(questions_of(reference(), service("property-right-registration")).kind);
}

TEST(Eligibility, AServiceWithoutRulesAndConditionsAsksNothing) {
  Service plain = service("birth-lump-sum");
  plain.rules.clear();
  EXPECT_TRUE(questions_of(reference(), plain).empty());
  EXPECT_TRUE(outcome_of(reference(), plain, {}, facts_of(ApplicantKind::individual, "1990-03-02")).may());
}

TEST(Eligibility, WhatIsAskedOnlySometimesIsAskedThen) {
  const Service& polyclinic = service("polyclinic-attachment");
  const Questions questions = questions_of(reference(), polyclinic);
  const Facts facts = facts_of(ApplicantKind::individual, "1990-03-02");
  EXPECT_EQ(asked_now(polyclinic, questions, {{"applies_for", "self"}}, facts).size(), 1u);
  EXPECT_EQ(asked_now(polyclinic, questions, {{"applies_for", "child"}}, facts).size(), 2u);
  const Answers child = as_in_form({{"applies_for", "child"}, {"child.birth_date", "2020-05-03"}});
  EXPECT_THAT(outcome_of(reference(), polyclinic, child, facts).documents,
              Contains(DocumentTypeId("birth-certificate")));
}

TEST(Eligibility, TheFeeFollowsTheAnswers) {
  const Service& property = service("property-right-registration");
  const auto fee = [&](ApplicantKind kind, double area) {
    return outcome_of(reference(), property, {{"area", area}}, facts_of(kind, "1990-03-02"))
        .at_window->amount;
  };
  EXPECT_EQ(fee(ApplicantKind::business, 50) / 5, 41'200'000);
  EXPECT_EQ(fee(ApplicantKind::individual, 50), 51'500'000);
  EXPECT_EQ(fee(ApplicantKind::individual, 200), 82'400'000);
}

TEST(Eligibility, AnswersAreHeldToTheirTypes) {
  const Service& kindergarten = service("kindergarten-referral");
  const Questions questions = questions_of(reference(), kindergarten);
  const Facts facts = facts_of(ApplicantKind::individual, "1990-03-02");
  const auto asked = asked_now(kindergarten, questions, {}, facts);
  std::vector<std::string> wrong;
  for (const auto& error :
       check(reference(), kindergarten, asked, {{"child.birth_date", "yesterday"}}, facts))
    wrong.push_back(error.pointer + " " + error.code);
  EXPECT_THAT(wrong, Contains("/answers/child.birth_date error.not_a_date"));
  EXPECT_THAT(wrong, Contains("/answers/kindergarten error.required"));
}

TEST(Eligibility, WhoIsNotBornYetIsNotTakenForAChild) {
  Service kindergarten = service("kindergarten-referral");
  std::erase_if(kindergarten.rules,
                [](const auto& rule) { return print(rule.must) != "age(child.birth_date) < 7"; });
  ASSERT_EQ(kindergarten.rules.size(), 1u);
  const Facts facts = facts_of(ApplicantKind::individual, "1990-03-02");
  const Questions questions = questions_of(reference(), kindergarten);
  const Answers by_name = {{"child.birth_date", "2027-05-03"}, {"child_benefit", "none"}};
  const auto errors = check(reference(), kindergarten,
                            asked_now(kindergarten, questions, as_in_form(by_name), facts), by_name, facts);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors.front().code, "error.in_the_future");
}

TEST(Eligibility, AnybodyWhoAppliesIsSixteen) {
  const Outcome young = outcome_of(reference(), service("old-age-pension"), {},
                                   facts_of(ApplicantKind::individual, "2014-03-02"));
  EXPECT_TRUE(young.too_young);
  EXPECT_FALSE(young.may());
}

// Tuesday, 24 November 2026, 10:00 in Tashkent.
constexpr Time kTuesday{Milliseconds(1'795'496'400'000)};

const catalogue::Edition& edition() {
  static const catalogue::Edition made(catalogue::reference());
  return made;
}

OutcomeView view_of(const char* id, const Answers& answers, Language language = Language::en) {
  const Service& asked = *edition().catalogue.find(ServiceId(id));
  const Outcome outcome =
      outcome_of(edition().catalogue, asked, answers, facts_of(ApplicantKind::individual, "1990-03-02"));
  return outcome_view(edition(), asked, outcome, i18n::Speaker(language), kTuesday);
}

TEST(OutcomeView, SaysWhatItTakes) {
  const OutcomeView view = view_of("property-right-registration", {{"area", 80.0}});
  EXPECT_TRUE(view.may);
  EXPECT_EQ(view.fee, i18n::money(Language::en, Tiyin{51'500'000}));
  EXPECT_EQ(view.fee_share,
            "1.25 × base calculation amount (" + i18n::money(Language::en, Tiyin{41'200'000}) + ")");
  EXPECT_EQ(view.portal_fee, i18n::money(Language::en, Tiyin{46'350'000}));
  EXPECT_TRUE(view.paid);
  EXPECT_THAT(view.where, HasSubstr("one visit with your passport"));
  EXPECT_THAT(view_of("facade-change-approval", {}).where, HasSubstr("paid at any window"));
  EXPECT_THAT(view.others, IsEmpty());
  EXPECT_THAT(view_of("property-right-registration", {{"area", 80.0}}, Language::ru).fee_share,
              HasSubstr("1,25"));
}

TEST(OutcomeView, TheDayIsThatOfAnApplicationThatComesInNow) {
  const OutcomeView view = view_of("birth-lump-sum", {});  // one working day, from Tuesday on
  EXPECT_EQ(view.due, "25 November 2026");
  EXPECT_FALSE(view.paid);
  EXPECT_THAT(view_of("kindergarten-referral", {}).where, HasSubstr("need not come"));
}

TEST(OutcomeView, ANoHasTheRulesOwnWordsAndOthersOfTheLifeEvent) {
  const OutcomeView view = view_of("birth-lump-sum", {{"allowance_paid_before", true}});
  EXPECT_FALSE(view.may);
  ASSERT_EQ(view.reasons.size(), 1u);
  EXPECT_THAT(view.reasons.front(), HasSubstr("once"));
  ASSERT_THAT(view.others, Not(IsEmpty()));
  for (const auto& other : view.others) EXPECT_NE(other.path, eligibility_path(ServiceId("birth-lump-sum")));
}

TEST(OutcomeView, ANoOfEachServiceLeadsSomewhereInEveryLanguage) {
  Outcome no;
  no.not_for_kind = true;
  for (const auto& one : edition().catalogue.services) {
    for (const Language language : kLanguages) {
      const OutcomeView view = outcome_view(edition(), one, no, i18n::Speaker(language), kTuesday);
      EXPECT_THAT(view.reasons, Not(IsEmpty()));
      EXPECT_FALSE(view.others.empty() && view.elsewhere.empty()) << one.id.str() << " " << tag(language);
    }
  }
}

}  // namespace
}  // namespace biroyna::eligibility
