// Mandates: the list, giving one, revoking one. By the applicant, or by an operator at a window for them.
// Complete without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/clean_text.hpp"
#include "core/code.hpp"
#include "core/typed_day.hpp"
#include "features/forms/edge.hpp"
#include "features/forms/forms.hpp"
#include "features/my/pages.hpp"
#include "features/my/pages_applicant_view.hpp"
#include "platform/i18n/sentence.hpp"
#include "platform/i18n/wrong_fields.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::my {
namespace {

using html::make;
using html::to;

// What was typed, and what is wrong with it.
struct TypedMandate {
  std::string person = {}, relation = {}, extent = {}, reach = {}, until = {};
  std::vector<FieldError> wrong = {};  // "/name"
  std::string refusal = {};            // of the whole

  bool failed() const { return !wrong.empty() || !refusal.empty(); }
};

// The day of the example: one that may be chosen.
constexpr std::chrono::days kExampleDays{30};

// "27.03.2027", as it may be typed.
std::string typed_day(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:02}.{:02}.{}", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                     static_cast<int>(date.year()));
}

// In their order on the page.
constexpr std::string_view kFields[] = {"name", "relation", "extent", "reach", "until"};

// Finds all errors at once.
Mandate read_mandate(TypedMandate& typed, Day today) {
  Mandate mandate;
  mandate.person = with_apostrophes(one_line(typed.person));
  const auto choice = [&](const char* pointer, const auto& known, auto& into) {
    if (known)
      into = *known;
    else
      typed.wrong.push_back({pointer, "error.not_a_choice"});
  };
  const auto day = read_day(typed.until).day;
  mandate.until = day.value_or(today);
  for (auto& fault : faults(mandate, today)) typed.wrong.push_back(std::move(fault));
  choice("/relation", parse_relation(typed.relation), mandate.relation);
  choice("/extent", parse_extent(typed.extent), mandate.extent);
  choice("/reach", parse_reach(typed.reach), mandate.reach);
  if (!day) typed.wrong.push_back({"/until", day_fault(typed.until)});
  return mandate;
}

class MandatePages {
 public:
  MandatePages(const Site& site, Applications& applications, const CaseAccess& access, Way way)
      : site_(site), applications_(applications), applicants_(site, applications, access), way_(way) {}

  http::Response show(const http::Request& request) const {
    auto view = giver_of(request);
    return view ? page(*view, {}) : std::move(view.error());
  }

  void give(const http::Request& request, http::Reply reply) const {
    auto view = giver_of(request);
    if (!view) return reply.send(std::move(view.error()));
    const http::Fields form = http::form_of(request);
    TypedMandate typed{http::field(form, "name").substr(0, 8 * kLongestPerson), http::field(form, "relation"),
                       http::field(form, "extent"), http::field(form, "reach"),
                       http::field(form, "until").substr(0, 100)};
    const Mandate requested = read_mandate(typed, applications_.today(view->application));
    if (typed.failed()) return reply.send(page(*view, typed));
    auto change = give_mandate(applications_, view->application, new_mandate(view->application, requested),
                               view->credentials());
    change.repeat = repeat_of(request, http::field(form, "key"));
    applications_.change(std::move(change), [this, &request, reply, typed = std::move(typed)](
                                                const Result<Executed<Applications::Changed>>& changed) {
      reply.send(changed ? given_page(request, changed->value) : again(request, typed, changed.error()));
    });
  }

  http::Response ask_revoke(const http::Request& request) const {
    auto view = giver_of(request);
    if (!view) return std::move(view.error());
    const Mandate* mandate = mandate_at(*view);
    if (mandate == nullptr) return http::see_other(view->address("mandates"));
    const auto& say = view->say;
    const Html main = make(
        "{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p><form method=\"post\" "
        "action=\"{}\">{}{}</form>",
        html::back_link({.text = say("form.back"), .href = view->address("mandates")}), say("mandates.sure"),
        say("mandates.means", {{"name", mandate_text(say, *mandate)}}), request.path,
        pages::csrf_field(request),
        html::button({.text = say("mandates.yes"), .classes = "govuk-button--warning"}));
    return respond(site_, *view, {.title = std::string(say("mandates.sure")), .main = main});
  }

  void revoke(const http::Request& request, http::Reply reply) const {
    auto view = giver_of(request);
    if (!view) return reply.send(std::move(view.error()));
    auto change = revoke_mandate(applications_, view->application, std::string(request.param("mandate")),
                                 view->credentials());
    applications_.change(std::move(change), [this, &request, reply, back = view->address("mandates")](
                                                const Result<Executed<Applications::Changed>>& changed) {
      if (changed) return reply.send(pages::see_done(back + "?done=revoked"));
      // The list shows mandates that have ended.
      const auto kind = changed.error().kind;
      const bool over = kind == Refusal::Kind::conflict || kind == Refusal::Kind::not_found;
      reply.send(over ? http::see_other(back) : site_.refused(request, changed.error()));
    });
  }

