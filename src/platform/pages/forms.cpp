#include "platform/pages/forms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/i18n/wrong_fields.hpp"

namespace biroyna::pages {

void FormErrors::add(const Refusal& refusal) {
  for (const auto& error : refusal.fields)
    texts_.push_back({error.pointer.substr(1), i18n::said(say_, error),
                      error.limits ? i18n::named(say_, error) : i18n::said(say_, error)});
  if (!refusal.fields.empty()) return;
  const int minutes = (refusal.retry_after_seconds + 59) / 60;
  const std::string text = minutes > 0 ? say_.many("sign_in.try_again", minutes)
                                       : say_("refusal." + refusal.code, {{"subject", refusal.subject}});
  texts_.push_back({"", text, text});
}

html::ErrorMessage FormErrors::of(std::string_view name) const {
  const auto found = std::ranges::find(texts_, name, &Wrong::name);
  if (found == texts_.end()) return {.text = "", .visually_hidden_text = ""};
  return {.text = found->beside, .visually_hidden_text = say_("host.error")};
}

Html FormErrors::summary(std::string_view first_field) const {
  if (texts_.empty()) return {};
  std::vector<html::ErrorLink> links;
  links.reserve(texts_.size());
  for (const Wrong& wrong : texts_)
    links.push_back(
        {.text = wrong.above, .href = fmt::format("#{}", wrong.name.empty() ? first_field : wrong.name)});
  return html::error_summary({.title = say_("host.problem"), .errors = std::move(links)});
}

Html heading(std::string_view text) { return html::make("<h1 class=\"govuk-heading-l\">{}</h1>", text); }

html::PasswordInput password_input(std::string_view name, std::string_view label,
                                   std::string_view autocomplete, const FormErrors& errors) {
  const i18n::Speaker& say = errors.say();
  return {.name = name,
          .label = {.text = label},
          .texts = {.show = say("sign_in.show"),
                    .hide = say("sign_in.hide"),
                    .show_aria_label = say("sign_in.show_password"),
                    .hide_aria_label = say("sign_in.hide_password"),
                    .shown = say("sign_in.password_shown"),
                    .hidden = say("sign_in.password_hidden")},
          .error_message = errors.of(name),
          .autocomplete = autocomplete};
}

}  // namespace biroyna::pages
