// The register of issued documents, for who works in the centre: find one, open it, revoke it.
#include <fmt/format.h>

#include <algorithm>

#include "core/clean_text.hpp"
#include "core/code.hpp"
#include "core/text.hpp"
#include "features/results/pages_parts.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/i18n/wrong_fields.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::results {
namespace {

using html::make;

constexpr std::size_t kPage = 50;
constexpr std::size_t kLongestSearch = 60;

// A page of the asker's centre in the making.
struct View {
  const Site& site;
  const catalogue::Catalogues& catalogues;
  const http::Request& request;
  i18n::Speaker say;

  std::string root() const {
    return fmt::format("/{}/{}/results", tag(say.language()), request.principal.centre);
  }
  std::string address(const Entry& entry) const { return fmt::format("{}/{}", root(), entry.code); }
  html::Breadcrumb crumb() const { return {.text = say("register.title"), .href = root()}; }
};

http::Response respond(const View& view, pages::Page page) {
  page.place = view.site.place(view.say.language(), CentreId(view.request.principal.centre));
  return view.site.pages.page(view.request, page);
}

State state_now(const View& view, const Entry& entry) {
  const auto edition = view.catalogues.current(entry.centre);
  const Time now = view.site.clock();
  return state_of(entry.standing, entry.valid_until,
                  edition ? edition->zone.day(now) : std::chrono::floor<std::chrono::days>(now));
}

Html state_tag(const View& view, const Entry& entry) {
  constexpr std::pair<State, std::string_view> kLooks[] = {{State::valid, "govuk-tag--green"},
                                                           {State::expired, "govuk-tag--yellow"},
                                                           {State::superseded, "govuk-tag--grey"},
                                                           {State::revoked, "govuk-tag--red"}};
  const State state = state_now(view, entry);
  const auto* look = std::ranges::find(kLooks, state, &std::pair<State, std::string_view>::first);
  return html::tag(
      {.text = view.say(fmt::format("register.state_{}", name(state))), .classes = look->second});
}

Html search_form(const View& view, std::string_view text) {
  return make(
      "<form class=\"b-search\" role=\"search\" method=\"get\" action=\"{}\"><label class=\"govuk-label "
      "govuk-label--m\" for=\"q\">{}</label><div id=\"q-hint\" class=\"govuk-hint\">{}</div><div "
      "class=\"b-search__row\"><input class=\"govuk-input\" id=\"q\" name=\"q\" type=\"search\" value=\"{}\" "
      "autocomplete=\"off\" maxlength=\"60\" aria-describedby=\"q-hint\"><button class=\"govuk-button "
      "govuk-button--secondary\">{}</button></div></form>",
      view.root(), view.say("register.find"), view.say("register.find_hint"), text,
      view.say("host.find_button"));
}

Html entries_table(const View& view, const std::vector<Entry>& entries) {
  const auto& say = view.say;
  std::vector<std::vector<html::Cell>> rows;
  for (const auto& entry : entries) {
    rows.push_back({{.text = make("<a class=\"govuk-link\" href=\"{}\">{}</a>", view.address(entry),
                                  number_text(say, entry))},
                    {.text = document_name(view.catalogues, say, entry)},
                    {.text = service_name(view.catalogues, say.language(), entry)},
                    {.text = entry.holder},
                    {.text = grouped_code(entry.case_number)},
                    {.text = day_text(view.catalogues, say, entry, entry.issued_at)},
                    {.text = state_tag(view, entry)}});
  }
  return pages::scrolled_table({.rows = std::move(rows),
                                .head = {{.text = say("result.number")},
                                         {.text = say("result.document")},
                                         {.text = say("result.service")},
                                         {.text = say("result.holder")},
                                         {.text = say("result.case")},
                                         {.text = say("result.issued_on")},
                                         {.text = say("register.state")}},
                                .caption = say("register.title"),
                                .caption_classes = "govuk-visually-hidden",
                                .first_cell_is_header = true},
                               say("register.title"));
}

class RegisterPages {
 public:
  RegisterPages(const Site& site, Results& results, const catalogue::Catalogues& catalogues,
                Commands& commands)
      : site_(site), results_(results), catalogues_(catalogues), commands_(commands) {}

