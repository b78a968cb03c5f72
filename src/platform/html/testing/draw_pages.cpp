// The package's options of the components outside of forms as ours.
#include "platform/html/components.hpp"
#include "platform/html/testing/fixtures.hpp"

namespace biroyna::html::testing {
namespace {

std::vector<Cell> to_cells(const std::vector<Options>& cells) {
  std::vector<Cell> made;
  for (const Options& cell : cells) {
    made.push_back({.text = cell.content(),
                    .format = cell.text("format"),
                    .classes = cell.text("classes"),
                    .colspan = cell.number("colspan", 0),
                    .rowspan = cell.number("rowspan", 0),
                    .attributes = cell.attributes()});
  }
  return made;
}

Html to_table(const Options& o) {
  std::vector<std::vector<Cell>> rows;
  for (const Options& row : o.items("rows")) rows.push_back(to_cells(row.items()));
  return table({.rows = rows,
                .head = to_cells(o.items("head")),
                .caption = o.text("caption"),
                .caption_classes = o.text("captionClasses"),
                .first_cell_is_header = o.flag("firstCellIsHeader"),
                .classes = o.text("classes"),
                .attributes = o.attributes()});
}

SummaryActions to_actions(const Options& o) {
  SummaryActions actions{.items = {}, .classes = o.text("classes")};
  for (const Options& item : o.items("items")) {
    actions.items.push_back({.text = item.content(),
                             .href = item.text("href"),
                             .visually_hidden_text = item.text("visuallyHiddenText"),
                             .classes = item.text("classes"),
                             .attributes = item.attributes()});
  }
  return actions;
}

Html to_summary_list(const Options& o) {
  SummaryList list{.rows = {}, .classes = o.text("classes"), .attributes = o.attributes()};
  for (const Options& row : o.items("rows")) {
    const Options key = row.at("key");
    const Options value = row.at("value");
    list.rows.push_back({.key = {.text = key.content(), .classes = key.text("classes")},
                         .value = {.text = value.content(), .classes = value.text("classes")},
                         .actions = to_actions(row.at("actions")),
                         .classes = row.text("classes")});
  }
  if (o.has("card")) {
    const Options card = o.at("card");
    const Options title = card.at("title");
    list.card = SummaryCard{.title = title.content(),
                            .title_heading_level = title.number("headingLevel", 2),
                            .title_classes = title.text("classes"),
                            .actions = to_actions(card.at("actions")),
                            .classes = card.text("classes"),
                            .attributes = card.attributes()};
  }
  return summary_list(list);
}

Html to_details(const Options& o) {
  return details({.summary = o.content("summaryText", "summaryHtml"),
                  .text = o.content(),
                  .id = o.text("id"),
                  .open = o.flag("open"),
                  .classes = o.text("classes"),
                  .attributes = o.attributes()});
}

Html to_error_summary(const Options& o) {
  std::vector<ErrorLink> errors;
  for (const Options& item : o.items("errorList"))
    errors.push_back({.text = item.content(), .href = item.text("href"), .attributes = item.attributes()});
  return error_summary({.title = o.content("titleText", "titleHtml"),
                        .errors = errors,
                        .description = o.content("descriptionText", "descriptionHtml"),
                        .disable_auto_focus = o.flag_if("disableAutoFocus"),
                        .classes = o.text("classes"),
                        .attributes = o.attributes()});
}

Html to_inset_text(const Options& o) {
  return inset_text(
      {.text = o.content(), .id = o.text("id"), .classes = o.text("classes"), .attributes = o.attributes()});
}

Html to_notification_banner(const Options& o) {
  const bool success = o.text("type") == "success";
  const Content title = o.content("titleText", "titleHtml");
  return notification_banner({.title = title.empty() ? Content(success ? "Success" : "Important") : title,
                              .text = o.content(),
                              .success = success,
                              .role = o.text("role"),
                              .title_id = o.text("titleId", "govuk-notification-banner-title"),
                              .title_heading_level = o.number("titleHeadingLevel", 2),
                              .disable_auto_focus = o.flag_if("disableAutoFocus"),
                              .classes = o.text("classes"),
                              .attributes = o.attributes()});
}

Html to_panel(const Options& o) {
  return panel({.title = o.content("titleText", "titleHtml"),
                .text = o.content(),
                .heading_level = o.number("headingLevel", 1),
                .classes = o.text("classes"),
                .attributes = o.attributes()});
}

Html to_tag(const Options& o) {
  return tag({.text = o.content(), .classes = o.text("classes"), .attributes = o.attributes()});
}

Html to_warning_text(const Options& o) {
  return warning_text({.text = o.content(),
                       .icon_fallback_text = o.text("iconFallbackText", "Warning"),
                       .classes = o.text("classes"),
                       .attributes = o.attributes()});
}

Html to_back_link(const Options& o) {
  return back_link({.text = o.content("Back"),
                    .href = o.text("href", "#"),
                    .classes = o.text("classes"),
                    .attributes = o.attributes()});
}

Html to_breadcrumbs(const Options& o) {
  std::vector<Breadcrumb> items;
  for (const Options& item : o.items("items"))
    items.push_back({.text = item.content(), .href = item.text("href"), .attributes = item.attributes()});
  return breadcrumbs({.items = items,
                      .label_text = o.text("labelText", "Breadcrumb"),
                      .collapse_on_mobile = o.flag("collapseOnMobile"),
                      .classes = o.text("classes"),
                      .attributes = o.attributes()});
}

std::optional<PaginationLink> to_page_link(const Options& o, const std::string& key, const char* otherwise) {
  if (!o.has(key)) return std::nullopt;
  const Options link = o.at(key);
  const Content text = link.content();
  return PaginationLink{.href = link.text("href"),
                        .text = text.empty() ? Content(raw(otherwise)) : text,
                        .label_text = link.text("labelText"),
                        .attributes = link.attributes()};
}

Html to_pagination(const Options& o) {
  std::vector<PaginationItem> items;
  for (const Options& item : o.items("items")) {
    const std::string number = item.text("number");
    const bool ellipsis = item.flag("ellipsis");
    if (number.empty() && !ellipsis) continue;  // an empty item
    items.push_back({.number = number,
                     .href = item.text("href"),
                     .visually_hidden_text = item.text("visuallyHiddenText", "Page " + number),
                     .current = item.flag("current"),
                     .ellipsis = ellipsis,
                     .attributes = item.attributes()});
  }
  return pagination(
      {.landmark_label = o.text("landmarkLabel", "Pagination"),
       .previous = to_page_link(o, "previous", R"(Previous<span class="govuk-visually-hidden"> page</span>)"),
       .next = to_page_link(o, "next", R"(Next<span class="govuk-visually-hidden"> page</span>)"),
       .items = items,
       .classes = o.text("classes"),
       .attributes = o.attributes()});
}

Html to_skip_link(const Options& o) {
  return skip_link({.text = o.content(),
                    .href = o.text("href", "#content"),
                    .classes = o.text("classes"),
                    .attributes = o.attributes()});
}

Html to_service_navigation(const Options& o) {
  std::vector<NavigationItem> items;
  for (const Options& item : o.items("navigation")) {
    items.push_back({.text = item.content(),
                     .href = item.text("href"),
                     .current = item.flag("current"),
                     .active = item.flag("active"),
                     .attributes = item.attributes()});
  }
  const Options slots = o.at("slots");
  const Options end = slots.at("end");  // markup, or an object with it
  return service_navigation({.aria_label = o.text("ariaLabel", "Service information"),
                             .menu_button_text = o.text("menuButtonText", "Menu"),
                             .items = items,
                             .service_name = o.text("serviceName"),
                             .service_url = o.text("serviceUrl"),
                             .menu_button_label = o.text("menuButtonLabel"),
                             .navigation_label = o.text("navigationLabel"),
                             .navigation_id = o.text("navigationId", "navigation"),
                             .navigation_classes = o.text("navigationClasses"),
                             .collapse_navigation_on_mobile = o.flag_if("collapseNavigationOnMobile"),
                             .start = slots.html("start"),
                             .end = end.has("html") ? end.html("html") : slots.html("end"),
                             .end_inline = end.text("align") == "inline",
                             .navigation_start = slots.html("navigationStart"),
                             .navigation_end = slots.html("navigationEnd"),
                             .classes = o.text("classes"),
                             .attributes = o.attributes()});
}

Html to_generic_header(const Options& o) {
  return generic_header({.logo = o.content("logoText", "logoHtml"),
                         .url = o.text("url", "/"),
                         .classes = o.text("classes"),
                         .container_classes = o.text("containerClasses", "govuk-width-container"),
                         .attributes = o.attributes()});
}

Html to_language_navigation(const Options& o) {
  std::vector<LanguageItem> items;
  for (const Options& item : o.items("items")) {
    items.push_back({.text = item.content(),
                     .href = item.text("href"),
                     .lang = item.text("lang"),
                     .hreflang = item.text("hrefLang"),
                     .current = item.flag("current"),
                     .dir = item.text("dir"),
                     .description = item.text("languageDescriptionText"),
                     .classes = item.text("classes"),
                     .attributes = item.attributes()});
  }
  return language_navigation({.aria_label = o.text("ariaLabel", "Language"),
                              .items = items,
                              .classes = o.text("classes"),
                              .attributes = o.attributes()});
}

}  // namespace

std::vector<Component> page_components() {
  return {
      {"back-link", to_back_link},
      {"breadcrumbs", to_breadcrumbs},
      {"details", to_details},
      {"error-summary", to_error_summary},
      {"generic-header", to_generic_header},
      {"inset-text", to_inset_text},
      {"language-navigation", to_language_navigation},
      {"notification-banner", to_notification_banner},
      {"pagination", to_pagination},
      {"panel", to_panel},
      {"service-navigation", to_service_navigation},
      {"skip-link", to_skip_link},
      {"summary-list", to_summary_list},
      {"table", to_table},
      {"tag", to_tag},
      {"warning-text", to_warning_text},
  };
}

}  // namespace biroyna::html::testing
