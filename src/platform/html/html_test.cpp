#include "platform/html/html.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>

#include "platform/html/parts.hpp"

namespace biroyna::html {
namespace {

struct Written {
  std::string_view text;
  std::string_view as;
};

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

// As a browser reads text and attribute values.
std::string unescaped(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kReferences = {
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&#34;", "\""}, {"&#39;", "'"}, {"&#13;", "\r"}, {"&amp;", "&"}}};
  for (const auto& [reference, character] : kReferences)
    text = replace_all(std::move(text), reference, character);
  return text;
}

std::string without_nul(const std::string& text) {
  return replace_all(text, std::string_view("\0", 1), "\xEF\xBF\xBD");
}

// Between the quotes of `made`, which is <a …="…"></a>.
std::string value_in(const Html& made) {
  const std::string& all = made.str();
  const std::size_t begin = all.find('"') + 1;
  return all.substr(begin, all.rfind('"') - begin);
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  return out;
}

TEST(Html, TextIsEscapedForThePlaceWhereItStands) {
  constexpr std::string_view kText = "<b>\"Oʻgʻil\" & 'qiz'</b>";
  EXPECT_EQ(make("<p>{}</p>", kText).str(), "<p>&lt;b&gt;\"Oʻgʻil\" &amp; 'qiz'&lt;/b&gt;</p>");
  EXPECT_EQ(make("<title>{}</title>", kText).str(),
            "<title>&lt;b&gt;\"Oʻgʻil\" &amp; 'qiz'&lt;/b&gt;</title>");
  EXPECT_EQ(make("<p id=\"{}\"></p>", kText).str(),
            "<p id=\"&lt;b&gt;&#34;Oʻgʻil&#34; &amp; &#39;qiz&#39;&lt;/b&gt;\"></p>");
  EXPECT_EQ(make("<p id='{}'></p>", kText).str(),
            "<p id='&lt;b&gt;&#34;Oʻgʻil&#34; &amp; &#39;qiz&#39;&lt;/b&gt;'></p>");
  EXPECT_EQ(make("<p id=\"{}\"></p>", "a\r\nb").str(), "<p id=\"a&#13;\nb\"></p>");
  EXPECT_EQ(make("<p>{}</p>", std::string_view("a\0b", 3)).str(),
            "<p>a\xEF\xBF\xBD"
            "b</p>");
}

TEST(Html, AnAddressThatCouldRunAProgramBecomesANumberSign) {
  for (const auto& [text, as] : std::array{
           Written{"/tickets/7?a=1&b=2#c", "/tickets/7?a=1&amp;b=2#c"},
           Written{"https://example.org/a b", "https://example.org/a%20b"},
           Written{"HTTP://example.org", "HTTP://example.org"},
           Written{"mailto:a@example.org", "mailto:a@example.org"},
           Written{"tel:+998711234567", "tel:+998711234567"},
           Written{"tickets/a:b", "tickets/a:b"},
           Written{"?next=javascript:x", "?next=javascript:x"},
           Written{"#a:b", "#a:b"},
           Written{"", ""},
           Written{"/\"><script>", "/&#34;&gt;&lt;script&gt;"},
           Written{"javascript:alert(1)", "#"},
           Written{"JaVaScRiPt:alert(1)", "#"},
           Written{" javascript:alert(1)", "#"},
           Written{"java\tscript:alert(1)", "#"},
           Written{"java\nscript:alert(1)", "#"},
           Written{"\x01javascript:alert(1)", "#"},
           Written{"\x7Fjavascript:alert(1)", "#"},
           Written{"vbscript:x", "#"},
           Written{"data:text/html,<script>", "#"},
           Written{"blob:x", "#"},
           Written{"file:///etc/passwd", "#"},
           Written{":x", "#"},
       }) {
    EXPECT_EQ(value_in(make("<a href=\"{}\"></a>", text)), as) << text;
    EXPECT_EQ(value_in(make("<form action=\"{}\"></form>", text)), as) << text;
    EXPECT_EQ(value_in(make("<a data-back-url=\"{}\"></a>", text)), as) << text;
  }
}

TEST(Html, APartOfAnAddressStaysThatPart) {
  EXPECT_EQ(value_in(make("<a href=\"/a/{}?b={}\"></a>", "../x?y", "1&c=2#d")),
            "/a/..%2Fx%3Fy?b=1%26c%3D2%23d");
  EXPECT_EQ(value_in(make("<a href=\"{}?b={}\"></a>", "/a", "қ")), "/a?b=%D2%9B");
  EXPECT_EQ(value_in(make("<a href=\"mailto:{}\"></a>", "a+b@c?bcc=d")), "mailto:a+b@c%3Fbcc%3Dd");
  EXPECT_EQ(value_in(make("<a href=\"tel:{}\"></a>", "+998 71")), "tel:+998%2071");
  EXPECT_EQ(value_in(make("<a href=\"mailto:a@b?subject={}\"></a>", "a+b&c")),
            "mailto:a@b?subject=a%2Bb%26c");
  EXPECT_EQ(value_in(make("<a href=\"/a/{}\"></a>", -7)), "/a/-7");
}

TEST(Html, WholeNumbersAreWrittenExactly) {
  EXPECT_EQ(make("{} {} {}", 0, -1, 42u).str(), "0 -1 42");
  EXPECT_EQ(make("{}", std::numeric_limits<std::int64_t>::min()).str(), "-9223372036854775808");
  EXPECT_EQ(make("{}", std::numeric_limits<std::uint64_t>::max()).str(), "18446744073709551615");
  EXPECT_TRUE(rc::check("any number", [](std::int64_t number, std::uint64_t other, std::int8_t small) {
    RC_ASSERT(make("{}", number).str() == std::to_string(number));
    RC_ASSERT(make("<p id=\"{}\"></p>", other).str() == "<p id=\"" + std::to_string(other) + "\"></p>");
    RC_ASSERT(make("{}", small).str() == std::to_string(small));
  }));
}

TEST(Html, MarkupIsNestedAsItIs) {
  Html rows;
  for (const char* name : {"A&B", "C"}) to(rows, "<li>{}</li>", name);
  EXPECT_EQ(make("<ul>{}</ul>", rows).str(), "<ul><li>A&amp;B</li><li>C</li></ul>");
  EXPECT_EQ((make("<b>{}</b>", 1) + make("<i>{}</i>", 2)).str(), "<b>1</b><i>2</i>");
  EXPECT_TRUE(Html().empty());
  EXPECT_EQ(make("<p>{}</p>", Html()), make("<p></p>"));
}

TEST(Html, DoubledBracesAreBraces) {
  EXPECT_EQ(make("<script>if (a) {{ b(); }}</script>").str(), "<script>if (a) { b(); }</script>");
  EXPECT_EQ(make("{{{}}}", "a").str(), "{a}");
  EXPECT_EQ(make("<p id=\"{{}}\">{}</p>", "{}").str(), "<p id=\"{}\">{}</p>");
}

TEST(Attribute, IsThereOrNot) {
  EXPECT_EQ(attribute("data-x", "a\"b").str(), " data-x=\"a&#34;b\"");
  EXPECT_TRUE(attribute("data-x", "").empty());
  EXPECT_EQ(attribute("href", "javascript:x").str(), " href=\"#\"");
  EXPECT_EQ(attribute("data-back-url", "javascript:x").str(), " data-back-url=\"#\"");
  EXPECT_EQ(attribute_if("checked", true).str(), " checked");
  EXPECT_TRUE(attribute_if("checked", false).empty());
  EXPECT_EQ(make("<input{} id=\"a\"{}>", attribute("value", "1") + attribute_if("checked", true), Attribute())
                .str(),
            "<input value=\"1\" checked id=\"a\">");
}

TEST(HtmlProperties, NoTextBecomesMarkupAndEachComesBackAsItWas) {
  EXPECT_TRUE(rc::check("text", [](const std::string& text) {
    const std::string made = make("{}", text).str();
    RC_ASSERT(made.find_first_of(std::string_view("<>\0", 3)) == std::string::npos);
    RC_ASSERT(unescaped(made) == without_nul(text));
    RC_ASSERT(make("<textarea>{}</textarea>", text).str() == "<textarea>" + made + "</textarea>");
  }));
  EXPECT_TRUE(rc::check("attribute", [](const std::string& text) {
    const std::string made = value_in(make("<a title=\"{}\"></a>", text));
    RC_ASSERT(made.find_first_of(std::string_view("<>\"'\r\0", 6)) == std::string::npos);
    RC_ASSERT(unescaped(made) == without_nul(text));
    RC_ASSERT(attribute("title", text).str() == (text.empty() ? "" : " title=\"" + made + "\""));
  }));
}

// Texts of the characters that matter, which random ones rarely hit.
rc::Gen<std::string> nasty() {
  return rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{3, rc::gen::elementOf(std::string("<>&\"'=/:;?#% \t\n\r{}`-"))},
                                    {1, rc::gen::elementOf(std::string("javscriptJS"))},
                                    {1, rc::gen::arbitrary<char>()}}));
}