  http::Response list(const http::Request& request) const {
    const View view = view_of(request);
    const auto& say = view.say;
    const std::string text(cut_to(trim(request.query_value("q").value_or("")), kLongestSearch));
    const std::string after(request.query_value("after").value_or(""));
    const auto entries = results_.search(
        {.centre = CentreId(request.principal.centre), .text = text, .after = after, .limit = kPage});
    Html found;
    if (entries.empty() && results_.check(text).state == State::cannot_be_confirmed)
      found = html::inset_text({.text = say("refusal.cannot_be_confirmed")});
    else if (entries.empty())
      found =
          make("<p class=\"govuk-body\" role=\"status\">{}</p>",
               text.empty() ? std::string(say("register.empty")) : say("register.none", {{"text", text}}));
    else
      found = entries_table(view, entries);
    Html more;
    if (text.empty() && entries.size() == kPage)
      more = html::pagination(
          {.landmark_label = say("register.pages"),
           .next = html::PaginationLink{.href = fmt::format("{}?after={}", view.root(), entries.back().code),
                                        .text = say("register.older")}});
    Html table;
    if (!entries.empty())
      table = make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\" download>{}</a></p>",
                   view.root() + ".csv", say("work.export"));
    return respond(view, {.title = std::string(say("register.title")),
                          .main = make("<h1 class=\"govuk-heading-l\">{}</h1>{}{}{}{}", say("register.title"),
                                       search_form(view, text), found, table, more),
                          .wide = true});
  }

  http::Response entry(const http::Request& request) const {
    const auto found = own_entry(results_, request);
    if (!found) return not_found(request);
    const View view = view_of(request);
    const auto& say = view.say;
    Html done;
    if (pages::done_value(request, "revoked") && found->standing == Standing::revoked)
      done = html::notification_banner(
          {.title = say("account.done"), .text = say("register.revoked"), .success = true});
    Html revoking;
    if (found->standing == Standing::issued)
      revoking = html::button({.text = say("register.revoke"),
                               .href = view.address(*found) + "/revoke",
                               .classes = "govuk-button--warning"});
    const std::string title =
        fmt::format("{} {}", document_name(view.catalogues, say, *found), number_text(say, *found));
    const Html main =
        make("{}<h1 class=\"govuk-heading-l\">{} {}</h1>{}<div class=\"govuk-button-group\">{}{}</div>", done,
             title, state_tag(view, *found), facts(view, *found),
             html::button({.text = say("register.open"),
                           .href = fmt::format("/api/v1/results/{}/pdf", found->code),
                           .classes = "govuk-button--secondary"}),
             revoking);
    return respond(view, {.title = title, .main = main, .breadcrumbs = {view.crumb()}});
  }

  http::Response ask(const http::Request& request) const {
    const auto found = own_entry(results_, request);
    if (!found) return not_found(request);
    return revoke_page(view_of(request), *found, {}, {}, 200);
  }

  void revoke(const http::Request& request, http::Reply reply) const {
    const auto found = own_entry(results_, request);
    if (!found) return reply.send(not_found(request));
    const http::Fields form = http::form_of(request);
    std::string reason = http::field(form, "reason");
    if (length_utf8(reason) > kLongestReason)
      return reply.send(
          revoke_page(view_of(request), *found, reason, too_long("/reason", kLongestReason), 422));
    results::revoke(
        results_, commands_, request, *found, repeat_of(request, http::field(form, "key")), reason,
        [this, &request, reply, entry = *found, reason](const Result<Executed<Nothing>>& revoked) {
          const View view = view_of(request);
          if (revoked) return reply.send(pages::see_done(view.address(entry) + "?revoked=yes"));
          const Refusal& refusal = revoked.error();
          reply.send(refusal.fields.empty() ? site_.refused(request, refusal)
                                            : revoke_page(view, entry, reason, refusal.fields.front(), 422));
        });
  }