 private:
  // The form once more, with what was wrong.
  http::Response again(const http::Request& request, TypedMandate typed, const Refusal& refusal) const {
    auto view = giver_of(request);
    if (!view) return std::move(view.error());
    if (refusal.fields.empty() && refusal.kind != Refusal::Kind::conflict)
      return site_.refused(request, refusal);
    typed.wrong = refusal.fields;
    if (typed.wrong.empty()) typed.refusal = refusal.code;
    return page(*view, typed);
  }

  // The application, if the person may give mandates in it.
  tl::expected<ApplicantView, http::Response> giver_of(const http::Request& request) const {
    return applicants_.open(request, Action::give_mandate, way_);
  }

  // The mandate of the address. Null if it is not valid any more.
  const Mandate* mandate_at(const ApplicantView& view) const {
    const auto& mandates = view.application.mandates;
    const auto found = std::ranges::find(mandates, view.request.param("mandate"), &Mandate::id);
    const bool valid = found != mandates.end() &&
                       state_of(*found, applications_.today(view.application)) == MandateState::valid;
    return valid ? &*found : nullptr;
  }

  http::Response page(const ApplicantView& view, const TypedMandate& typed) const {
    const auto& say = view.say;
    Html done;
    if (pages::done_value(view.request) == "revoked" && !typed.failed())
      done = html::notification_banner(
          {.title = say("account.done"), .text = say("mandates.taken_back"), .success = true});
    const Html main = make(
        "{}{}{}<span class=\"govuk-caption-l\">{}</span><h1 class=\"govuk-heading-l\">{}</h1><p "
        "class=\"govuk-body\">{}</p>{}{}",
        html::back_link({.text = say("form.back"), .href = view.address()}), done, summary(typed, say),
        grouped_code(view.application.number), say("mandates.title"), say("mandates.lead"), list(view),
        form(view, typed));
    return respond(site_, view,
                   {.title = std::string(say("mandates.title")),
                    .main = main,
                    .failed = typed.failed(),
                    .typed_into = true});
  }

  Html list(const ApplicantView& view) const {
    const auto& say = view.say;
    const Day today = applications_.today(view.application);
    Html items;
    for (const Mandate& mandate : view.application.mandates) {
      const MandateState state = state_of(mandate, today);
      Html back;
      if (state == MandateState::valid)
        back = make(
            "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}<span "
            "class=\"govuk-visually-hidden\">: {}</span></a></p>",
            view.address(fmt::format("mandates/{}/revoke", mandate.id)), say("mandates.take_back"),
            mandate.person);
      to(items, "<li><strong>{}</strong> {} <span>{}</span>{}</li>", mandate_text(say, mandate),
         mandate_tag(say, state), mandate_terms(say, mandate), back);
    }
    if (items.empty()) return make("<p class=\"govuk-body\">{}</p>", say("mandates.none"));
    return make("<ul class=\"b-list\">{}</ul>", items);
  }

  static std::vector<FieldError>::const_iterator error_of(const TypedMandate& typed, std::string_view field) {
    return std::ranges::find(typed.wrong, fmt::format("/{}", field), &FieldError::pointer);
  }

  static std::string_view typed_text(const TypedMandate& typed, std::string_view field) {
    return field == "until" ? typed.until : typed.person;
  }

  // Far from its field, with the field's name; what is missing is said by its name already.
  static std::string named(const i18n::Speaker& say, const FieldError& error, const TypedMandate& typed) {
    const std::string_view field = std::string_view(error.pointer).substr(1);
    std::string text = i18n::said(say, error, typed_text(typed, field));
    if (error.code == "error.required") return text;
    const std::string asked(say(fmt::format("mandates.{}", field)));
    // A question needs no colon after it.
    return fmt::format("{}{} {}", asked, asked.ends_with('?') ? "" : ":", text);
  }

  static Html summary(const TypedMandate& typed, const i18n::Speaker& say) {
    std::vector<html::ErrorLink> errors;
    for (const auto field : kFields) {
      const auto found = error_of(typed, field);
      if (found == typed.wrong.end()) continue;
      errors.push_back({.text = named(say, *found, typed), .href = fmt::format("#{}", field)});
    }
    if (!typed.refusal.empty())
      errors.push_back({.text = say(fmt::format("refusal.{}", typed.refusal)), .href = "#name"});
    if (errors.empty()) return {};
    return html::error_summary({.title = say("host.problem"), .errors = std::move(errors)});
  }

  static html::ErrorMessage error_at(const TypedMandate& typed, std::string_view field,
                                     const i18n::Speaker& say) {
    const auto found = error_of(typed, field);
    if (found == typed.wrong.end()) return {.text = "", .visually_hidden_text = ""};
    return {.text = i18n::said(say, *found, typed_text(typed, field)),
            .visually_hidden_text = say("host.error")};
  }

