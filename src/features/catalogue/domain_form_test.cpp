#include "features/catalogue/domain_form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

namespace biroyna::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Expression condition(std::string_view text) { return parse_expression(text).value(); }

Field field(std::string id, FieldType type) {
  Field made;
  made.id = std::move(id);
  made.type = type;
  return made;
}

Catalogue the_catalogue() {
  Catalogue made;
  for (const auto& [id, type] :
       std::initializer_list<std::pair<const char*, FieldType>>{{"child", FieldType::person},
                                                                {"home", FieldType::address},
                                                                {"has_wish", FieldType::yes_no},
                                                                {"wish", FieldType::text},
                                                                {"phone", FieldType::phone},
                                                                {"born_on", FieldType::date},
                                                                {"pinfl", FieldType::pinfl},
                                                                {"tin", FieldType::tin},
                                                                {"passport", FieldType::passport},
                                                                {"agrees", FieldType::consent},
                                                                {"story", FieldType::text}})
    made.fields.push_back(field(id, type));
  made.fields.back().lines = true;
  made.fields[3].longest = 5;

  Field area = field("area", FieldType::number);
  area.least = 1, area.most = 1000, area.decimals = 1;
  Field rooms = field("rooms", FieldType::number);
  Field kind = field("kind", FieldType::choice);
  kind.choices = {{"new", {}}, {"old", {}}};
  Field members = field("members", FieldType::group);
  members.fields = {field("name", FieldType::text), field("income", FieldType::number)};
  members.fields[1].required = false;
  members.fewest_items = 2, members.most_items = 3;
  for (const auto& one : {area, rooms, kind, members}) made.fields.push_back(one);
  made.base_amounts = {{parse_iso_day("2025-08-01").value(), Tiyin{41'200'000}}};
  made.portal_factor = 0.9;
  return made;
}

const Catalogue kCatalogue = the_catalogue();
const Facts kAtWindow{.today = parse_iso_day("2026-11-24").value(), .applicant_birth_date = {}};

// A form of one page with these fields.
Service asking(std::vector<FieldUse> fields) {
  Service made;
  made.form = {{"all", {}, {}, std::move(fields)}};
  return made;
}

std::map<std::string, std::string> errors(const Service& service, const Answers& answers) {
  std::map<std::string, std::string> found;
  for (const auto& error : check(kCatalogue, service, answers, kAtWindow)) found[error.pointer] = error.code;
  return found;
}

Answers anvar() {
  return {{"family_name", "Karimov"}, {"given_name", "Anvar"}, {"birth_date", "2020-02-29"}};
}
Answers with(Answers answers, const char* key, Value value) {
  answers[key] = std::move(value);
  return answers;
}

struct Answered {
  const char* field;
  Value answer;
  std::map<std::string, std::string> errors;  // below /answers
};
void PrintTo(const Answered& one, std::ostream* out) { *out << one.field; }

class Checked : public ::testing::TestWithParam<Answered> {};

TEST_P(Checked, HasTheseErrors) {
  std::map<std::string, std::string> expected;
  for (const auto& [at, code] : GetParam().errors) expected["/answers/" + at] = "error." + code;
  EXPECT_EQ(errors(asking({{GetParam().field}}), {{GetParam().field, GetParam().answer}}), expected);
}

const Answers kHome = {{"district", "1726283"}, {"mahalla", "Qumariq"}, {"street", "Yangi Sergeli, 1"}};

