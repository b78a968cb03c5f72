// What somebody had typed before they had to sign in again: they read it once more and send it.
#include <fmt/format.h>

#include "features/forms/forms.hpp"
#include "features/sessions/edge_kept_forms.hpp"
#include "features/sessions/pages.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::sessions {
namespace {

using html::make;
using html::to;

constexpr std::size_t kShownFrom = 12;  // shorter values are choices and numbers of the form itself

http::Response kept_form_page(const Site& site, KeptForms& kept, const http::Request& request) {
  const auto form = kept.take(request.param("form"), request);
  if (!form) {
    // Sent already, or too old: the page on which it was typed. An address of ours begins with a language.
    const std::string back(request.query_value("to").value_or(""));
    const bool ours = http::language_of_path(back) && back.find('\\') == std::string::npos;
    return http::see_other(ours ? back : fmt::format("/{}", tag(request.language)));
  }
  const i18n::Speaker say(request.language);
  Html fields, words;
  for (const auto& [name, value] : form->fields) {
    const bool shown = name == "text" || value.size() >= kShownFrom;
    if (shown)
      words += html::textarea({.name = name,
                               .label = {.text = say("kept.words")},
                               .id = "kept-" + name,
                               .value = value,
                               .rows = 4});
    else
      to(fields, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  }
  for (const auto& [name, file] : form->files)
    words += forms::upload_field(
        {.name = name,
         .label = file.empty() ? std::string(say("kept.file")) : say("kept.file_again", {{"file", file}}),
         .hint = std::string(say("document.hint")),
         .error_word = std::string(say("host.error"))});
  const std::string title(say("kept.title"));
  const Html main = make(
      "<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p><form method=\"post\" "
      "action=\"{}\" enctype=\"{}\" "
      "novalidate>{}{}{}{}</form><p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
      title, say("kept.lead"), form->address,
      form->multipart ? "multipart/form-data" : "application/x-www-form-urlencoded",
      pages::order_fields(request), fields, words,
      html::button({.text = say("kept.send"), .prevent_double_click = true}), form->address,
      say("kept.leave"));
  return site.pages.page(request, {.title = title,
                                   .main = main,
                                   .place = site.place(request.language, CentreId(request.principal.centre)),
                                   .typed_into = !words.empty()});
}

}  // namespace

void add_kept_form_page(http::Router& router, const Site& site, KeptForms& forms) {
  router.get("/{lang}/kept/{form}", staff::kPeople,
             [&site, &forms](const http::Request& request) { return kept_form_page(site, forms, request); });
}

}  // namespace biroyna::sessions