  template <class Enum>
  static Html choices(std::string_view field, int count, const std::string& chosen, const TypedMandate& typed,
                      const i18n::Speaker& say) {
    std::vector<html::Choice> items;
    for (int i = 0; i < count; ++i) {
      const auto value = name(static_cast<Enum>(i));
      items.push_back({.value = value, .text = say(fmt::format("mandates.{}_{}", field, value))});
    }
    return html::radios({.name = field,
                         .items = std::move(items),
                         .fieldset = html::Fieldset{.legend = {.text = say(fmt::format("mandates.{}", field)),
                                                               .classes = "govuk-fieldset__legend--s"}},
                         .value = chosen,
                         .id_prefix = field,
                         .error_message = error_at(typed, field, say)});
  }

  Html form(const ApplicantView& view, const TypedMandate& typed) const {
    const auto& say = view.say;
    const Day today = applications_.today(view.application);
    return make(
        "<h2 class=\"govuk-heading-m\">{}</h2><form method=\"post\" action=\"{}\" "
        "novalidate>{}{}{}{}{}{}{}</form>",
        say("mandates.give_title"), view.address("mandates"), pages::order_fields(view.request),
        html::input({.name = "name",
                     .label = {.text = say("mandates.name"), .classes = "govuk-label--s"},
                     .value = typed.person,
                     .error_message = error_at(typed, "name", say),
                     .autocomplete = "off",
                     .spellcheck = false}),
        choices<Relation>("relation", kRelations, typed.relation, typed, say),
        choices<Extent>("extent", kExtents, typed.extent, typed, say),
        choices<Reach>("reach", kReaches, typed.reach, typed, say),
        html::input(
            {.name = "until",
             .label = {.text = say("mandates.until"), .classes = "govuk-label--s"},
             .value = typed.until,
             .hint = {.text = say("mandates.until_hint",
                                  {{"example", typed_day(today + kExampleDays)},
                                   {"day", i18n::date_in_sentence(say.language(), last_day(today))}})},
             .error_message = error_at(typed, "until", say),
             .inputmode = "numeric",
             .autocomplete = "off",
             .classes = "govuk-input--width-10",
             .spellcheck = false}),
        html::button({.text = say("mandates.give")}));
  }

  // Answers with the page directly, because the secret is not stored anywhere.
  http::Response given_page(const http::Request& request, const Applications::Changed& changed) const {
    auto found = giver_of(request);
    if (!found) return std::move(found.error());
    const ApplicantView& view = *found;
    const Mandate* made = made_mandate(changed, view.application);
    if (made == nullptr) return http::see_other(view.address("mandates"));
    const auto& say = view.say;
    const auto code = [](std::string_view text) {
      return make("<span class=\"b-code\">{}</span>", grouped_code(text));
    };
    const Html rows = html::summary_list(
        {.rows = {{.key = {.text = say("mandates.who")}, .value = {.text = mandate_text(say, *made)}},
                  {.key = {.text = say("mandates.what")}, .value = {.text = mandate_terms(say, *made)}},
                  {.key = {.text = say("mine.number")}, .value = {.text = code(view.application.number)}},
                  {.key = {.text = say("mandates.their_secret")}, .value = {.text = code(changed.secret)}}}});
    const Html main = make(
        "{}{}<p class=\"govuk-body\">{}</p><p class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p>",
        html::panel({.title = say("mandates.given")}), rows, say("mandates.pass_on"),
        view.address("mandates"), say("mandates.title"));
    return respond(site_, view,
                   {.title = std::string(say("mandates.given")), .main = main, .shown_once = true});
  }

  const Site& site_;
  Applications& applications_;
  const ApplicantAccess applicants_;
  const Way way_;
};

}  // namespace

void add_mandate_pages(http::Router& router, const Site& site, Applications& applications,
                       const CaseAccess& access) {
  const auto add = [&](Way way, std::string_view below, auth::Roles allowed) {
    const auto pages = std::make_shared<const MandatePages>(site, applications, access, way);
    const std::string all = fmt::format("/{{lang}}/{{centre}}/{}/{{number}}/mandates", below);
    const std::string one = all + "/{mandate}/revoke";
    const auto post = [&](const std::string& pattern,
                          void (MandatePages::*handle)(const http::Request&, http::Reply) const) {
      router.add({http::Method::post, pattern, allowed, http::Where::pool, std::bind_front(handle, pages)});
    };
    router.get(all, allowed, std::bind_front(&MandatePages::show, pages));
    post(all, &MandatePages::give);
    router.get(one, allowed, std::bind_front(&MandatePages::ask_revoke, pages));
    post(one, &MandatePages::revoke);
  };
  add(Way::secret, "my", auth::Roles::all());
  add(Way::window, "cases", {auth::Role::operator_});
}

}  // namespace biroyna::my