INSTANTIATE_TEST_SUITE_P(
    Form, Checked,
    ::testing::Values(
        Answered{"wish", "Bogʻ", {}}, Answered{"wish", "Боғча", {}},
        Answered{"wish", "Боғчам", {{"wish", "too_long"}}}, Answered{"wish", "", {{"wish", "required"}}},
        Answered{"wish", {}, {{"wish", "required"}}}, Answered{"wish", 3, {{"wish", "not_text"}}},
        Answered{"wish", "a\nb", {{"wish", "not_text"}}}, Answered{"wish", "\xff", {{"wish", "not_text"}}},
        Answered{"story", "a\nb", {}}, Answered{"area", 1, {}}, Answered{"area", 99.9, {}},
        Answered{"area", 0.9, {{"area", "too_small"}}}, Answered{"area", 1000.1, {{"area", "too_large"}}},
        Answered{"area", 1.05, {{"area", "too_many_decimals"}}},
        Answered{"area", "1", {{"area", "not_a_number"}}}, Answered{"rooms", 3, {}},
        Answered{"rooms", "many", {{"rooms", "not_whole"}}}, Answered{"rooms", 2.5, {{"rooms", "not_whole"}}},
        Answered{"born_on", "2024-02-29", {}},
        Answered{"born_on", "2026-02-29", {{"born_on", "no_such_day"}}},
        Answered{"born_on", "soon", {{"born_on", "not_a_date"}}},
        Answered{"born_on", "1899-12-31", {{"born_on", "before_1900"}}},
        Answered{"born_on", 2024, {{"born_on", "not_text"}}}, Answered{"kind", "new", {}},
        Answered{"kind", "newer", {{"kind", "not_a_choice"}}},
        Answered{"kind", true, {{"kind", "not_a_choice"}}}, Answered{"has_wish", false, {}},
        Answered{"has_wish", "no", {{"has_wish", "not_flag"}}}, Answered{"agrees", true, {}},
        Answered{"agrees", false, {{"agrees", "consent"}}}, Answered{"phone", "+998901234567", {}},
        Answered{"phone", "901234567", {{"phone", "phone"}}}, Answered{"pinfl", "30102900150011", {}},
        Answered{"pinfl", "33102900150011", {{"pinfl", "no_such_pinfl"}}},
        Answered{"pinfl", "3310290015001", {{"pinfl", "not_a_pinfl"}}}, Answered{"tin", "301234567", {}},
        Answered{"tin", "30123456", {{"tin", "not_a_tin"}}}, Answered{"passport", "AA1234567", {}},
        Answered{"passport", "AA123", {{"passport", "not_a_passport"}}}, Answered{"child", anvar(), {}},
        Answered{"child", "Anvar", {{"child", "not_parts"}}},
        Answered{"child", with(anvar(), "middle_name", "Ali oʻgʻli"), {}},
        Answered{"child", with(anvar(), "given_name", {}), {{"child/given_name", "required"}}},
        Answered{"child", with(anvar(), "birth_date", "2020-02-30"), {{"child/birth_date", "no_such_day"}}},
        Answered{"child", with(anvar(), "family_name", "123"), {{"child/family_name", "not_a_name"}}},
        Answered{"child", with(anvar(), "given_name", "@@"), {{"child/given_name", "not_a_name"}}},
        Answered{"wish", "王", {{"wish", "unprintable"}}},
        Answered{"child", with(anvar(), "birth_date", "2026-11-25"), {{"child/birth_date", "in_the_future"}}},
        Answered{"child", with(anvar(), "pinfl", "1"), {{"child/pinfl", "not_a_pinfl"}}},
        Answered{"child", with(anvar(), "sh/oe", 36), {{"child/sh~1oe", "unknown_field"}}},
        Answered{"home", kHome, {}},
        Answered{"home", with(kHome, "district", "1799283"), {{"home/district", "not_a_district"}}},
        Answered{"home", with(kHome, "street", {}), {{"home/street", "required"}}},
        Answered{"members", std::vector<Answers>{{{"name", "a"}}, {{"name", "b"}, {"income", 7}}}, {}},
        Answered{"members", std::vector<Answers>{}, {{"members", "required"}}},
        Answered{"members", std::vector<Answers>{{{"name", "a"}}}, {{"members", "too_few"}}},
        Answered{"members", std::vector<Answers>(4), {{"members", "too_many"}}},
        Answered{"members", "a", {{"members", "not_list"}}},
        Answered{"members",
                 std::vector<Answers>{{{"name", "a"}, {"age", 3}}, {{"income", "much"}}},
                 {{"members/0/age", "unknown_field"},
                  {"members/1/name", "required"},
                  {"members/1/income", "not_whole"}}}));

TEST(Form, WhatIsOptionalMayBeLeftOutButNotBeWrong) {
  const Service service = asking({{"wish", false}});
  EXPECT_THAT(errors(service, {}), IsEmpty());
  EXPECT_THAT(errors(service, {{"wish", "much too long"}}),
              ElementsAre(Pair("/answers/wish", "error.too_long")));
}

