#include "platform/i18n/wrong_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/i18n/typed.hpp"

namespace biroyna::i18n {
namespace {

using Named = std::pair<std::string_view, const char*>;

// Fields of forms and of the API, by their name; those of applicants are called "field.NAME".
constexpr Named kLabels[] = {{"services", "host.services"},
                             {"service", "host.service"},
                             {"window", "host.window"},
                             {"priority", "host.class"},
                             {"people", "host.people"},
                             {"name", "staff.name"},
                             {"note", "console.note"},
                             {"text", "label.text"},
                             {"login", "sign_in.login"},
                             {"password", "sign_in.password"},
                             {"old_password", "account.old_password"},
                             {"new_password", "account.new_password"},
                             {"role", "staff.role"},
                             {"department", "work.department"},
                             {"departments", "work.department"},
                             {"assignee", "work.assignee"},
                             {"ground", "work.ground"},
                             {"receipt", "work.receipt"},
                             {"documents", "work.documents"},
                             {"file", "result.document"},
                             {"answers", "work.answers"},
                             {"applicant", "work.applicant"},
                             {"reason", "register.reason"},
                             {"person", "absences.person"},
                             {"substitute", "absences.substitute"},
                             {"from", "absences.from"},
                             {"to", "absences.to"},
                             {"until", "mandates.until"}};

// What is missing, where there are better words than "Fill in: NAME"; besides those called "missing.NAME".
constexpr Named kMissing[] = {{"text", "work.missing_words"},
                              {"ground", "work.missing_ground"},
                              {"receipt", "work.missing_receipt"},
                              {"department", "work.missing_department"},
                              {"assignee", "work.missing_colleague"},
                              {"role", "error.unknown_role"},
                              {"services", "error.no_services"},
                              {"name", "error.no_name"},
                              {"person", "missing.person"},
                              {"from", "missing.from"},
                              {"to", "missing.to"},
                              {"substitute", "missing.substitute"}};

// Messages that say a limit.
constexpr Named kLimits[] = {{"error.too_long", "fault.too_long"},
                             {"error.too_many", "fault.too_many"},
                             {"error.not_number", "fault.not_number"}};

// The last part of a pointer that is no place in a list: "services" of "/services/0".
std::string_view name_at(std::string_view pointer) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (;;) {
    const auto slash = pointer.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? pointer : pointer.substr(slash + 1);
    if (slash == std::string_view::npos || slash == 0 || last.empty() || !std::ranges::all_of(last, is_digit))
      return last;
    pointer = pointer.substr(0, slash);
  }
}

const char* key_of(const auto& names, std::string_view name) {
  const auto found = std::ranges::find(names, name, &Named::first);
  return found == std::end(names) ? nullptr : found->second;
}

std::string missing(const Speaker& say, std::string_view pointer) {
  const std::string_view name = name_at(pointer);
  if (pointer.starts_with("/applicant/")) {
    const std::string own = fmt::format("missing.own_{}", name);
    if (has(say.language(), own)) return std::string(say(own));
  }
  if (const auto* key = key_of(kMissing, name)) return std::string(say(key));
  return say("missing.other", {{"label", field_label(say, pointer)}});
}

}  // namespace

std::string field_label(const Speaker& say, std::string_view pointer) {
  const std::string_view name = name_at(pointer);
  const std::string own = fmt::format("field.{}", name);
  if (const auto* key = key_of(kLabels, name)) return std::string(say(key));
  if (has(say.language(), own)) return std::string(say(own));
  return fmt::format("“{}”", name);
}

std::string said(const Speaker& say, const FieldError& error, std::string_view typed) {
  if (error.code == "error.required") return missing(say, error.pointer);
  if (error.limits) {
    if (const auto* key = key_of(kLimits, error.code))
      return say(key, {{"least", number(error.limits->least)}, {"most", number(error.limits->most)}});
  }
  return fault(say, error.code, typed);
}

std::string named(const Speaker& say, const FieldError& error, std::string_view typed) {
  std::string text = said(say, error, typed);
  if (error.code == "error.required" || error.pointer.empty()) return text;
  return fmt::format("{}: {}", field_label(say, error.pointer), text);
}

}  // namespace biroyna::i18n
