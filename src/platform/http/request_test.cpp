#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "platform/http/header_text.hpp"
#include "platform/http/http.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::http {
namespace {

using namespace std::string_view_literals;

struct TargetCase {
  std::string_view target;
  std::string_view path;  // empty: malformed
};

class TargetPath : public ::testing::TestWithParam<TargetCase> {};

TEST_P(TargetPath, IsDecodedAndNormalised) {
  const auto target = parse_target(GetParam().target);
  if (GetParam().path.empty()) {
    EXPECT_FALSE(target) << target->path;
  } else {
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, GetParam().path);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, TargetPath,
    ::testing::Values(TargetCase{"/", "/"}, TargetCase{"", "/"}, TargetCase{"/ru/services", "/ru/services"},
                      TargetCase{"/ru/services/", "/ru/services/"}, TargetCase{"/ru?x=/../", "/ru"},
                      TargetCase{"/a//b///c", "/a/b/c"}, TargetCase{"/a/./b", "/a/b"},
                      TargetCase{"/a/../b", "/b"}, TargetCase{"/../../etc/passwd", "/etc/passwd"},
                      TargetCase{"/a/..", "/"}, TargetCase{"/a/b/..", "/a/"}, TargetCase{"/%2e%2e/x", "/x"},
                      TargetCase{"/a/%2E./b", "/b"}, TargetCase{"/bog%CA%BBcha", "/bogʻcha"},
                      TargetCase{"/a+b", "/a+b"}, TargetCase{"http://centre.example/ru", "/ru"},
                      TargetCase{"http://centre.example", "/"}, TargetCase{"http://centre.example?x=1", "/"},
                      TargetCase{"/a#b", "/a"}, TargetCase{"/%41%5a", "/AZ"},
                      // Malformed.
                      TargetCase{"/%", ""}, TargetCase{"/%4", ""}, TargetCase{"/%zz", ""},
                      TargetCase{"/%00", ""}, TargetCase{"/a%2fb", ""}, TargetCase{"/a%5Cb", ""},
                      TargetCase{"/a\\b", ""}, TargetCase{"/%ff", ""}, TargetCase{"/%c0%af", ""},
                      TargetCase{"/%ed%a0%80", ""}, TargetCase{"*", ""}, TargetCase{"centre.example:443", ""},
                      TargetCase{"/ok?a=%", ""}, TargetCase{"/ok?%ff=1", ""}));

RC_GTEST_PROP(TargetProperty, AnyTargetGivesAPathWithoutDotsOrNothing, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("/", "..", ".", "%2e", "%2E", "%2f", "%5c", "a", "%", "?", "#", "%CA%BB",
                                    "+", "&", "=", "http://", "\\", "%00", " "));
  std::string text = "/";
  for (const auto& piece : pieces) text += piece;
  const auto target = parse_target(text);
  if (!target) return;
  RC_ASSERT(target->path.starts_with('/'));
  RC_ASSERT((target->path + "/").find("/../") == std::string::npos);
  RC_ASSERT((target->path + "/").find("/./") == std::string::npos);
  RC_ASSERT(target->path.find("//") == std::string::npos);
  RC_ASSERT(target->path.find('\0') == std::string::npos);
}

std::string percent_encode_all(std::string_view text) {
  std::string result;
  for (const unsigned char c : text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    result += {'%', kHex[c >> 4], kHex[c & 15]};
  }
  return result;
}

RC_GTEST_PROP(FormProperty, WhatWasEncodedIsRead,
              (const std::vector<std::pair<std::string, std::string>>& pairs)) {
  Fields expected;
  std::string text;
  for (const auto& [name, value] : pairs) {
    const auto is_ascii = [](unsigned char c) { return c > 0 && c < 0x80; };
    if (!std::all_of(name.begin(), name.end(), is_ascii) ||
        !std::all_of(value.begin(), value.end(), is_ascii)) {
      continue;
    }
    expected.emplace_back(name, value);
    text += (text.empty() ? "" : "&") + percent_encode_all(name) + "=" + percent_encode_all(value);
  }
  const auto fields = parse_form(text);
  RC_ASSERT(fields.has_value());
  RC_ASSERT(*fields == expected);
}

TEST(Form, ReadsWhatBrowsersSend) {
  EXPECT_EQ(parse_form("q=bog%CA%BBcha+uchun&lang=ru"), (Fields{{"q", "bogʻcha uchun"}, {"lang", "ru"}}));
  EXPECT_EQ(parse_form("a=1&a=2"), (Fields{{"a", "1"}, {"a", "2"}}));
  EXPECT_EQ(parse_form("&&a&=b&c=&d=e=f&"), (Fields{{"a", ""}, {"", "b"}, {"c", ""}, {"d", "e=f"}}));
  EXPECT_EQ(parse_form(""), Fields{});
  EXPECT_EQ(parse_form("a=%2"), std::nullopt);
  EXPECT_EQ(parse_form("a=%00"), std::nullopt);
  std::string many;
  for (std::size_t i = 0; i < kMostFields; ++i) many += "a&";
  EXPECT_TRUE(parse_form(many));
  EXPECT_FALSE(parse_form(many + "a"));
}

