// The ways around the pages. See components.hpp.
#pragma once

#include <optional>
#include <vector>

#include "platform/html/content.hpp"

namespace biroyna::html {

struct BackLink {
  Content text;  // "Back"
  Text href = "#";
  Text classes = "";
  Attribute attributes = {};
};
Html back_link(const BackLink& link);

struct Breadcrumb {
  Content text;
  Text href = "";  // the current page has none
  Attribute attributes = {};
};
struct Breadcrumbs {
  std::vector<Breadcrumb> items;
  Text label_text;  // "Breadcrumb"
  bool collapse_on_mobile = false;
  Text classes = "";
  Attribute attributes = {};
};
Html breadcrumbs(const Breadcrumbs& breadcrumbs);

struct PaginationLink {
  Text href;
  Content text;  // "Previous page"
  Text label_text = "";
  Attribute attributes = {};
};
struct PaginationItem {
  Text number;
  Text href;
  Text visually_hidden_text;  // "Page 3"
  bool current = false;
  bool ellipsis = false;  // then nothing else is shown
  Attribute attributes = {};
};
struct Pagination {
  Text landmark_label;  // "Pages"
  std::optional<PaginationLink> previous = {};
  std::optional<PaginationLink> next = {};
  std::vector<PaginationItem> items = {};
  Text classes = "";
  Attribute attributes = {};
};
Html pagination(const Pagination& pagination);

struct SkipLink {
  Content text;  // "Skip to main content"
  Text href = "#main";
  Text classes = "";
  Attribute attributes = {};
};
Html skip_link(const SkipLink& link);

struct NavigationItem {
  Content text;
  Text href = "";
  bool current = false;  // this page
  bool active = false;   // this page belongs to it
  Attribute attributes = {};
};
struct ServiceNavigation {
  Text aria_label;        // "Service information"
  Text menu_button_text;  // "Menu"
  std::vector<NavigationItem> items = {};
  Text service_name = "";
  Text service_url = "";
  Text menu_button_label = "";
  Text navigation_label = "";  // the menu button's text when left out
  Text navigation_id = "navigation";
  Text navigation_classes = "";
  std::optional<bool> collapse_navigation_on_mobile = {};  // with more than one item when left out
  Html start = {};
  Html end = {};
  bool end_inline = false;
  Html navigation_start = {};
  Html navigation_end = {};
  Text classes = "";
  Attribute attributes = {};
};
Html service_navigation(const ServiceNavigation& navigation);

// Our own: the last item of a service navigation, under which others are folded.
struct NavigationFold {
  Content text;  // "More"
  std::vector<NavigationItem> items;
};
Html navigation_fold(const NavigationFold& fold);

struct GenericHeader {
  Content logo;
  Text url = "/";
  Text classes = "";
  Text container_classes = "govuk-width-container";
  Attribute attributes = {};
};
Html generic_header(const GenericHeader& header);

struct LanguageItem {
  Content text;    // the language's own name
  Text href = "";  // none makes it the current one
  Text lang = "";
  Text hreflang = "";  // `lang` when left out
  bool current = false;
  Text dir = "";
  Text description = "";
  Text classes = "";
  Attribute attributes = {};
};
struct LanguageNavigation {
  Text aria_label;  // "Language"
  std::vector<LanguageItem> items;
  Text classes = "";
  Attribute attributes = {};
};
Html language_navigation(const LanguageNavigation& navigation);

}  // namespace biroyna::html
