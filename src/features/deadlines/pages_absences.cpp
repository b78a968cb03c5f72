// The page on which people say when they are away, and who stands in.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "features/deadlines/pages.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::deadlines {
namespace {

using html::make;

// What was typed, and what is wrong with it.
struct TypedAbsence {
  std::string person, substitute, from, to;
  std::vector<FieldError> wrong = {};  // "/from"
  std::string refusal = {};            // of the whole
};

std::string root(const http::Request& request) {
  return fmt::format("/{}/{}/absences", tag(request.language), request.principal.centre);
}

class AbsencesPages {
 public:
  AbsencesPages(const Site& site, AbsenceBook& absences) : site_(site), absences_(absences) {}

  http::Response show(const http::Request& request) const { return page(request, {}); }

  void add(const http::Request& request, http::Reply reply) const {
    const http::Fields form = http::form_of(request);
    TypedAbsence typed{http::field(form, "person"), http::field(form, "substitute"),
                       http::field(form, "from"), http::field(form, "to")};
    if (typed.person.empty()) typed.person = request.principal.id;
    const auto day = [&](const std::string& text, const char* pointer) {
      const auto parsed = parse_iso_day(text);
      if (!parsed) typed.wrong.push_back({pointer, text.empty() ? "error.required" : "error.not_a_date"});
      return parsed.value_or(Day());
    };
    const Day from = day(typed.from, "/from"), to = day(typed.to, "/to");
    if (typed.substitute.empty()) typed.wrong.push_back({"/substitute", "error.required"});
    if (!typed.wrong.empty()) return reply.send(page(request, typed));
    absences_.add(request.principal, {{}, StaffId(typed.person), StaffId(typed.substitute), from, to},
                  repeat_of(request, http::field(form, "key")),
                  [this, &request, reply, typed](const Result<Executed<Absence>>& added) {
                    if (added) return reply.send(http::see_other(root(request) + "?done=added"));
                    const Refusal& refusal = added.error();
                    if (refusal.kind != Refusal::Kind::invalid && refusal.kind != Refusal::Kind::conflict)
                      return reply.send(site_.refused(request, refusal));
                    TypedAbsence again = typed;
                    again.wrong = refusal.fields;
                    if (again.wrong.empty()) again.refusal = refusal.code;
                    reply.send(page(request, again));
                  });
  }

  void remove(const http::Request& request, http::Reply reply) const {
    const http::Fields form = http::form_of(request);
    absences_.remove(request.principal, std::string(request.param("absence")),
                     repeat_of(request, http::field(form, "key")),
                     [this, &request, reply](const Result<Executed<Nothing>>& removed) {
                       reply.send(removed ? http::see_other(root(request) + "?done=removed")
                                          : site_.refused(request, removed.error()));
                     });
  }

 private:
  http::Response page(const http::Request& request, const TypedAbsence& typed) const {
    const i18n::Speaker say(request.language);
    const CentreId centre(request.principal.centre);
    const auto people = absences_.people(centre);
    const bool failed = !typed.wrong.empty() || !typed.refusal.empty();
    const std::string title(say("absences.title"));
    const Html main = make("{}{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}{}",
                           done(request, say), summary(typed, say), title, say("absences.lead"),
                           list(request, people, say), form(request, people, typed, say));
    return site_.pages.page(request, {.title = title,
                                      .main = main,
                                      .place = site_.place(request.language, centre),
                                      .wide = true,
                                      .failed = failed,
                                      .status = failed ? 422 : 200});
  }

  static Html done(const http::Request& request, const i18n::Speaker& say) {
    const auto what = request.query_value("done").value_or("");
    if (what != "added" && what != "removed") return {};
    return html::notification_banner({.title = say("account.done"),
                                      .text = say(what == "added" ? "absences.added" : "absences.removed"),
                                      .success = true});
  }

  static Html summary(const TypedAbsence& typed, const i18n::Speaker& say) {
    std::vector<html::ErrorLink> errors;
    for (const auto& error : typed.wrong)
      errors.push_back({.text = say(error.code), .href = "#" + error.pointer.substr(1)});
    if (!typed.refusal.empty())
      errors.push_back({.text = say(fmt::format("refusal.{}", typed.refusal)), .href = "#substitute"});
    if (errors.empty()) return {};
    return html::error_summary({.title = say("host.problem"), .errors = std::move(errors)});
  }

  static std::string name_of(const std::vector<staff::Person>& people, const StaffId& id) {
    const auto found = std::ranges::find(people, id, &staff::Person::id);
    return found == people.end() ? id.str() : found->name;
  }

