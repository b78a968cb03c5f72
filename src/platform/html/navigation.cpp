#include "platform/html/navigation.hpp"

#include <algorithm>

#include "platform/html/parts.hpp"

namespace biroyna::html {
namespace {

using parts::words;

Html arrow_previous() {
  return make(
      R"(<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg")"
      R"( height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13">)"
      R"(<path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984)"
      R"(l4.2931-4.293-1.414-1.414z"></path></svg>)");
}

Html arrow_next() {
  return make(
      R"(<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg")"
      R"( height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13">)"
      R"(<path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492)"
      R"( 6.7441-6.4062-6.7246-6.7266z"></path></svg>)");
}

// `block`: the links stand alone, one below the other, without numbers between them.
Html arrow_link(const std::optional<PaginationLink>& link, std::string_view type, bool block) {
  if (!link || link->href.empty()) return {};
  const bool labelled = block && !link->label_text.empty();
  const bool decorated = block && link->label_text.empty();
  const Html title = make(
      R"(<span class="{}">{}</span>)",
      words({"govuk-pagination__link-title", decorated ? "govuk-pagination__link-title--decorated" : ""}),
      link->text.html());
  const Html label = labelled ? make(R"( <span class="govuk-visually-hidden">:</span> )"
                                     R"(<span class="govuk-pagination__link-label">{}</span>)",
                                     link->label_text)
                              : Html{};
  const Html inside = type == "prev" ? arrow_previous() + title + label
                      : block        ? arrow_next() + title + label
                                     : title + arrow_next();
  return make(R"(<div class="govuk-pagination__{}">)"
              R"(<a class="govuk-link govuk-pagination__link" href="{}" rel="{}"{}>{}</a></div>)",
              type, link->href, type, link->attributes, inside);
}

Html page_item(const PaginationItem& item) {
  const std::string classes =
      words({"govuk-pagination__item", item.current ? "govuk-pagination__item--current" : "",
             item.ellipsis ? "govuk-pagination__item--ellipsis" : ""});
  if (item.ellipsis) return make(R"(<li class="{}">&ctdot;</li>)", classes);
  return make(R"(<li class="{}">)"
              R"(<a class="govuk-link govuk-pagination__link" href="{}" aria-label="{}"{}{}>{}</a></li>)",
              classes, item.href, item.visually_hidden_text,
              attribute("aria-current", item.current ? "page" : ""), item.attributes, item.number);
}

Html navigation_item(const NavigationItem& item) {
  const bool marked = item.active || item.current;
  // Kept when a reader replaces the colours that mark the item.
  const Html text = marked ? make(R"(<strong class="govuk-service-navigation__active-fallback">{}</strong>)",
                                  item.text.html())
                           : item.text.html();
  const Attribute current = attribute("aria-current", item.current ? "page" : item.active ? "true" : "");
  Html inside;
  if (!item.href.empty()) {
    inside = make(R"(<a class="govuk-service-navigation__link" href="{}"{}{}>{}</a>)", item.href, current,
                  item.attributes, text);
  } else if (!item.text.empty()) {
    inside = make(R"(<span class="govuk-service-navigation__text"{}>{}</span>)", current, text);
  }
  return make(
      R"(<li class="{}">{}</li>)",
      words({"govuk-service-navigation__item", marked ? "govuk-service-navigation__item--active" : ""}),
      inside);
}

Html service_name(const ServiceNavigation& navigation) {
  if (navigation.service_name.empty()) return {};
  const Html inside =
      navigation.service_url.empty()
          ? make(R"(<span class="govuk-service-navigation__text">{}</span>)", navigation.service_name)
          : make(R"(<a href="{}" class="govuk-service-navigation__link">{}</a>)", navigation.service_url,
                 navigation.service_name);
  return make(R"(<span class="govuk-service-navigation__service-name">{}</span>)", inside);
}

// Hidden until the script has it open and close the list.
Html menu_button(const ServiceNavigation& navigation) {
  const bool label_differs = navigation.menu_button_label.str() != navigation.menu_button_text.str();
  return make(R"(<button type="button" class="govuk-service-navigation__toggle )"
              R"(govuk-js-service-navigation-toggle" aria-controls="{}"{} hidden aria-hidden="true">{})"
              R"(</button>)",
              navigation.navigation_id,
              attribute("aria-label", label_differs ? navigation.menu_button_label.str() : ""),
              navigation.menu_button_text);
}

Html menu(const ServiceNavigation& navigation) {
  if (navigation.items.empty() && navigation.navigation_start.empty() && navigation.navigation_end.empty())
    return {};
  Html items = navigation.navigation_start;
  for (const NavigationItem& item : navigation.items) items += navigation_item(item);
  items += navigation.navigation_end;
  const bool collapse = navigation.collapse_navigation_on_mobile.value_or(navigation.items.size() > 1);
  const Text& label =
      navigation.navigation_label.empty() ? navigation.menu_button_text : navigation.navigation_label;
  return make(R"(<nav aria-label="{}" class="{}">{})"
              R"(<ul class="govuk-service-navigation__list" id="{}">{}</ul></nav>)",
              label, words({"govuk-service-navigation__wrapper", navigation.navigation_classes}),
              collapse ? menu_button(navigation) : Html{}, navigation.navigation_id, items);
}