TEST(Form, AnAnswerCountsOnlyWhereItIsAsked) {
  Service service = asking({{"has_wish"}, {"wish", true, condition("has_wish")}});
  service.form.push_back({"more", {}, condition("wish == 'a'"), {{"area"}}});
  EXPECT_THAT(errors(service, {{"has_wish", true}}), ElementsAre(Pair("/answers/wish", "error.required")));
  EXPECT_THAT(errors(service, {{"has_wish", false}, {"wish", "much too long"}}), IsEmpty());

  const Answers all = {{"has_wish", true}, {"wish", "a"}, {"area", 5}, {"tin", "1"}, {"rooms", Value()}};
  EXPECT_EQ(relevant(service, all, kAtWindow), (Answers{{"has_wish", true}, {"wish", "a"}, {"area", 5}}));
  // The page's condition looks at an answer that no longer counts.
  EXPECT_EQ(relevant(service, with(all, "has_wish", false), kAtWindow), (Answers{{"has_wish", false}}));

  const auto pages = asked(service, all, kAtWindow);
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_EQ(pages[1].page, 1u);
  EXPECT_EQ(pages[1].fields.front()->field, "area");
  EXPECT_EQ(asked(service, {{"has_wish", false}}, kAtWindow).front().fields.size(), 1u);
}

TEST(Form, AnswersThatNobodyAskedForAreNamed) {
  const auto unknown = unknown_answers(asking({{"wish"}}), {{"wish", "a"}, {"a/b", 1}});
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown.front().pointer, "/answers/a~1b");
  EXPECT_EQ(unknown.front().code, "error.unknown_field");
}

class Rules : public ::testing::Test {
 protected:
  Service service = [] {
    Service made = asking({{"child"}, {"area", false}, {"rooms", false}, {"members", false}});
    made.form.push_back({"last", {}, {}, {{"kind", false}}});
    const Names says{{"a", "б", "в", "d"}};
    made.rules = {{condition("age(child.birth_date) < 7"), "child.birth_date", says},
                  {condition("rooms <= area / 5"), "rooms", says},
                  {condition("given(area) or not given(kind)"), "kind", says},
                  {condition("sum(members.income) < 100"), "members", says}};
    return made;
  }();
  std::vector<std::string> broken(const Answers& answers) {
    std::vector<std::string> at;
    for (const auto& error : check(kCatalogue, service, answers, kAtWindow)) at.push_back(error.pointer);
    return at;
  }
};

TEST_F(Rules, MarkTheirFactAndSayWhy) {
  const auto found =
      check(kCatalogue, service, {{"child", with(anvar(), "birth_date", "2019-11-24")}}, kAtWindow);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().pointer, "/answers/child/birth_date");
  EXPECT_EQ(found.front().code, "error.rule");
  EXPECT_EQ(found.front().says->in(Language::en), "d");
  EXPECT_THAT(broken({{"child", with(anvar(), "birth_date", "2019-11-25")}}), IsEmpty());
  EXPECT_THAT(broken({{"child", anvar()}, {"area", 10}, {"rooms", 3}}), ElementsAre("/answers/rooms"));
  EXPECT_THAT(field_errors(found).front().code, "error.rule");
}

TEST_F(Rules, SayNothingOfWhatIsNotGivenOrAlreadyWrong) {
  EXPECT_THAT(broken({}), ElementsAre("/answers/child"));
  EXPECT_THAT(broken({{"child", anvar()}, {"rooms", 3}}), IsEmpty());
  EXPECT_THAT(broken({{"child", anvar()}, {"rooms", 3}, {"area", 0.1}}), ElementsAre("/answers/area"));
  const std::vector<Answers> untold = {{{"name", "a"}}, {{"name", "b"}}};
  EXPECT_THAT(broken({{"child", anvar()}, {"kind", "new"}}), ElementsAre("/answers/kind"));
  EXPECT_THAT(broken({{"child", anvar()}, {"kind", "new"}, {"area", 10}}), IsEmpty());
}

TEST_F(Rules, OfAGroupLookAtAllItsItems) {
  const auto members = [](double income) {
    return std::vector<Answers>{{{"name", "a"}, {"income", income}}, {{"name", "b"}, {"income", 50}}};
  };
  EXPECT_THAT(broken({{"child", anvar()}, {"members", members(49)}}), IsEmpty());
  EXPECT_THAT(broken({{"child", anvar()}, {"members", members(50)}}), ElementsAre("/answers/members"));
}

