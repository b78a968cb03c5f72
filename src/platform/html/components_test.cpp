// Holds every component to the examples of the package itself.
#include "platform/html/components.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "platform/html/testing/fixtures.hpp"

namespace biroyna::html {
namespace {

using testing::Fixture;
using testing::normal_form;
using testing::Options;
using testing::raw;

// ---- the package's options as ours
// -------------------------------------------------------------------------

Label to_label(const Options& o) {
  return {.text = o.content(),
          .for_id = o.text("for"),
          .classes = o.text("classes"),
          .is_page_heading = o.flag("isPageHeading"),
          .attributes = o.attributes()};
}

Hint to_hint(const Options& o) {
  return {
      .text = o.content(), .id = o.text("id"), .classes = o.text("classes"), .attributes = o.attributes()};
}

ErrorMessage to_error(const Options& o) {
  return {.text = o.content(),
          .visually_hidden_text = o.text_if("visuallyHiddenText").value_or("Error"),
          .id = o.text("id"),
          .classes = o.text("classes"),
          .attributes = o.attributes()};
}

Fieldset to_fieldset(const Options& o) {
  const Options legend = o.at("legend");
  return {.legend = {.text = legend.content(),
                     .classes = legend.text("classes"),
                     .is_page_heading = legend.flag("isPageHeading")},
          .classes = o.text("classes"),
          .role = o.text("role"),
          .described_by = o.text("describedBy"),
          .attributes = o.attributes(),
          .html = o.html("html")};
}

std::optional<Fieldset> to_fieldset_if(const Options& o) {
  return o.has("fieldset") ? std::optional(to_fieldset(o.at("fieldset"))) : std::nullopt;
}

FormGroup to_group(const Options& o) {
  return {.classes = o.text("classes"),
          .attributes = o.attributes(),
          .before_input = o.at("beforeInput").content(),
          .after_input = o.at("afterInput").content()};
}

Affix to_affix(const Options& o) {
  return {.text = o.content(), .classes = o.text("classes"), .attributes = o.attributes()};
}

Html to_button(const Options& o) {
  return button({.text = o.content(),
                 .href = o.text("href"),
                 .type = o.text("type", "submit"),
                 .name = o.text("name"),
                 .value = o.text("value"),
                 .id = o.text("id"),
                 .classes = o.text("classes"),
                 .disabled = o.flag("disabled"),
                 .prevent_double_click = o.flag_if("preventDoubleClick"),
                 .is_start_button = o.flag("isStartButton"),
                 .attributes = o.attributes()});
}

Html to_input(const Options& o) {
  const Options wrapper = o.at("inputWrapper");
  return input({.name = o.text("name"),
                .label = to_label(o.at("label")),
                .id = o.text("id"),
                .type = o.text("type", "text"),
                .value = o.text_if("value").value_or(""),
                .hint = to_hint(o.at("hint")),
                .error_message = to_error(o.at("errorMessage")),
                .prefix = to_affix(o.at("prefix")),
                .suffix = to_affix(o.at("suffix")),
                .inputmode = o.text("inputmode"),
                .autocomplete = o.text("autocomplete"),
                .autocapitalize = o.text("autocapitalize"),
                .pattern = o.text("pattern"),
                .described_by = o.text("describedBy"),
                .classes = o.text("classes"),
                .spellcheck = o.flag_if("spellcheck"),
                .disabled = o.flag("disabled"),
                .form_group = to_group(o.at("formGroup")),
                .input_wrapper = {.classes = wrapper.text("classes"), .attributes = wrapper.attributes()},
                .attributes = o.attributes()});
}

Html to_password_input(const Options& o) {
  return password_input({.name = o.text("name"),
                         .label = to_label(o.at("label")),
                         .texts = {.show = o.text("showPasswordText", "Show"),
                                   .hide = o.text("hidePasswordText"),
                                   .show_aria_label = o.text("showPasswordAriaLabelText", "Show password"),
                                   .hide_aria_label = o.text("hidePasswordAriaLabelText"),
                                   .shown = o.text("passwordShownAnnouncementText"),
                                   .hidden = o.text("passwordHiddenAnnouncementText")},
                         .id = o.text("id"),
                         .value = o.text("value"),
                         .hint = to_hint(o.at("hint")),
                         .error_message = to_error(o.at("errorMessage")),
                         .autocomplete = o.text("autocomplete", "current-password"),
                         .described_by = o.text("describedBy"),
                         .classes = o.text("classes"),
                         .disabled = o.flag("disabled"),
                         .form_group = to_group(o.at("formGroup")),
                         .attributes = o.attributes()});
}

Html to_textarea(const Options& o) {
  return textarea({.name = o.text("name"),
                   .label = to_label(o.at("label")),
                   .id = o.text("id"),
                   .value = o.text("value"),
                   .rows = o.number("rows", 5),
                   .hint = to_hint(o.at("hint")),
                   .error_message = to_error(o.at("errorMessage")),
                   .autocomplete = o.text("autocomplete"),
                   .described_by = o.text("describedBy"),
                   .classes = o.text("classes"),
                   .spellcheck = o.flag_if("spellcheck"),
                   .disabled = o.flag("disabled"),
                   .form_group = to_group(o.at("formGroup")),
                   .attributes = o.attributes()});
}

Html to_select(const Options& o) {
  std::vector<SelectItem> items;
  for (const Options& item : o.items("items")) {
    const auto value = item.text_if("value");
    items.push_back({.text = item.text("text"),
                     .value = value ? std::optional<Text>(*value) : std::nullopt,
                     .selected = item.flag_if("selected"),
                     .disabled = item.flag("disabled"),
                     .attributes = item.attributes()});
  }
  return select({.name = o.text("name"),
                 .label = to_label(o.at("label")),
                 .items = items,
                 .id = o.text("id"),
                 .value = o.text("value"),
                 .hint = to_hint(o.at("hint")),
                 .error_message = to_error(o.at("errorMessage")),
                 .described_by = o.text("describedBy"),
                 .classes = o.text("classes"),
                 .disabled = o.flag("disabled"),
                 .form_group = to_group(o.at("formGroup")),
                 .attributes = o.attributes()});
}

std::vector<Choice> to_choices(const Options& o) {
  std::vector<Choice> choices;
  for (const Options& item : o.items("items")) {
    const Options label = item.at("label");
    choices.push_back({.value = item.text("value"),
                       .text = item.content(),
                       .id = item.text("id"),
                       .name = item.text("name"),
                       .hint = to_hint(item.at("hint")),
                       .checked = item.flag_if("checked"),
                       .disabled = item.flag("disabled"),
                       .conditional = item.at("conditional").html("html"),
                       .exclusive = item.text("behaviour") == "exclusive",
                       .label_classes = label.text("classes"),
                       .label_attributes = label.attributes(),
                       .attributes = item.attributes(),
                       .divider = item.text("divider")});
  }
  return choices;
}

Html to_radios(const Options& o) {
  return radios({.name = o.text("name"),
                 .items = to_choices(o),
                 .fieldset = to_fieldset_if(o),
                 .value = o.text("value"),
                 .id_prefix = o.text("idPrefix"),
                 .hint = to_hint(o.at("hint")),
                 .error_message = to_error(o.at("errorMessage")),
                 .classes = o.text("classes"),
                 .form_group = to_group(o.at("formGroup")),
                 .attributes = o.attributes()});
}

Html to_checkboxes(const Options& o) {
  std::vector<Text> values;
  for (const std::string& value : o.texts("values")) values.emplace_back(value);
  return checkboxes({.name = o.text("name"),
                     .items = to_choices(o),
                     .fieldset = to_fieldset_if(o),
                     .values = values,
                     .id_prefix = o.text("idPrefix"),
                     .hint = to_hint(o.at("hint")),
                     .error_message = to_error(o.at("errorMessage")),
                     .described_by = o.text("describedBy"),
                     .classes = o.text("classes"),
                     .form_group = to_group(o.at("formGroup")),
                     .attributes = o.attributes()});
}

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

// ---- the comparison
// ----------------------------------------------------------------------------------------

struct Component {
  const char* name;
  Html (*draw)(const Options& options);
};

constexpr std::array kComponents = {
    Component{"back-link", to_back_link},
    Component{"breadcrumbs", to_breadcrumbs},
    Component{"button", to_button},
    Component{"checkboxes", to_checkboxes},
    Component{"details", to_details},
    Component{"error-message", [](const Options& o) { return error_message(to_error(o)); }},
    Component{"error-summary", to_error_summary},
    Component{"fieldset", [](const Options& o) { return fieldset(to_fieldset(o)); }},
    Component{"generic-header", to_generic_header},
    Component{"hint", [](const Options& o) { return hint(to_hint(o)); }},
    Component{"input", to_input},
    Component{"inset-text", to_inset_text},
    Component{"label", [](const Options& o) { return label(to_label(o)); }},
    Component{"language-navigation", to_language_navigation},
    Component{"notification-banner", to_notification_banner},
    Component{"pagination", to_pagination},
    Component{"panel", to_panel},
    Component{"password-input", to_password_input},
    Component{"radios", to_radios},
    Component{"select", to_select},
    Component{"service-navigation", to_service_navigation},
    Component{"skip-link", to_skip_link},
    Component{"summary-list", to_summary_list},
    Component{"table", to_table},
    Component{"tag", to_tag},
    Component{"textarea", to_textarea},
    Component{"warning-text", to_warning_text},
};

// What we leave out on purpose: an option, or what one fixture does.
struct NotOffered {
  std::string_view component;
  std::string_view option;
  std::string_view fixture;
  std::string_view reason;
};
constexpr std::array kNotOffered = {
    NotOffered{"panel", "actions", "", "a page that interrupts is a page of its own with its own buttons"},
    NotOffered{"radios", "", "with falsy items", "our lists have no empty places, which would be counted"},
    NotOffered{"checkboxes", "", "with falsy values",
               "our lists have no empty places, which would be counted"},
};

bool is_offered(std::string_view component, const Fixture& fixture) {
  return std::ranges::none_of(kNotOffered, [&](const NotOffered& not_offered) {
    if (not_offered.component != component) return false;
    return not_offered.option.empty() ? not_offered.fixture == fixture.name
                                      : Options(fixture.options).has(not_offered.option);
  });
}

// The package leaves out the texts that its script knows in English. There are no English defaults here, so
// ours always stand there.
std::string expected(std::string_view component, const Fixture& fixture) {
  std::string html = fixture.html;
  if (component == "password-input" && !Options(fixture.options).has("showPasswordText")) {
    constexpr std::string_view kModule = R"(data-module="govuk-password-input")";
    html.insert(html.find(kModule) + kModule.size(),
                R"( data-i18n.show-password="Show" data-i18n.show-password-aria-label="Show password")");
  }
  return normal_form(html);
}

void PrintTo(const Component& component, std::ostream* out) { *out << component.name; }

class Components : public ::testing::TestWithParam<Component> {};

TEST_P(Components, AreDrawnAsThePackageDrawsThem) {
  const std::string_view component = GetParam().name;
  int compared = 0;
  for (const Fixture& fixture : testing::load_fixtures(GOVUK_COMPONENTS, GetParam().name)) {
    if (!is_offered(component, fixture)) continue;
    SCOPED_TRACE(fixture.name);
    const Options options(fixture.options);
    EXPECT_EQ(normal_form(GetParam().draw(options).str()), expected(component, fixture));
    EXPECT_EQ(options.unread(), std::vector<std::string>{}) << "options that this test overlooks";
    ++compared;
  }
  EXPECT_GT(compared, 4);
}

TEST(ComponentsExceptions, ExistInThePackage) {
  for (const NotOffered& not_offered : kNotOffered) {
    const auto fixtures = testing::load_fixtures(GOVUK_COMPONENTS, std::string(not_offered.component));
    EXPECT_TRUE(std::ranges::any_of(
        fixtures, [&](const Fixture& fixture) { return !is_offered(not_offered.component, fixture); }))
        << not_offered.component << ": " << not_offered.reason;
  }
}

// What the comparison takes for equal, and what not.
TEST(NormalForm, KeepsWhatAReaderMeets) {
  const auto same = [](std::string_view a, std::string_view b) { return normal_form(a) == normal_form(b); };
  EXPECT_TRUE(same("<p class=\"a\" id=\"b\">\n x \n</p>", "<p id=\"b\" class=\"a\">x</p>"));
  EXPECT_TRUE(same("<p>it&#39;s</p>", "<p>it's</p>"));
  EXPECT_TRUE(same("<p>a <b>c</b></p>", "<p>a<b> c</b></p>"));
  EXPECT_TRUE(same("<svg><path d=\"m\"/></svg>", "<svg><path d=\"m\"></path></svg>"));
  EXPECT_FALSE(same("<p>a <b>c</b></p>", "<p>a<b>c</b></p>"));
  EXPECT_FALSE(same("<p>a</p>", "<p>&lt;b&gt;a</p>"));
  EXPECT_FALSE(same("<p id=\"a\"></p>", "<p id=\"\"></p>"));
  EXPECT_FALSE(same("<textarea>a </textarea>", "<textarea>a</textarea>"));
  EXPECT_FALSE(same("<p><i>a</i></p>", "<p>a</p>"));
}

INSTANTIATE_TEST_SUITE_P(All, Components, ::testing::ValuesIn(kComponents), [](const auto& info) {
  std::string name = info.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace biroyna::html
