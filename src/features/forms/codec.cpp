#include "features/forms/codec.hpp"

#include <boost/json.hpp>
#include <stdexcept>
#include <vector>

#include "platform/json/stored.hpp"

namespace biroyna::forms {
namespace json = boost::json;
using stored::put;
using stored::text;

std::string encode(const Applicant& applicant) {
  json::object object{{"kind", name(applicant.kind)}, {"language", tag(applicant.language)}};
  put(object, "family_name", applicant.family_name);
  put(object, "given_name", applicant.given_name);
  put(object, "middle_name", applicant.middle_name);
  if (applicant.birth_date) object["birth_date"] = to_iso(*applicant.birth_date);
  put(object, "typed_birth_date", applicant.typed_birth_date);
  put(object, "pinfl", applicant.pinfl);
  put(object, "passport", applicant.passport);
  put(object, "organisation", applicant.organisation);
  put(object, "tin", applicant.tin);
  put(object, "phone", applicant.phone);
  put(object, "address", applicant.address);
  return json::serialize(object);
}

Applicant decode_applicant(std::string_view stored) {
  const json::value value = json::parse(stored);
  const json::object* found = value.if_object();
  if (found == nullptr) throw std::runtime_error("a stored applicant is no JSON object");
  const json::object& object = *found;
  Applicant applicant;
  if (text(object, "kind") == name(catalogue::ApplicantKind::business))
    applicant.kind = catalogue::ApplicantKind::business;
  applicant.language = parse_language(text(object, "language")).value_or(Language::uz_latn);
  applicant.family_name = text(object, "family_name");
  applicant.given_name = text(object, "given_name");
  applicant.middle_name = text(object, "middle_name");
  applicant.birth_date = parse_iso_day(text(object, "birth_date"));
  applicant.typed_birth_date = text(object, "typed_birth_date");
  applicant.pinfl = text(object, "pinfl");
  applicant.passport = text(object, "passport");
  applicant.organisation = text(object, "organisation");
  applicant.tin = text(object, "tin");
  applicant.phone = text(object, "phone");
  applicant.address = text(object, "address");
  return applicant;
}

std::string encode_answers(const catalogue::Answers& answers) {
  return json::serialize(catalogue::answers_json(answers));
}
catalogue::Answers decode_answers(std::string_view text) {
  std::vector<FieldError> wrong;
  return catalogue::read_answers(json::parse(text), "", wrong);
}

}  // namespace biroyna::forms