TEST_F(Rules, ArePutToThePageOfTheirFact) {
  const Answers answers = {{"child", with(anvar(), "birth_date", "2010-01-01")}, {"kind", "odd"}};
  const auto pointers = [&](std::size_t page) {
    std::vector<std::string> at;
    for (const auto& error : check_page(kCatalogue, service, answers, kAtWindow, page))
      at.push_back(error.pointer);
    return at;
  };
  EXPECT_THAT(pointers(0), ElementsAre("/answers/child/birth_date"));
  EXPECT_THAT(pointers(1), ElementsAre("/answers/kind"));
  EXPECT_THAT(pointers(7), IsEmpty());
}

TEST(Form, DocumentsFeesAndStepsFollowFromTheAnswers) {
  Service service = asking({{"has_wish"}, {"area", true, condition("has_wish")}});
  service.documents = {{DocumentTypeId("identity"), {}}, {DocumentTypeId("plan"), condition("has_wish")}};
  service.fee_formula = condition("if(has_wish, area / 100, 0)");
  const auto step = [](const char* id, std::vector<std::string> after, std::optional<Expression> when = {}) {
    return Step{
        id, DepartmentId("any"), 1, std::move(after), "specialist", StepKind::decision, std::move(when)};
  };
  service.steps = {step("check", {}), step("visit", {"check"}, condition("has_wish")),
                   step("measure", {"visit"}, condition("area > 50")), step("decide", {"measure", "check"})};
  const auto documents = [&](const Answers& answers) {
    std::vector<std::string> ids;
    for (const auto& id : documents_needed(service, answers, kAtWindow)) ids.push_back(id.str());
    return ids;
  };
  const auto route = [&](const Answers& answers) {
    std::vector<std::pair<std::string, std::vector<std::string>>> steps;
    for (const auto& one : applicable_steps(service, answers, kAtWindow))
      steps.emplace_back(one.id, one.after);
    return steps;
  };
  using Route = decltype(route({}));
  const Answers small = {{"has_wish", true}, {"area", 40}};
  const Answers none = {{"has_wish", false}, {"area", 40}};

  EXPECT_THAT(documents(small), ElementsAre("identity", "plan"));
  EXPECT_THAT(documents(none), ElementsAre("identity"));

  EXPECT_EQ(fee_share(service, small, kAtWindow), 0.4);
  EXPECT_EQ(fee_share(service, none, kAtWindow), 0.0);
  EXPECT_EQ(fee_share(service, {{"has_wish", true}}, kAtWindow), std::nullopt);
  EXPECT_EQ(fee_share(service, {{"has_wish", true}, {"area", -40}}, kAtWindow), 0.0);
  EXPECT_EQ(fee_share(service, {{"has_wish", true}, {"area", 1e9}}, kAtWindow), std::nullopt);
  EXPECT_EQ(fee_due(kCatalogue, service, small, kAtWindow), Tiyin{16'480'000});
  Facts online = kAtWindow;
  online.channel = Channel::online;
  EXPECT_EQ(fee_due(kCatalogue, service, small, online), Tiyin{14'832'000});
  EXPECT_EQ(fee_due(kCatalogue, service, none, online), Tiyin{0});
  Facts long_ago = kAtWindow;
  long_ago.today = parse_iso_day("2019-01-01").value();
  EXPECT_EQ(fee_due(kCatalogue, service, small, long_ago), std::nullopt);
  EXPECT_EQ(fee(kCatalogue, service, kAtWindow.today), std::nullopt);

  EXPECT_EQ(route(none), (Route{{"check", {}}, {"decide", {"check"}}}));
  EXPECT_EQ(route(small), (Route{{"check", {}}, {"visit", {"check"}}, {"decide", {"visit", "check"}}}));
  EXPECT_EQ(
      route({{"has_wish", true}, {"area", 60}}),
      (Route{{"check", {}}, {"visit", {"check"}}, {"measure", {"visit"}}, {"decide", {"measure", "check"}}}));
}

struct Typed {
  const char* field;
  Value typed;
  Value stored;
};

