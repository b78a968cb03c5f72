// What a page tells its reader. See components.hpp.
#pragma once

#include <optional>
#include <vector>

#include "platform/html/content.hpp"

namespace biroyna::html {

struct Details {
  Content summary;
  Content text;
  Text id = "";
  bool open = false;
  Text classes = "";
  Attribute attributes = {};
};
Html details(const Details& details);

struct ErrorLink {
  Content text;
  Text href = "";  // "#" and the field's id
  Attribute attributes = {};
};
struct ErrorSummary {
  Content title;  // "There is a problem"
  std::vector<ErrorLink> errors;
  Content description = "";
  std::optional<bool> disable_auto_focus = {};
  Text classes = "";
  Attribute attributes = {};
};
Html error_summary(const ErrorSummary& summary);

struct InsetText {
  Content text;
  Text id = "";
  Text classes = "";
  Attribute attributes = {};
};
Html inset_text(const InsetText& inset);

struct NotificationBanner {
  Content title;  // "Important", "Success"
  Content text;   // markup stands as it is, a text becomes the banner's heading
  bool success = false;
  Text role = "";  // "alert" for success, else "region"
  Text title_id = "govuk-notification-banner-title";
  int title_heading_level = 2;
  std::optional<bool> disable_auto_focus = {};
  Text classes = "";
  Attribute attributes = {};
};
Html notification_banner(const NotificationBanner& banner);

struct Panel {
  Content title;
  Content text = "";
  int heading_level = 1;
  Text classes = "";
  Attribute attributes = {};
};
Html panel(const Panel& panel);

struct Tag {
  Content text;
  Text classes = "";  // "govuk-tag--green"
  Attribute attributes = {};
};
Html tag(const Tag& tag);

struct WarningText {
  Content text;
  Text icon_fallback_text;  // "Warning"
  Text classes = "";
  Attribute attributes = {};
};
Html warning_text(const WarningText& warning);

}  // namespace biroyna::html
