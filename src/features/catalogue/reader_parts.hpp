// What the readers of the catalogue's files share. Known to reader*.cpp alone.
//
// Not thread-safe.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/reader.hpp"
#include "platform/yaml/reader.hpp"

namespace biroyna::catalogue {

inline constexpr std::string_view kServicesFolder = "services/", kExtension = ".yaml";
// Services that a centre has only if it says so ("optional" in centre.yaml).
inline constexpr std::string_view kOptionalFolder = "optional/";

// Ids that a list has had so far.
using Ids = std::set<std::string>;

// Each reads the node's "id" and complains of one that is written otherwise or stands twice.
std::string slug_id(yaml::Node& node, Ids& ids);   // "birth-certificate"
std::string word_id(yaml::Node& node, Ids& ids);   // "with_child": hyphens and "_"
std::string field_id(yaml::Node& node, Ids& ids);  // "birth_date": a name in expressions

template <class T>
T id(yaml::Node& node, Ids& ids) {
  return T(slug_id(node, ids));
}

// The id under `key`, of what was read before.
template <class T>
T reference(const Catalogue& catalogue, yaml::Node& node, const std::string& key) {
  T id(node.text(key));
  if (!id.empty() && catalogue.find(id) == nullptr)
    node.problem_at(key, fmt::format("unknown {} \"{}\"", key, id.str()));
  return id;
}

// Complains of an item of a list that is unknown or that stands there twice. `ids` are those up to it.
template <class T>
void check_reference(const yaml::Node& item, const std::vector<T>& ids, bool known, std::string_view what,
                     std::string_view shown) {
  if (!shown.empty() && !known) item.problem(fmt::format("unknown {} \"{}\"", what, shown));
  if (std::ranges::count(ids, ids.back()) > 1)
    item.problem(fmt::format("{} \"{}\" stands here twice", what, shown));
}

template <class T>
std::vector<T> references(const Catalogue& catalogue, yaml::Node& node, const std::string& key,
                          std::string_view what) {
  std::vector<T> result;
  for (yaml::Node& item : node.child(key).items()) {
    result.emplace_back(item.scalar());
    check_reference(item, result, catalogue.find(result.back()) != nullptr, what, result.back().str());
  }
  return result;
}

// A day like "2026-12-08"; the epoch, and a problem, for anything else.
Day read_day(yaml::Node& node, const std::string& key);
// Like ["09:00-13:00", "14:00-18:00"], in order.
std::vector<Hours> read_hours(yaml::Node& node, const std::string& key);
// The "hours" of each weekday.
Calendar::Week read_week(yaml::Node& node);
// Monday to Friday of the hall's week.
Calendar::Week five_days_of(Calendar::Week hall);
// Days off and make-up days, of all and of those who work five days a week.
struct DaysOff {
  std::set<Day> of_all, of_five;
  std::map<Day, std::vector<Hours>> working;
  Calendar with(const Calendar::Week& week) const;
};
DaysOff read_holidays(yaml::Node& root, Catalogue& catalogue);

void read_fields(yaml::Node& root, Catalogue& catalogue);
void read_refusals(yaml::Node& root, Catalogue& catalogue);
// One of issued-documents.yaml.
void read_issued_document(yaml::Node& node, Ids& ids, Catalogue& catalogue);
// "keywords", in the four languages.
Keywords read_keywords(yaml::Node& node);
void read_search_words(yaml::Node& root, Catalogue& catalogue);
// One of elsewhere.yaml.
void read_elsewhere(yaml::Node& node, Ids& ids, Catalogue& catalogue);
// One of services/*.yaml. Departments, documents, fields and all else that it refers to were read before.
void read_service(const std::string& file, yaml::Node& root, Catalogue& catalogue, Origin origin);

// What expressions of one service may name.
struct Known {
  const Catalogue& catalogue;
  Scope asked = built_in_scope();  // so far
  Scope whole = built_in_scope();  // by the end of the form
};
// The expression under `key`; nothing, and a problem, when it is not one of this type.
std::optional<Expression> expression(yaml::Node& node, const std::string& key, Type expected,
                                     const Known& known);
std::optional<Expression> expression_if(yaml::Node& node, const std::string& key, Type expected,
                                        const Known& known);
// A list's entry: an id, or a map that has one.
std::string id_of(yaml::Node& item);
// Adds what a field is called in expressions, after a prefix.
void learn(Scope& scope, const Field* field, std::string_view prefix = {});
// What the service issues; its form and steps were read before.
void read_issues(yaml::Node& root, Service& service, const Catalogue& catalogue, Origin origin);
// Whether the form asks for a field whatever else is answered.
bool is_asked_always(const Service& service, std::string_view field);
// What a service owes to who applies (docs/definitions.md). `answers`: what the form knows.
void read_rights(yaml::Node& root, Service& service, const Known& answers);
// Reads "form" and "rules"; afterwards everything in the form is known.
void read_form(yaml::Node& root, Service& service, Known& known);

}  // namespace biroyna::catalogue
