#include "platform/html/parts.hpp"

#include <stdexcept>

namespace biroyna::html::parts {

std::string words(std::initializer_list<std::string_view> words) {
  std::string joined;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!joined.empty()) joined += ' ';
    joined += word;
  }
  return joined;
}

Attribute true_or_false(AttributeName name, std::optional<bool> value) {
  return value ? attribute(name, *value ? "true" : "false") : Attribute{};
}

Html heading(int level, const Attribute& attributes, const Html& text) {
  switch (level) {
    case 1:
      return make("<h1{}>{}</h1>", attributes, text);
    case 2:
      return make("<h2{}>{}</h2>", attributes, text);
    case 3:
      return make("<h3{}>{}</h3>", attributes, text);
    case 4:
      return make("<h4{}>{}</h4>", attributes, text);
    case 5:
      return make("<h5{}>{}</h5>", attributes, text);
    case 6:
      return make("<h6{}>{}</h6>", attributes, text);
    default:
      throw std::invalid_argument("a heading's level is 1 to 6");
  }
}

Html label(const Label& label, std::string_view for_id, std::string_view classes) {
  if (label.text.empty()) return {};
  const Html made =
      make(R"(<label class="{}"{}{}>{}</label>)", words({"govuk-label", classes, label.classes}),
           label.attributes, attribute("for", for_id), label.text.html());
  return label.is_page_heading ? make(R"(<h1 class="govuk-label-wrapper">{}</h1>)", made) : made;
}

Html hint(const Hint& hint, std::string_view id, std::string_view classes) {
  return make(R"(<div{} class="{}"{}>{}</div>)", attribute("id", id),
              words({"govuk-hint", classes, hint.classes}), hint.attributes, hint.text.html());
}

Html error_message(const ErrorMessage& error, std::string_view id) {
  const Html before =
      error.visually_hidden_text.empty()
          ? Html{}
          : make(R"(<span class="govuk-visually-hidden">{}:</span> )", error.visually_hidden_text);
  return make(R"(<p{} class="{}"{}>{}{}</p>)", attribute("id", id),
              words({"govuk-error-message", error.classes}), error.attributes, before, error.text.html());
}

Notes notes(std::string_view id, std::string_view described_by, const Hint& hint, const ErrorMessage& error) {
  Notes made{.html = {}, .ids = std::string(described_by)};
  if (!hint.text.empty()) {
    const std::string hint_id = std::string(id) + "-hint";
    made.html += parts::hint(hint, hint_id, "");
    made.ids = words({made.ids, hint_id});
  }
  if (!error.text.empty()) {
    const std::string error_id = std::string(id) + "-error";
    made.html += parts::error_message(error, error_id);
    made.ids = words({made.ids, error_id});
  }
  return made;
}

Html form_group(const FormGroup& group, bool wrong, const Html& html) {
  return make(R"(<div class="{}"{}>{}</div>)",
              words({"govuk-form-group", wrong ? "govuk-form-group--error" : "", group.classes}),
              group.attributes, html);
}

}  // namespace biroyna::html::parts