TEST(Form, WhatPeopleTypeIsStoredInOneSpelling) {
  const Typed cases[] = {
      {"wish", "  Bog'cha \t 5 ", "Bogʻcha 5"},
      {"wish", "O’zbekiston, san`at, Is’hoq", "Oʻzbekiston, sanʼat, Isʼhoq"},
      {"wish", "«'Xonqizi'»", "«'Xonqizi'»"},
      {"wish", "a\r\nb", "a b"},
      {"wish", " \u00a0 ", {}},
      {"story", "bir \r\n\n ikki  uch\n", "bir\n\nikki uch"},
      {"area", "1 250,5", 1250.5},
      {"area", "much", "much"},
      {"born_on", "5.3.2020", "2020-03-05"},
      {"born_on", "29/02/2020", "2020-02-29"},
      {"born_on", "2020-03-05", "2020-03-05"},
      {"born_on", "31.02.2020", "31.02.2020"},
      {"born_on", "5.3.20", "2020-03-05"},
      {"born_on", "05032020", "2020-03-05"},
      {"phone", "90 123-45-67", "+998901234567"},
      {"passport", "aa 1234567", "AA1234567"},
      {"pinfl", "3 010290 015 0010", "30102900150010"},
      {"has_wish", "true", true},
      {"has_wish", "maybe", "maybe"},
      {"kind", " new ", "new"},
      {"child", Answers{{"given_name", " G'ulom "}, {"birth_date", "1.2.2020"}, {"pinfl", ""}},
       Answers{{"given_name", "Gʻulom"}, {"birth_date", "2020-02-01"}}},
      {"child", Answers{{"given_name", " "}}, {}},
      {"members", std::vector<Answers>{{{"name", " a "}, {"income", "7"}}, {{"name", ""}}},
       std::vector<Answers>{{{"name", "a"}, {"income", 7}}}},
      {"wish", "\xff", "\xff"},
      {"wish", 3, 3},
  };
  for (const auto& [id, typed, stored] : cases) {
    EXPECT_EQ(normalised(*kCatalogue.find_field(id), typed), stored) << id;
    EXPECT_EQ(normalised(*kCatalogue.find_field(id), stored), stored) << id;
  }
  EXPECT_EQ(normalised(kCatalogue, {{"wish", " "}, {"area", "7"}, {"strange", " "}}),
            (Answers{{"area", 7}, {"strange", " "}}));
}

// Whatever is sent, for whatever field: no throw, and once is enough.
TEST(Form, AnythingCanBeNormalisedAndChecked) {
  EXPECT_TRUE(rc::check("any answer", [] {
    const auto text = rc::gen::map(
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("aO'09.-+ \n\xca\xbb\xff"))),
        [](const std::string& one) { return Value(one); });
    const auto plain =
        rc::gen::oneOf(text, rc::gen::just(Value()), rc::gen::just(Value(true)),
                       rc::gen::map(rc::gen::inRange(-9, 9), [](int one) { return Value(one); }));
    const auto parts = rc::gen::map(
        rc::gen::pair(rc::gen::element<std::string>("given_name", "birth_date", "name", "income", "x"),
                      plain),
        [](const auto& one) { return Value(Answers{{one.first, one.second}}); });
    const auto value = *rc::gen::oneOf(plain, parts, rc::gen::map(parts, [](const Value& one) {
                                         return Value(std::vector<Answers>{*one.parts(), *one.parts()});
                                       }));
    const Field& field = *rc::gen::elementOf(kCatalogue.fields);
    const Value once = normalised(field, value);
    RC_ASSERT(normalised(field, once) == once);
    check(kCatalogue, asking({{field.id}}), {{field.id, value}}, kAtWindow);
    check(kCatalogue, asking({{field.id}}), {{field.id, once}}, kAtWindow);
  }));
}

TEST(Answers, AreFoundByTheirPath) {
  const Answers answers = {{"child", anvar()}, {"area", 5}};
  EXPECT_EQ(look_up(answers, "child.given_name"), Value("Anvar"));
  EXPECT_EQ(look_up(answers, "area"), Value(5));
  for (const char* path : {"", ".", "child.", "child.nobody", "area.given_name", "nobody.at.all"})
    EXPECT_TRUE(look_up(answers, path).is_nothing()) << path;
}

}  // namespace
}  // namespace biroyna::catalogue