TEST(HtmlProperties, TheyHoldForTheCharactersThatMatter) {
  EXPECT_TRUE(rc::check("everywhere", [] {
    const std::string text = *nasty();
    RC_ASSERT(unescaped(make("{}", text).str()) == without_nul(text));
    const std::string value = value_in(make("<a title=\"{}\"></a>", text));
    RC_ASSERT(value.find_first_of("<>\"'") == std::string::npos);
    RC_ASSERT(unescaped(value) == without_nul(text));
  }));
}

TEST(HtmlProperties, AnAddressKeepsItsPartsAndRunsNothing) {
  EXPECT_TRUE(rc::check("part", [] {
    const std::string text = *nasty();
    const std::string value = value_in(make("<a href=\"/a/{}/b\"></a>", text));
    const std::string part = value.substr(3, value.size() - 5);
    RC_ASSERT(part.find_first_of("/?#&<>\"' ") == std::string::npos);
    RC_ASSERT(percent_decoded(part) == text);
  }));
  EXPECT_TRUE(rc::check("whole", [] {
    const std::string scheme = *rc::gen::elementOf(std::vector<std::string>{"javascript:", "data:", "x:"});
    const std::string text = *nasty();
    RC_ASSERT(value_in(make("<a href=\"{}\"></a>", scheme + text)) == "#");
    const std::string value = value_in(make("<a href=\"{}\"></a>", text));
    RC_ASSERT(value.find_first_of("<>\"' \t\n\r") == std::string::npos);
    const std::size_t end = value.find_first_of(":/?#");
    // Computed outside: RC_ASSERT evaluates both sides of ||.
    const bool harmless =
        end == std::string::npos || value[end] != ':' || is_harmless_scheme(value.substr(0, end));
    RC_ASSERT(harmless);
  }));
}

TEST(Parts, HeadingsHaveSixLevels) {
  EXPECT_EQ(parts::heading(6, attribute("class", "a"), make("b")).str(), "<h6 class=\"a\">b</h6>");
  EXPECT_THROW(parts::heading(0, {}, {}), std::invalid_argument);
  EXPECT_THROW(parts::heading(7, {}, {}), std::invalid_argument);
  EXPECT_EQ(parts::words({"", "a", "", "b"}), "a b");
}

TEST(Textarea, KeepsALineFeedAtItsBeginning) {
  const std::string made = textarea({.name = "a", .label = {.text = "A"}, .value = "\nb"}).str();
  EXPECT_NE(made.find(">\n\nb</textarea>"), std::string::npos) << made;
}

}  // namespace
}  // namespace biroyna::html
