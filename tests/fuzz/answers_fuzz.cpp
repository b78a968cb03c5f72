// The answers to a form, from the bytes of a body to what is stored: a form with a field of each type.
#include <boost/json.hpp>

#include "features/catalogue/answers_json.hpp"
#include "features/catalogue/domain_form.hpp"
#include "fuzz.hpp"

namespace {

using namespace biroyna;
using namespace biroyna::catalogue;

Field field_of(FieldType type) {
  Field field;
  field.id = name(type);
  field.type = type;
  if (type == FieldType::number) field.least = -10, field.most = 1e6, field.decimals = 2;
  if (type == FieldType::choice) field.choices = {{"one", {}}, {"two", {}}};
  return field;
}

Catalogue one_service() {
  Catalogue made;
  Service service;
  service.id = ServiceId("one");
  FormPage page;
  page.id = "page";
  for (int i = 0; i <= static_cast<int>(FieldType::consent); ++i) {
    Field field = field_of(static_cast<FieldType>(i));
    if (field.type == FieldType::group) {
      for (const auto part : {FieldType::text, FieldType::number, FieldType::person, FieldType::choice})
        field.fields.push_back(field_of(part));
    }
    page.fields.push_back({.field = field.id, .required = i % 2 == 0});
    made.fields.push_back(std::move(field));
  }
  service.form.push_back(std::move(page));
  made.services.push_back(std::move(service));
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using fuzz::require;
  static const Catalogue catalogue = one_service();
  const Service& service = catalogue.services.front();
  boost::system::error_code error;
  const auto json = boost::json::parse(fuzz::text_of(data, size), error);
  if (error) return 0;

  std::vector<FieldError> wrong;
  const Answers answers = read_answers(json, "/answers", wrong);
  for (const auto& each : wrong)
    require(each.pointer.starts_with("/answers"), "a pointer leads into the answers");
  if (!wrong.empty()) return 0;
  require(read_answers(answers_json(answers), "/answers", wrong) == answers && wrong.empty(),
          "what was read is what is stored");

  const Answers stored = normalised(catalogue, answers);
  require(normalised(catalogue, stored) == stored, "what is in its spelling stays");
  Facts facts;
  facts.today = Day(std::chrono::days(20'000));
  for (const auto& each : unknown_answers(service, stored))
    require(each.pointer.starts_with("/answers/"), "a pointer leads to an answer");
  const auto found = check(catalogue, service, stored, facts);
  for (const auto& each : found) {
    require(each.pointer.starts_with("/answers/"), "a pointer leads to an answer");
    require(!each.code.empty(), "what is wrong has a name");
  }
  if (found.empty())
    require(check(catalogue, service, relevant(service, stored, facts), facts).empty(),
            "right answers are right without those that do not count");
  return 0;
}
