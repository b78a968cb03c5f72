// The page on which people say when they are away, and who stands in. First who and when, then which of those
// who are there and can do the work stands in.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/typed_day.hpp"
#include "features/deadlines/pages.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/i18n/wrong_fields.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::deadlines {
namespace {

using html::make;
using html::to;

// What was typed, and what is wrong with it.
struct TypedAbsence {
  std::string person, substitute, from, to;
  std::optional<Day> first = {}, last = {};  // what was understood
  std::vector<FieldError> wrong = {};        // "/from"
  std::string refusal = {};                  // of the whole

  bool failed() const { return !wrong.empty() || !refusal.empty(); }
  bool wrong_at(std::string_view pointer) const {
    return std::ranges::find(wrong, pointer, &FieldError::pointer) != wrong.end();
  }
  // Who and when is known, so that it can be asked who stands in.
  bool has_days() const {
    return !person.empty() && first && last && !wrong_at("/person") && !wrong_at("/from") && !wrong_at("/to");
  }
};

std::string absences_address(const http::Request& request) {
  return fmt::format("/{}/{}/absences", tag(request.language), request.principal.centre);
}

bool enters_for_all(const http::Request& request) { return request.principal.role == auth::Role::head; }

// The fields of the form. Without any it was not filled in yet.
TypedAbsence read_typed(const http::Request& request, const http::Fields& form, Day today) {
  TypedAbsence typed{http::field(form, "person"), http::field(form, "substitute"), http::field(form, "from"),
                     http::field(form, "to")};
  if (!enters_for_all(request)) typed.person = request.principal.id;
  if (typed.person.empty()) typed.wrong.push_back({"/person", "error.required"});
  const auto day = [&](const std::string& text, const char* pointer) {
    const auto parsed = read_day(text).day;
    if (!parsed) typed.wrong.push_back({pointer, day_fault(text)});
    return parsed;
  };
  typed.first = day(typed.from, "/from");
  typed.last = day(typed.to, "/to");
  if (!typed.first || !typed.last) return typed;
  if (const auto wrong = check_days(*typed.first, *typed.last, today)) typed.wrong.push_back({"/to", *wrong});
  return typed;
}

// One request for the page.
struct AbsencesView {
  const http::Request& request;
  i18n::Speaker say;
  std::vector<staff::Person> people;
  Day today;

