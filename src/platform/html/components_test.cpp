// Holds every component to the examples of the package itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <vector>

#include "platform/html/testing/fixtures.hpp"

namespace biroyna::html {
namespace {

using testing::Component;
using testing::Fixture;
using testing::normal_form;
using testing::Options;

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

std::vector<Component> components() {
  std::vector<Component> all = testing::form_components();
  std::ranges::move(testing::page_components(), std::back_inserter(all));
  return all;
}

class Components : public ::testing::TestWithParam<Component> {};

TEST_P(Components, AreDrawnAsThePackageDrawsThem) {
  const std::string& component = GetParam().name;
  int compared = 0;
  for (const Fixture& fixture : testing::load_fixtures(GOVUK_COMPONENTS, component)) {
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

INSTANTIATE_TEST_SUITE_P(All, Components, ::testing::ValuesIn(components()), [](const auto& info) {
  std::string name = info.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace biroyna::html