 private:
  View view_of(const http::Request& request) const {
    return {site_, catalogues_, request, i18n::Speaker(request.language)};
  }
  http::Response not_found(const http::Request& request) const { return site_.not_found(request); }

  static Html facts(const View& view, const Entry& entry) {
    const auto& say = view.say;
    std::vector<html::SummaryRow> rows;
    const auto row = [&](const char* label, const std::string& value) {
      if (!value.empty()) rows.push_back({.key = {.text = say(label)}, .value = {.text = value}});
    };
    row("register.what", title_text(view.catalogues, say.language(), entry));
    row("result.holder", entry.holder);
    row("result.case", grouped_code(entry.case_number));
    row("result.service", service_name(view.catalogues, say.language(), entry));
    row("result.issued_on", day_text(view.catalogues, say, entry, entry.issued_at));
    row("result.valid_until", entry.valid_until ? i18n::date(say.language(), *entry.valid_until)
                                                : std::string(say("result.without_end")));
    row("verify.code", in_groups(entry.code));
    if (entry.standing == Standing::revoked) {
      row("register.revoked_on", day_text(view.catalogues, say, entry, entry.changed_at));
      row("register.reason", entry.reason);
    }
    Html before;
    if (!entry.supersedes.empty())
      before = make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                    fmt::format("{}/{}", view.root(), entry.supersedes), say("register.before"));
    return html::summary_list({.rows = std::move(rows)}) + before;
  }

  static http::Response revoke_page(const View& view, const Entry& entry, const std::string& reason,
                                    const std::optional<FieldError>& error, int status) {
    const auto& say = view.say;
    html::ErrorMessage message{.text = "", .visually_hidden_text = ""};
    Html summary;
    if (error) {
      const std::string text = i18n::said(say, *error);
      message = {.text = text, .visually_hidden_text = say("host.error")};
      summary =
          html::error_summary({.title = say("host.problem"), .errors = {{.text = text, .href = "#reason"}}});
    }
    const std::string title = say("register.revoke_title", {{"number", number_text(say, entry)}});
    const Html main = make(
        "{}<h1 class=\"govuk-heading-l\">{}</h1>{}{}<form method=\"post\" action=\"{}\" novalidate>{}{}<div "
        "class=\"govuk-button-group\">{}<a "
        "class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
        summary, title,
        html::warning_text(
            {.text = say("register.revoke_warning"), .icon_fallback_text = say("register.warning")}),
        facts(view, entry), view.address(entry) + "/revoke", pages::order_fields(view.request),
        html::textarea({.name = "reason",
                        .label = {.text = say("register.reason"), .classes = "govuk-label--m"},
                        .value = reason,
                        .rows = 3,
                        .hint = {.text = say("register.reason_hint")},
                        .error_message = std::move(message)}),
        html::button({.text = say("register.revoke_button"), .classes = "govuk-button--warning"}),
        view.address(entry), say("register.keep"));
    return respond(view, {.title = title,
                          .main = main,
                          .breadcrumbs = {view.crumb()},
                          .failed = error.has_value(),
                          .typed_into = true,
                          .status = status});
  }

  const Site& site_;
  Results& results_;
  const catalogue::Catalogues& catalogues_;
  Commands& commands_;
};

}  // namespace

void add_register_pages(http::Router& router, const Site& site, Results& results,
                        const catalogue::Catalogues& catalogues, Commands& commands) {
  const auto pages = std::make_shared<const RegisterPages>(site, results, catalogues, commands);
  const auto get = [&](std::string pattern,
                       http::Response (RegisterPages::*show)(const http::Request&) const) {
    router.get(std::move(pattern), kRegister, std::bind_front(show, pages));
  };
  get("/{lang}/{centre}/results", &RegisterPages::list);
  get("/{lang}/{centre}/results/{code}", &RegisterPages::entry);
  get("/{lang}/{centre}/results/{code}/revoke", &RegisterPages::ask);
  router.add({http::Method::post, "/{lang}/{centre}/results/{code}/revoke", kRegister, http::Where::pool,
              [pages](const http::Request& request, http::Reply reply) {
                pages->revoke(request, std::move(reply));
              }});
}

}  // namespace biroyna::results