  std::string name_of(const StaffId& id) const {
    const auto found = std::ranges::find(people, id, &staff::Person::id);
    return found == people.end() ? id.str() : found->name;
  }
  // With the role, as a centre has people of the same name.
  std::string name_and_role(const staff::Person& person) const {
    return fmt::format("{} – {}", person.name, staff::role_text(say, person.role));
  }
  std::string date(Day day) const { return i18n::date(say.language(), day); }
};

// Names what is missing, and the day that there is not.
std::string fault_text(const TypedAbsence& typed, const FieldError& error, const i18n::Speaker& say) {
  return i18n::said(say, error, error.pointer == "/from" ? typed.from : typed.to);
}

html::ErrorMessage error_at(const TypedAbsence& typed, std::string_view pointer, const i18n::Speaker& say) {
  const auto found = std::ranges::find(typed.wrong, pointer, &FieldError::pointer);
  if (found == typed.wrong.end()) return {.text = "", .visually_hidden_text = ""};
  return {.text = fault_text(typed, *found, say), .visually_hidden_text = say("host.error")};
}

Html absence_errors(const TypedAbsence& typed, const i18n::Speaker& say) {
  std::vector<html::ErrorLink> errors;
  for (const auto& error : typed.wrong)
    errors.push_back({.text = fault_text(typed, error, say), .href = "#" + error.pointer.substr(1)});
  if (!typed.refusal.empty())
    errors.push_back({.text = say(fmt::format("refusal.{}", typed.refusal)), .href = "#substitute"});
  if (errors.empty()) return {};
  return html::error_summary({.title = say("host.problem"), .errors = std::move(errors)});
}

Html absence_done(const http::Request& request, const i18n::Speaker& say) {
  constexpr std::pair<std::string_view, const char*> kDone[] = {
      {"added", "absences.added"}, {"ended", "absences.ended"}, {"removed", "absences.removed"}};
  const auto what = pages::done_value(request).value_or("");
  const auto* done = std::ranges::find(kDone, what, &std::pair<std::string_view, const char*>::first);
  if (done == std::end(kDone)) return {};
  return html::notification_banner(
      {.title = say("account.done"), .text = say(done->second), .success = true});
}

// What can be done with an absence: one that is under way ends early, one that is to come is removed.
Html absence_action(const AbsencesView& view, const Absence& absence) {
  if (!enters_for_all(view.request) && view.request.principal.id != absence.person.str()) return {};
  const bool under_way = absence.from < view.today;
  return make(
      "<form method=\"post\" action=\"{}\">{}<button class=\"b-link\">{}<span "
      "class=\"govuk-visually-hidden\"> {}</span></button></form>",
      fmt::format("{}/{}/{}", absences_address(view.request), absence.id, under_way ? "end" : "remove"),
      pages::order_fields(view.request), view.say(under_way ? "absences.end" : "absences.remove"),
      view.name_of(absence.person));
}

Html absence_list(const AbsencesView& view, const Absences& absences) {
  const auto& say = view.say;
  if (absences.empty()) return make("<p class=\"govuk-body\">{}</p>", say("absences.none"));
  std::vector<std::vector<html::Cell>> rows;
  for (const Absence& absence : absences)
    rows.push_back({{.text = view.name_of(absence.person)},
                    {.text = view.date(absence.from)},
                    {.text = view.date(absence.to)},
                    {.text = absence.substitute.empty() ? std::string(say("work.nobody"))
                                                        : view.name_of(absence.substitute)},
                    {.text = absence_action(view, absence)}});
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

Html person_choice(const AbsencesView& view, std::string_view name, const char* label,
                   const std::vector<staff::Person>& people, const std::string& chosen,
                   const TypedAbsence& typed) {
  html::Select select{.name = name, .label = {.text = view.say(label)}, .items = {}};
  select.items.push_back({.text = view.say("absences.choose"), .value = html::Text("")});
  for (const auto& person : people)
    select.items.push_back({.text = view.name_and_role(person),
                            .value = html::Text(person.id.str()),
                            .selected = person.id.str() == chosen});
  select.error_message = error_at(typed, fmt::format("/{}", name), view.say);
  return html::select(select);
}

Html day_field(const AbsencesView& view, std::string_view name, const char* label, const std::string& value,
               const TypedAbsence& typed) {
  return html::input({.name = name,
                      .label = {.text = view.say(label)},
                      .value = value,
                      .hint = {.text = view.say("hint.date")},
                      .error_message = error_at(typed, fmt::format("/{}", name), view.say),
                      .inputmode = "numeric",
                      .autocomplete = "off",
                      .classes = "govuk-input--width-10",
                      .spellcheck = false});
}

// First: who is away, and when.
Html days_form(const AbsencesView& view, const std::vector<staff::Person>& may_be_absent,
               const TypedAbsence& typed) {
  Html who;
  if (enters_for_all(view.request))
    who = person_choice(view, "person", "absences.person", may_be_absent, typed.person, typed);
  return make("<form method=\"get\" action=\"{}\" novalidate>{}{}{}{}</form>", absences_address(view.request),
              who, day_field(view, "from", "absences.from", typed.from, typed),
              day_field(view, "to", "absences.to", typed.to, typed),
              html::button({.text = view.say("form.continue")}));
}

// Then: which of those who are there stands in.
Html substitute_form(const AbsencesView& view, const std::vector<staff::Person>& substitutes,
                     const TypedAbsence& typed) {
  const auto& say = view.say;
  const std::string root = absences_address(view.request);
  std::vector<html::SummaryRow> rows = {
      {.key = {.text = say("absences.person")}, .value = {.text = view.name_of(StaffId(typed.person))}},
      {.key = {.text = say("absences.from")}, .value = {.text = view.date(*typed.first)}},
      {.key = {.text = say("absences.to")}, .value = {.text = view.date(*typed.last)}}};
  Html hidden;
  for (const auto& [name, value] :
       {std::pair{"person", &typed.person}, {"from", &typed.from}, {"to", &typed.to}})
    to(hidden, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, *value);
  const Html choice =
      substitutes.empty()
          ? make("<p class=\"govuk-inset-text\" id=\"substitute\">{}</p>", say("absences.nobody"))
          : person_choice(view, "substitute", "absences.substitute", substitutes, typed.substitute, typed);
  return make(
      "{}<form method=\"post\" action=\"{}\" novalidate>{}{}{}<div class=\"govuk-button-group\">{}<a "
      "class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
      html::summary_list({.rows = std::move(rows)}), root, pages::order_fields(view.request), hidden, choice,
      html::button({.text = say("absences.add")}), root, say("absences.other_days"));
}

class AbsencesPages {
 public:
  AbsencesPages(const Site& site, AbsenceBook& absences) : site_(site), absences_(absences) {}

  http::Response show(const http::Request& request) const {
    if (!request.query_value("from")) return page(request, {});
    return page(request, read_typed(request, request.query, today(request)));
  }

  void add(const http::Request& request, http::Reply reply) const {
    const http::Fields form = http::form_of(request);
    const TypedAbsence typed = read_typed(request, form, today(request));
    if (!typed.wrong.empty()) return reply.send(page(request, typed));
    absences_.add(request.principal,
                  {{}, StaffId(typed.person), StaffId(typed.substitute), *typed.first, *typed.last},
                  repeat_of(request, http::field(form, "key")),
                  [this, &request, reply, typed](const Result<Executed<Absence>>& added) {
                    if (added) return reply.send(pages::see_done(absences_address(request) + "?done=added"));
                    const Refusal& refusal = added.error();
                    if (refusal.kind != Refusal::Kind::invalid && refusal.kind != Refusal::Kind::conflict)
                      return reply.send(site_.refused(request, refusal));
                    TypedAbsence again = typed;
                    again.wrong = refusal.fields;
                    if (again.wrong.empty()) again.refusal = refusal.code;
                    reply.send(page(request, again));
                  });
  }

  void end(const http::Request& request, http::Reply reply) const {
    change(request, std::move(reply), &AbsenceBook::end, "ended");
  }
  void remove(const http::Request& request, http::Reply reply) const {
    change(request, std::move(reply), &AbsenceBook::remove, "removed");
  }

 private:
  Day today(const http::Request& request) const {
    return absences_.today(CentreId(request.principal.centre));
  }

  void change(const http::Request& request, http::Reply reply, decltype(&AbsenceBook::end) order,
              const char* done) const {
    const http::Fields form = http::form_of(request);
    (absences_.*order)(request.principal, std::string(request.param("absence")),
                       repeat_of(request, http::field(form, "key")),
                       [this, &request, reply, done](const Result<Executed<Nothing>>& changed) {
                         if (!changed) return reply.send(site_.refused(request, changed.error()));
                         reply.send(pages::see_done(absences_address(request) + "?done=" + done));
                       });
  }

  http::Response page(const http::Request& request, const TypedAbsence& typed) const {
    const CentreId centre(request.principal.centre);
    const AbsencesView view{request, i18n::Speaker(request.language), absences_.people(centre),
                            today(request)};
    const auto& say = view.say;
    const auto may_be_absent = absences_.may_be_absent(request.principal);
    const std::string title(say("absences.title"));
    Html main = make("{}{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}",
                     absence_done(request, say), absence_errors(typed, say), title, say("absences.lead"),
                     absence_list(view, absences_.seen_by(request.principal)));
    if (!may_be_absent.empty())
      to(main, "<h2 class=\"govuk-heading-m\">{}</h2>{}", say("absences.add_title"),
         typed.has_days()
             ? substitute_form(
                   view, absences_.substitutes(centre, StaffId(typed.person), *typed.first, *typed.last),
                   typed)
             : days_form(view, may_be_absent, typed));
    return site_.pages.page(request, {.title = title,
                                      .main = std::move(main),
                                      .place = site_.place(request.language, centre),
                                      .wide = true,
                                      .failed = typed.failed(),
                                      .typed_into = !may_be_absent.empty(),
                                      .status = typed.failed() ? 422 : 200});
  }

  const Site& site_;
  AbsenceBook& absences_;
};

}  // namespace

void add_absences_pages(http::Router& router, const Site& site, AbsenceBook& absences) {
  const auto pages = std::make_shared<const AbsencesPages>(site, absences);
  const std::string all = "/{lang}/{centre}/absences";
  router.get(all, kCanBeAbsent, std::bind_front(&AbsencesPages::show, pages));
  const auto post = [&](const std::string& pattern,
                        void (AbsencesPages::*handle)(const http::Request&, http::Reply) const) {
    router.add(
        {http::Method::post, pattern, kCanBeAbsent, http::Where::pool, std::bind_front(handle, pages)});
  };
  post(all, &AbsencesPages::add);
  post(all + "/{absence}/end", &AbsencesPages::end);
  post(all + "/{absence}/remove", &AbsencesPages::remove);
}

}  // namespace biroyna::deadlines
