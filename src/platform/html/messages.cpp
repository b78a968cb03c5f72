#include "platform/html/messages.hpp"

#include "platform/html/parts.hpp"

namespace biroyna::html {

using parts::words;

Html details(const Details& details) {
  return make(R"(<details{} class="{}"{}{}><summary class="govuk-details__summary">)"
              R"(<span class="govuk-details__summary-text">{}</span></summary>)"
              R"(<div class="govuk-details__text">{}</div></details>)",
              attribute("id", details.id), words({"govuk-details", details.classes}), details.attributes,
              attribute_if("open", details.open), details.summary.html(), details.text.html());
}

Html error_summary(const ErrorSummary& summary) {
  Html body;
  if (!summary.description.empty()) to(body, "<p>{}</p>", summary.description.html());
  if (!summary.errors.empty()) {
    Html items;
    for (const ErrorLink& error : summary.errors) {
      if (error.href.empty())
        to(items, "<li>{}</li>", error.text.html());
      else
        to(items, R"(<li><a href="{}"{}>{}</a></li>)", error.href, error.attributes, error.text.html());
    }
    to(body, R"(<ul class="govuk-list govuk-error-summary__list">{}</ul>)", items);
  }
  // The alert is a child of what takes the focus: on one element, screen readers lose one or the other.
  return make(R"(<div class="{}"{}{} data-module="govuk-error-summary"><div role="alert">)"
              R"(<h2 class="govuk-error-summary__title">{}</h2>)"
              R"(<div class="govuk-error-summary__body">{}</div></div></div>)",
              words({"govuk-error-summary", summary.classes}),
              parts::true_or_false("data-disable-auto-focus", summary.disable_auto_focus), summary.attributes,
              summary.title.html(), body);
}

Html inset_text(const InsetText& inset) {
  return make(R"(<div{} class="{}"{}>{}</div>)", attribute("id", inset.id),
              words({"govuk-inset-text", inset.classes}), inset.attributes, inset.text.html());
}

Html notification_banner(const NotificationBanner& banner) {
  const std::string_view role = banner.success ? "alert" : "region";
  const Html content =
      banner.text.is_markup() || banner.text.empty()
          ? banner.text.html()
          : make(R"(<p class="govuk-notification-banner__heading">{}</p>)", banner.text.html());
  return make(R"(<div class="{}" role="{}" aria-labelledby="{}" data-module="govuk-notification-banner"{}{}>)"
              R"(<div class="govuk-notification-banner__header">{}</div>)"
              R"(<div class="govuk-notification-banner__content">{}</div></div>)",
              words({"govuk-notification-banner", banner.success ? "govuk-notification-banner--success" : "",
                     banner.classes}),
              banner.role.empty() ? role : banner.role.str(), banner.title_id,
              parts::true_or_false("data-disable-auto-focus", banner.disable_auto_focus), banner.attributes,
              parts::heading(
                  banner.title_heading_level,
                  attribute("class", "govuk-notification-banner__title") + attribute("id", banner.title_id),
                  banner.title.html()),
              content);
}

Html panel(const Panel& panel) {
  const bool interruption = panel.classes.str().find("govuk-panel--interruption") != std::string_view::npos;
  return make(
      R"(<div class="{}"{}>{}{}</div>)",
      words({"govuk-panel", interruption ? "" : "govuk-panel--confirmation", panel.classes}),
      panel.attributes,
      parts::heading(panel.heading_level, attribute("class", "govuk-panel__title"), panel.title.html()),
      panel.text.empty() ? Html{} : make(R"(<div class="govuk-panel__body">{}</div>)", panel.text.html()));
}

Html tag(const Tag& tag) {
  return make(R"(<strong class="{}"{}>{}</strong>)", words({"govuk-tag", tag.classes}), tag.attributes,
              tag.text.html());
}

Html warning_text(const WarningText& warning) {
  return make(R"(<div class="{}"{}><span class="govuk-warning-text__icon" aria-hidden="true">!</span> )"
              R"(<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{}</span> {})"
              R"(</strong></div>)",
              words({"govuk-warning-text", warning.classes}), warning.attributes, warning.icon_fallback_text,
              warning.text.html());
}

}  // namespace biroyna::html