  Html list(const http::Request& request, const std::vector<staff::Person>& people,
            const i18n::Speaker& say) const {
    std::vector<std::vector<html::Cell>> rows;
    for (const Absence& absence : absences_.seen_by(request.principal)) {
      Html removing;
      if (request.principal.role == auth::Role::head || request.principal.id == absence.person.str())
        removing = make(
            "<form method=\"post\" action=\"{}\">{}<button class=\"b-link\">{}<span "
            "class=\"govuk-visually-hidden\"> {}</span></button></form>",
            fmt::format("{}/{}/remove", root(request), absence.id), pages::order_fields(request),
            say("absences.remove"), name_of(people, absence.person));
      rows.push_back({{.text = name_of(people, absence.person)},
                      {.text = i18n::date(request.language, absence.from)},
                      {.text = i18n::date(request.language, absence.to)},
                      {.text = name_of(people, absence.substitute)},
                      {.text = removing}});
    }
    if (rows.empty()) return make("<p class=\"govuk-body\">{}</p>", say("absences.none"));
    return pages::scrolled_table({.rows = std::move(rows),
                                  .head = {{.text = say("absences.person")},
                                           {.text = say("absences.from")},
                                           {.text = say("absences.to")},
                                           {.text = say("absences.substitute")},
                                           pages::action_head(say)},
                                  .caption = say("absences.title"),
                                  .caption_classes = "govuk-visually-hidden",
                                  .first_cell_is_header = true},
                                 say("absences.title"));
  }

  static html::ErrorMessage error_at(const TypedAbsence& typed, std::string_view pointer,
                                     const i18n::Speaker& say) {
    const auto found = std::ranges::find(typed.wrong, pointer, &FieldError::pointer);
    if (found == typed.wrong.end()) return {.text = "", .visually_hidden_text = ""};
    return {.text = say(found->code), .visually_hidden_text = say("host.error")};
  }

  static html::Select select(std::string_view name, std::string_view label,
                             const std::vector<const staff::Person*>& people, const std::string& chosen,
                             const TypedAbsence& typed, const i18n::Speaker& say) {
    html::Select select{.name = name, .label = {.text = label}, .items = {}};
    select.items.push_back({.text = say("absences.choose"), .value = html::Text("")});
    for (const auto* person : people)
      select.items.push_back({.text = person->name,
                              .value = html::Text(person->id.str()),
                              .selected = person->id.str() == chosen});
    select.error_message = error_at(typed, fmt::format("/{}", name), say);
    return select;
  }

  static Html day(std::string_view name, std::string_view label, const std::string& value,
                  const TypedAbsence& typed, const i18n::Speaker& say) {
    return html::input({.name = name,
                        .label = {.text = label},
                        .type = "date",
                        .value = value,
                        .error_message = error_at(typed, fmt::format("/{}", name), say),
                        .classes = "govuk-input--width-10"});
  }

  Html form(const http::Request& request, const std::vector<staff::Person>& people, const TypedAbsence& typed,
            const i18n::Speaker& say) const {
    const auto own = absences_.may_be_absent(request.principal);
    if (own.empty()) return {};
    std::vector<const staff::Person*> absent, substitutes;
    for (const auto& person : own) absent.push_back(&person);
    for (const auto& person : people) {
      const bool stands_in = person.active && std::ranges::any_of(own, [&](const staff::Person& one) {
                               return one.id != person.id && are_colleagues(one, person);
                             });
      if (stands_in) substitutes.push_back(&person);
    }
    Html who;
    if (request.principal.role == auth::Role::head)
      who = html::select(select("person", say("absences.person"), absent, typed.person, typed, say));
    return make(
        "<h2 class=\"govuk-heading-m\">{}</h2><form method=\"post\" action=\"{}\" "
        "novalidate>{}{}{}{}{}{}</form>",
        say("absences.add_title"), root(request), pages::order_fields(request), who,
        day("from", say("absences.from"), typed.from, typed, say),
        day("to", say("absences.to"), typed.to, typed, say),
        html::select(
            select("substitute", say("absences.substitute"), substitutes, typed.substitute, typed, say)),
        html::button({.text = say("absences.add")}));
  }

  const Site& site_;
  AbsenceBook& absences_;
};

}  // namespace

void add_absences_pages(http::Router& router, const Site& site, AbsenceBook& absences) {
  const auto pages = std::make_shared<const AbsencesPages>(site, absences);
  const std::string all = "/{lang}/{centre}/absences";
  router.get(all, kCanBeAbsent, std::bind_front(&AbsencesPages::show, pages));
  router.add({http::Method::post, all, kCanBeAbsent, http::Where::pool,
              std::bind_front(&AbsencesPages::add, pages)});
  router.add({http::Method::post, all + "/{absence}/remove", kCanBeAbsent, http::Where::pool,
              std::bind_front(&AbsencesPages::remove, pages)});
}

}  // namespace biroyna::deadlines
