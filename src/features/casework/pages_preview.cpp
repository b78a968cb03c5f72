#include "features/casework/pages_preview.hpp"

#include <algorithm>
#include <array>

#include "core/code.hpp"

namespace biroyna::casework {
namespace {

using html::make;
using html::to;

Html drawn(const pdf::Heading& heading) {
  return make("<h2 class=\"govuk-heading-l\">{}</h2><p class=\"govuk-body-l\">{}</p>", heading.text,
              heading.below);
}

Html drawn(const pdf::Paragraph& paragraph) {
  switch (paragraph.look) {
    case pdf::Look::strong:
      return make("<p class=\"govuk-body\"><strong>{}</strong></p>", paragraph.text);
    case pdf::Look::lead:
      return make("<p class=\"govuk-body-l\"><strong>{}</strong></p>", paragraph.text);
    case pdf::Look::note:
      return make("<p class=\"govuk-body-s\">{}</p>", paragraph.text);
    case pdf::Look::body:
      break;
  }
  return make("<p class=\"govuk-body b-words\">{}</p>", paragraph.text);
}

Html drawn(const pdf::Rows& table) {
  std::vector<html::SummaryRow> rows;
  for (const auto& [label, value] : table.rows)
    rows.push_back({.key = {.text = label}, .value = {.text = value}});
  return rows.empty() ? Html() : html::summary_list({.rows = std::move(rows)});
}

Html drawn(const pdf::Code&) { return {}; }

// What was sent, to be sent again.
Html same_fields(const http::Fields& form) {
  constexpr std::array<std::string_view, 4> kMadeAnew = {"csrf", "key", "confirmed", "back"};
  Html fields;
  for (const auto& [name, value] : form) {
    if (std::ranges::find(kMadeAnew, name) == kMadeAnew.end())
      to(fields, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  }
  return fields;
}

}  // namespace

Html drawn_sheet(const pdf::Sheet& sheet) {
  Html inside;
  for (const auto& line : sheet.letterhead) to(inside, "<p class=\"govuk-body-s\">{}</p>", line);
  for (const auto& block : sheet.blocks)
    inside += std::visit([](const auto& part) { return drawn(part); }, block);
  return make("<article class=\"b-paper\" lang=\"{}\">{}</article>", tag(sheet.language), inside);
}

http::Response preview_page(const CaseView& view, const http::Fields& form, const pdf::Sheet& sheet) {
  const auto& say = view.say;
  const std::string title(say("work.preview"));
  const Html buttons = make("<div class=\"govuk-button-group\">{}{}</div>",
                            html::button({.text = say("work.preview_sign"),
                                          .name = "confirmed",
                                          .value = "yes",
                                          .prevent_double_click = true}),
                            html::button({.text = say("work.preview_back"),
                                          .name = "back",
                                          .value = "yes",
                                          .classes = "govuk-button--secondary"}));
  const Html main = make(
      "<h1 class=\"govuk-heading-l\"><span class=\"govuk-caption-l\">{}</span>{}</h1><p "
      "class=\"govuk-body\">{} {}</p>{}<form method=\"post\" action=\"{}\" novalidate>{}{}{}</form>",
      grouped_code(view.application.number), title,
      html::tag({.text = say("work.not_signed"), .classes = "govuk-tag--yellow"}), say("work.preview_says"),
      drawn_sheet(sheet), view.request.path, pages::order_fields(view.request), same_fields(form), buttons);
  return view.respond({.title = title,
                       .main = main,
                       .breadcrumbs = {{.text = say("work.title"), .href = view.address("worklist")}}});
}

}  // namespace biroyna::casework
