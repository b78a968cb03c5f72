// Anybody checks a document, without signing in: by its QR code, or by the code that is printed beside it.
#include <fmt/format.h>

#include <algorithm>

#include "features/catalogue/pages.hpp"
#include "features/results/pages_parts.hpp"

namespace biroyna::results {
namespace {

using html::make;

std::string root(const http::Request& request) { return fmt::format("/{}/verify", tag(request.language)); }

// The look of each state.
struct Verdict {
  State state;
  std::string_view classes, icon;
};
constexpr Verdict kVerdicts[] = {
    {State::valid, "govuk-panel--confirmation", "b-icon b-icon--check"},
    {State::expired, "b-panel--ended", "b-icon b-icon--clock"},
    {State::superseded, "b-panel--ended", "b-icon b-icon--restart"},
    {State::revoked, "b-panel--wrong", "b-icon b-icon--close"},
    {State::cannot_be_confirmed, "b-panel--ended", "b-icon b-icon--info"},
    {State::unknown, "b-panel--wrong", "b-icon b-icon--alert"},
};

Html code_form(const http::Request& request, const i18n::Speaker& say, std::string_view typed, bool wrong) {
  html::ErrorMessage error{.text = "", .visually_hidden_text = ""};
  if (wrong) error = {.text = say("verify.no_code"), .visually_hidden_text = say("host.error")};
  return make("<form method=\"get\" action=\"{}\" novalidate>{}{}</form>", root(request),
              html::input({.name = "code",
                           .label = {.text = say("verify.code"), .classes = "govuk-label--m"},
                           .value = typed,
                           .hint = {.text = say("verify.code_hint")},
                           .error_message = std::move(error),
                           .autocomplete = "off",
                           .autocapitalize = "characters",
                           .classes = "govuk-input--width-20",
                           .spellcheck = false}),
              html::button({.text = say("verify.button")}));
}

class VerifyPages {
 public:
  VerifyPages(const Site& site, Results& results, const catalogue::Catalogues& catalogues, Commands& commands,
              RateLimit& checks)
      : site_(site), catalogues_(catalogues), checks_(site, results, commands, checks) {}

  // What a QR code leads to: on to the reader's language.
  static http::Response forward(const http::Request& request) {
    const Language language = negotiate_language(request.header("accept-language"));
    const auto code = request.param("code");
    return http::see_other(fmt::format("/{}/verify{}{}", tag(language), code.empty() ? "" : "/",
                                       http::percent_encode(std::string(code))));
  }

  http::Response form(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const auto typed = request.query_value("code");
    if (const auto code = read_code(typed.value_or("")))
      return http::see_other(fmt::format("{}/{}", root(request), *code));
    const bool wrong = typed.has_value();
    Html summary;
    if (wrong)
      summary = html::error_summary(
          {.title = say("host.problem"), .errors = {{.text = say("verify.no_code"), .href = "#code"}}});
    const Html main = make("{}<h1 class=\"govuk-heading-xl\">{}</h1><p class=\"govuk-body-l\">{}</p>{}",
                           summary, say("verify.title"), say("verify.lead"),
                           code_form(request, say, typed.value_or("").substr(0, 60), wrong));
    return site_.pages.page(request, {.title = std::string(say("verify.title")),
                                      .main = main,
                                      .failed = wrong,
                                      .status = wrong ? 422 : 200});
  }

  void verdict(const http::Request& request, http::Reply reply) const {
    checks_.run(request, std::move(reply), request.param("code"), "page",
                [this, &request](const Check& check) { return shown(request, check); });
  }

 private:
  http::Response shown(const http::Request& request, const Check& check) const {
    const i18n::Speaker say(request.language);
    const std::string state(name(check.state));
    const std::string title(say(fmt::format("verify.state_{}", state)));
    const auto* look = std::ranges::find(kVerdicts, check.state, &Verdict::state);
    const Html panel =
        html::panel({.title = make("<span class=\"{}\" aria-hidden=\"true\"></span> {}", look->icon, title),
                     .text = say(fmt::format("verify.about_{}", state)),
                     .classes = look->classes});
    Html facts;
    if (check.entry) facts = facts_of(say, check);
    const bool lost = check.state == State::cannot_be_confirmed;
    if (lost) facts = catalogue::contacts(catalogues_, say);
    const Html main = make(
        "{}{}<p class=\"govuk-body\">{}</p><p class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p><p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/{}\">{}</a></p>",
        panel, facts,
        say(check.entry ? "verify.compare"
            : lost      ? "verify.lost_why"
                        : "verify.unknown_why"),
        root(request), say("verify.another"), tag(request.language), say("page.home"));
    auto response = site_.pages.page(request, {.title = title, .main = main});
    // What holds now may not hold tomorrow; and nobody finds people by searching for documents.
    for (auto& [name, value] : response.headers)
      if (name == "Cache-Control") value = "no-store";
    response.headers.emplace_back("X-Robots-Tag", "noindex");
    return response;
  }

  Html facts_of(const i18n::Speaker& say, const Check& check) const {
    const Entry& entry = *check.entry;
    std::vector<html::SummaryRow> rows;
    const auto row = [&](const char* label, const std::string& value) {
      if (!value.empty()) rows.push_back({.key = {.text = say(label)}, .value = {.text = value}});
    };
    row("result.document", document_name(catalogues_, say, entry));
    row("result.number", number_text(say, entry));
    row("result.service", service_name(catalogues_, say.language(), entry));
    row("result.holder", public_name(entry));
    if (!entry.holder_mark.empty())
      row(entry.holder_is_person ? "field.pinfl" : "field.tin",
          (entry.holder_is_person ? "••••••••••\u00a0" : "") + entry.holder_mark);
    row("verify.centre", site_.place(say.language(), entry.centre).name);
    row("result.issued_on", day_text(catalogues_, say, entry, entry.issued_at));
    // What was taken back has no term that anybody could rely on.
    if (entry.standing == Standing::issued) {
      row("result.valid_until", entry.valid_until ? i18n::date(say.language(), *entry.valid_until)
                                                  : std::string(say("result.without_end")));
    }
    return html::summary_list({.rows = std::move(rows)});
  }

  const Site& site_;
  const catalogue::Catalogues& catalogues_;
  const PublicChecks checks_;
};

}  // namespace

void add_verify_pages(http::Router& router, const Site& site, Results& results,
                      const catalogue::Catalogues& catalogues, Commands& commands, RateLimit& checks) {
  const auto pages = std::make_shared<const VerifyPages>(site, results, catalogues, commands, checks);
  for (const char* pattern : {"/verify", "/verify/{code}"})
    router.get(pattern, auth::Roles::all(), &VerifyPages::forward);
  router.get("/{lang}/verify", auth::Roles::all(),
             [pages](const http::Request& request) { return pages->form(request); });
  router.add({http::Method::get, "/{lang}/verify/{code}", auth::Roles::all(), http::Where::pool,
              [pages](const http::Request& request, http::Reply reply) {
                pages->verdict(request, std::move(reply));
              }});
}

}  // namespace biroyna::results