Html language_item(const LanguageItem& item) {
  const Attribute lang = attribute("lang", item.lang);
  const Attribute dir = attribute("dir", item.dir);
  if (item.current || item.href.empty()) {
    return make(R"(<li class="govuk-language-navigation__list-item">)"
                R"(<span class="{}" aria-current="true"{}{}{}>{}</span></li>)",
                words({"govuk-language-navigation__text", item.classes}), lang, dir, item.attributes,
                item.text.html());
  }
  const Html description = item.description.empty()
                               ? Html{}
                               : make(R"(<span class="govuk-visually-hidden"> {}</span>)", item.description);
  return make(R"(<li class="govuk-language-navigation__list-item">)"
              R"(<a class="{}" href="{}" rel="alternate"{}{}{}{}>{}{}</a></li>)",
              words({"govuk-language-navigation__link", item.classes}), item.href, lang,
              attribute("hreflang", item.hreflang.empty() ? item.lang : item.hreflang), dir, item.attributes,
              item.text.html(), description);
}

}  // namespace

Html back_link(const BackLink& link) {
  return make(R"(<a href="{}" class="{}"{}>{}</a>)", link.href, words({"govuk-back-link", link.classes}),
              link.attributes, link.text.html());
}

Html breadcrumbs(const Breadcrumbs& breadcrumbs) {
  Html items;
  for (const Breadcrumb& item : breadcrumbs.items) {
    if (item.href.empty()) {
      to(items, R"(<li class="govuk-breadcrumbs__list-item" aria-current="page">{}</li>)", item.text.html());
    } else {
      to(items,
         R"(<li class="govuk-breadcrumbs__list-item">)"
         R"(<a class="govuk-breadcrumbs__link" href="{}"{}>{}</a></li>)",
         item.href, item.attributes, item.text.html());
    }
  }
  return make(R"(<nav class="{}"{} aria-label="{}"><ol class="govuk-breadcrumbs__list">{}</ol></nav>)",
              words({"govuk-breadcrumbs", breadcrumbs.classes,
                     breadcrumbs.collapse_on_mobile ? "govuk-breadcrumbs--collapse-on-mobile" : ""}),
              breadcrumbs.attributes, breadcrumbs.label_text, items);
}

Html pagination(const Pagination& pagination) {
  const bool block = pagination.items.empty() && (pagination.next || pagination.previous);
  Html items;
  for (const PaginationItem& item : pagination.items) items += page_item(item);
  if (!items.empty()) items = make(R"(<ul class="govuk-pagination__list">{}</ul>)", items);
  return make(R"(<nav class="{}" aria-label="{}"{}>{}{}{}</nav>)",
              words({"govuk-pagination", block ? "govuk-pagination--block" : "", pagination.classes}),
              pagination.landmark_label, pagination.attributes,
              arrow_link(pagination.previous, "prev", block), items,
              arrow_link(pagination.next, "next", block));
}

Html skip_link(const SkipLink& link) {
  return make(R"(<a href="{}" class="{}"{} data-module="govuk-skip-link">{}</a>)", link.href,
              words({"govuk-skip-link", link.classes}), link.attributes, link.text.html());
}

Html navigation_fold(const NavigationFold& fold) {
  Html items;
  for (const NavigationItem& item : fold.items) items += navigation_item(item);
  const bool marked =
      std::ranges::any_of(fold.items, [](const NavigationItem& item) { return item.current || item.active; });
  return make(
      R"(<li class="{}"><details class="b-more__fold"><summary class="b-more__summary"{}>{}</summary>)"
      R"(<ul class="b-more__list">{}</ul></details></li>)",
      words(
          {"govuk-service-navigation__item b-more", marked ? "govuk-service-navigation__item--active" : ""}),
      attribute("aria-current", marked ? "true" : ""), fold.text.html(), items);
}

Html service_navigation(const ServiceNavigation& navigation) {
  const Html inside =
      make(R"(<div class="{}">{}<div class="govuk-service-navigation__container">{}{}</div>{}</div>)",
           words({"govuk-width-container",
                  navigation.end_inline ? "govuk-service-navigation__inlining-container" : ""}),
           navigation.start, service_name(navigation), menu(navigation), navigation.end);
  const std::string classes = words({"govuk-service-navigation", navigation.classes});
  // With more than the list of links inside, the whole is a landmark of its own.
  if (navigation.service_name.empty() && navigation.start.empty() && navigation.end.empty()) {
    return make(R"(<div class="{}" data-module="govuk-service-navigation"{}>{}</div>)", classes,
                navigation.attributes, inside);
  }
  return make(R"(<section aria-label="{}" class="{}" data-module="govuk-service-navigation"{}>{}</section>)",
              navigation.aria_label, classes, navigation.attributes, inside);
}

Html generic_header(const GenericHeader& header) {
  return make(R"(<div class="{}"{}><div class="{}"><div class="govuk-generic-header__logo">)"
              R"(<a href="{}" class="govuk-generic-header__homepage-link">{}</a></div></div></div>)",
              words({"govuk-generic-header", header.classes}), header.attributes,
              words({"govuk-generic-header__container", header.container_classes}), header.url,
              header.logo.html());
}

Html language_navigation(const LanguageNavigation& navigation) {
  Html items;
  for (const LanguageItem& item : navigation.items) items += language_item(item);
  return make(
      R"(<nav class="{}"{} aria-label="{}"><ul class="govuk-language-navigation__list">{}</ul></nav>)",
      words({"govuk-language-navigation", navigation.classes}), navigation.attributes, navigation.aria_label,
      items);
}

}  // namespace biroyna::html