TEST(Form, IsReadFromABodyOfItsTypeOnly) {
  Request request{.body = "a=1"};
  EXPECT_TRUE(request.form());
  request.headers = {{"content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}};
  EXPECT_EQ(request.form(), (Fields{{"a", "1"}}));
  request.headers = {{"content-type", "text/plain"}};
  EXPECT_EQ(request.form(), std::nullopt);
}

TEST(Form, ThatIsNoneHasNoFields) {
  EXPECT_EQ(form_of(Request{.headers = {{"content-type", "text/plain"}}, .body = "a=1"}), Fields{});
  EXPECT_EQ(
      form_of(Request{.headers = {{"content-type", "application/x-www-form-urlencoded"}}, .body = "a=1"}),
      (Fields{{"a", "1"}}));
}

TEST(Header, IsFoundByItsLowerCaseName) {
  const Request request{.headers = {{"host", "x"}, {"accept", "*/*"}}};
  EXPECT_EQ(request.header("accept"), "*/*");
  EXPECT_EQ(request.header("cookie"), "");
}

struct CookieCase {
  std::string header;
  std::string_view session;
};

TEST(Cookie, IsFoundByItsWholeName) {
  for (const auto& [header, session] :
       {CookieCase{"session=abc", "abc"}, CookieCase{"a=b; session=abc; c=d", "abc"},
        CookieCase{"xsession=1; session=2", "2"}, CookieCase{"session=a=b", "a=b"}, CookieCase{"session", ""},
        CookieCase{"session=", ""}, CookieCase{"", ""}, CookieCase{";;=;session=z;", "z"},
        CookieCase{"SESSION=1", ""}}) {
    EXPECT_EQ((Request{.headers = {{"cookie", header}}}.cookie("session")), session) << header;
  }
}

TEST(QueryValue, TellsAbsentFromEmpty) {
  const Request request{.query = {{"a", ""}, {"b", "1"}, {"b", "2"}}};
  EXPECT_EQ(request.query_value("a"), ""sv);
  EXPECT_EQ(request.query_value("b"), "1"sv);
  EXPECT_EQ(request.query_value("c"), std::nullopt);
}

struct AcceptCase {
  std::string path;
  std::string accept;
  bool json;
};

TEST(WantsJson, FollowsTheAddressThenAccept) {
  for (const auto& [path, accept, json] :
       {AcceptCase{"/api/v1/centres", "text/html", true}, AcceptCase{"/api", "", true},
        AcceptCase{"/apis", "", false}, AcceptCase{"/ru", "", false}, AcceptCase{"/ru", "*/*", false},
        AcceptCase{"/ru", "application/json", true}, AcceptCase{"/ru", "application/problem+json", true},
        AcceptCase{"/ru", "text/html,application/xhtml+xml,*/*;q=0.8", false},
        AcceptCase{"/ru", "text/html;q=0.5, application/json", true},
        AcceptCase{"/ru", "text/html, application/json", false},
        AcceptCase{"/ru", "application/json;q=0, text/plain", false},
        AcceptCase{"/ru", "application/json;q=abc", false}}) {
    EXPECT_EQ((Request{.path = path, .headers = {{"accept", accept}}}.wants_json()), json)
        << path << " " << accept;
  }
}

TEST(LanguageOfPath, IsItsFirstSegment) {
  EXPECT_EQ(language_of_path("/uz-Cyrl/services"), Language::uz_cyrl);
  EXPECT_EQ(language_of_path("/ru"), Language::ru);
  EXPECT_EQ(language_of_path("/rus"), std::nullopt);
  EXPECT_EQ(language_of_path("/"), std::nullopt);
  EXPECT_EQ(language_of_path("/x/ru"), std::nullopt);
}

TEST(StatusOf, FollowsTheKind) {
  EXPECT_EQ(status_of(Refusal::Kind::malformed), 400);
  EXPECT_EQ(status_of(Refusal::Kind::unauthorised), 401);
  EXPECT_EQ(status_of(Refusal::Kind::forbidden), 403);
  EXPECT_EQ(status_of(Refusal::Kind::not_found), 404);
  EXPECT_EQ(status_of(Refusal::Kind::conflict), 409);
  EXPECT_EQ(status_of(Refusal::Kind::stale), 412);
  EXPECT_EQ(status_of(Refusal::Kind::invalid), 422);
  EXPECT_EQ(status_of(Refusal::Kind::throttled), 429);
  EXPECT_EQ(status_of(Refusal::Kind::unavailable), 503);
}

TEST(Weight, IsOneUnlessSaidOtherwise) {
  EXPECT_EQ(weight_of("gzip"), 1.0);
  EXPECT_EQ(weight_of("gzip;q=0.25"), 0.25);
  EXPECT_EQ(weight_of("gzip ; x=1 ; Q=0.5"), 0.5);
  EXPECT_EQ(weight_of("gzip;q="), 0.0);
  EXPECT_EQ(weight_of("gzip;q=2"), 0.0);
  EXPECT_EQ(weight_of("gzip;q=nan"), 0.0);
}

}  // namespace
}  // namespace biroyna::http
