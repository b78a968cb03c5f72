#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "platform/http/http.hpp"

namespace biroyna::http {
namespace {

const auth::Roles kAll = auth::Roles::all();

Router with(std::initializer_list<std::pair<Method, std::string>> patterns) {
  Router router;
  for (const auto& [method, pattern] : patterns) {
    router.add({method, pattern, kAll, Where::io, [](const Request&, Reply) {}});
  }
  return router;
}

struct MatchCase {
  Method method;
  std::string_view path;
  std::string_view pattern;  // empty: none
  Fields params = {};
  std::string_view allow = "";
};

TEST(Router, FindsTheRouteOfAnAddress) {
  const Router router = with({{Method::get, "/"},
                              {Method::get, "/tickets/{id}"},
                              {Method::post, "/tickets/{ticket}/{command}"},
                              {Method::get, "/tickets/new"},
                              {Method::post, "/tickets/{id}"},
                              {Method::get, "/tickets/{id}/print"},
                              {Method::get, "/assets/{path...}"},
                              {Method::get, "/assets/app.css"},
                              {Method::put, "/{language}/{rest...}"},
                              {Method::head, "/only-head"},
                              {Method::delete_, "/only-head"}});
  for (const MatchCase& c : {
           MatchCase{Method::get, "/", "/"},
           MatchCase{Method::head, "/", "/"},
           MatchCase{Method::get, "/tickets/7", "/tickets/{id}", {{"id", "7"}}},
           MatchCase{Method::get, "/tickets/7/", "/tickets/{id}", {{"id", "7"}}},
           MatchCase{Method::get, "/tickets/new", "/tickets/new"},
           MatchCase{Method::post, "/tickets/new", "/tickets/{id}", {{"id", "new"}}},
           MatchCase{Method::post,
                     "/tickets/7/recall",
                     "/tickets/{ticket}/{command}",
                     {{"ticket", "7"}, {"command", "recall"}}},
           MatchCase{Method::get, "/tickets/7/print", "/tickets/{id}/print", {{"id", "7"}}},
           MatchCase{Method::post,
                     "/tickets/7/print",
                     "/tickets/{ticket}/{command}",
                     {{"ticket", "7"}, {"command", "print"}}},
           MatchCase{Method::get, "/assets/a/b.js", "/assets/{path...}", {{"path", "a/b.js"}}},
           MatchCase{Method::get, "/assets/app.css", "/assets/app.css"},
           MatchCase{Method::get, "/assets/app.css/x", "/assets/{path...}", {{"path", "app.css/x"}}},
           MatchCase{
               Method::put, "/tickets/7", "/{language}/{rest...}", {{"language", "tickets"}, {"rest", "7"}}},
           MatchCase{Method::head, "/only-head", "/only-head"},
           // Not found.
           MatchCase{Method::get, "/assets", ""},
           MatchCase{Method::get, "/ticket", ""},
           MatchCase{Method::get, "", ""},
           MatchCase{Method::get, "tickets/7", ""},
           MatchCase{Method::put, "/x", ""},
           // Found, but not with this method.
           MatchCase{Method::post, "/", "", {}, "GET, HEAD"},
           MatchCase{Method::delete_, "/tickets/new", "", {}, "GET, HEAD, POST, PUT"},
           MatchCase{Method::other, "/tickets/7/print", "", {}, "GET, HEAD, POST, PUT"},
           MatchCase{Method::get, "/only-head", "", {}, "HEAD, DELETE"},
       }) {
    const auto match = router.match(c.method, c.path);
    EXPECT_EQ(match.route ? match.route->pattern : "", c.pattern) << name(c.method) << " " << c.path;
    EXPECT_EQ(match.params, c.params) << name(c.method) << " " << c.path;
    EXPECT_EQ(match.allow, c.allow) << name(c.method) << " " << c.path;
    EXPECT_EQ(match.path_exists, !c.pattern.empty() || !c.allow.empty()) << name(c.method) << " " << c.path;
  }
}

TEST(Router, RefusesWhatCannotBeServed) {
  const auto add = [](Router& router, std::string pattern, Method method = Method::get,
                      auth::Roles roles = kAll) {
    router.add({method, std::move(pattern), roles, Where::io, [](const Request&, Reply) {}});
  };
  Router router = with({{Method::get, "/a/{id}"}, {Method::get, "/b/{all...}"}});
  EXPECT_THROW(add(router, "/x", Method::get, {}), std::logic_error);
  EXPECT_THROW(add(router, "/x", Method::other), std::logic_error);
  EXPECT_THROW(router.add({Method::get, "/x", kAll, Where::io, nullptr}), std::logic_error);
  for (const auto* pattern : {"/a/{id}", "/a/{other}", "/b/{rest...}", "", "x", "/x/", "//x", "/x{id}", "/{}",
                              "/{...}", "/{id}/{id}", "/{a...}/b", "/{a", "/a}", "/{a.b}", "/{{a}}"}) {
    EXPECT_THROW(add(router, pattern), std::logic_error) << pattern;
  }
  EXPECT_EQ(router.routes().size(), 2u);
  add(router, "/a/{other}", Method::post);
  EXPECT_EQ(router.routes().size(), 3u);
}

TEST(Router, AnswersWithWhatAPlainFunctionReturns) {
  struct Kept : Reply::Sink {
    Response response;
    void send(Response sent) override { response = std::move(sent); }
    std::shared_ptr<Stream> stream() override { return nullptr; }
  };
  Router router;
  router.get("/a", kAll, [](const Request& request) { return Response{.body = request.path}; });
  router.post("/a", kAll, [](const Request&) { return Response{.status = 201}; });
  const auto kept = std::make_shared<Kept>();
  const auto* route = router.match(Method::get, "/a").route;
  EXPECT_EQ(route->where, Where::pool);
  route->handler(Request{.path = "/a"}, Reply(kept));
  EXPECT_EQ(kept->response.body, "/a");
  router.match(Method::post, "/a").route->handler(Request{}, Reply(kept));
  EXPECT_EQ(kept->response.status, 201);
}

// A pattern and the simplest reading of what it matches.
std::optional<std::size_t> fits(const std::vector<std::string>& pattern,
                                const std::vector<std::string>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i == path.size()) return std::nullopt;
    if (pattern[i] == "{all...}") return i + 1;
    if (!pattern[i].starts_with('{') && pattern[i] != path[i]) return std::nullopt;
  }
  return pattern.size() == path.size() ? std::optional(pattern.size()) : std::nullopt;
}

std::string joined(const std::vector<std::string>& segments) {
  std::string result;
  for (const auto& segment : segments) result += "/" + segment;
  return result.empty() ? "/" : result;
}

RC_GTEST_PROP(RouterProperty, FindsARouteExactlyWhenAPatternFits, ()) {
  const auto segment = rc::gen::element<std::string>("a", "b", "c", "{x}");
  auto patterns = *rc::gen::container<std::set<std::vector<std::string>>>(
      rc::gen::mapcat(rc::gen::inRange(0, 4), [segment](int n) {
        return rc::gen::container<std::vector<std::string>>(static_cast<std::size_t>(n), segment);
      }));
  Router router;
  std::vector<std::vector<std::string>> added;
  for (auto pattern : patterns) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == "{x}") pattern[i] = "{x" + std::to_string(i) + "}";
    }
    if (*rc::gen::weightedElement<bool>({{1, true}, {4, false}})) pattern.push_back("{all...}");
    router.add({Method::get, joined(pattern), kAll, Where::io, [](const Request&, Reply) {}});
    added.push_back(pattern);
  }
  const auto path =
      *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "c", "d"));
  const auto match = router.match(Method::get, joined(path));
  const bool any =
      std::any_of(added.begin(), added.end(), [&](const auto& p) { return fits(p, path).has_value(); });
  RC_ASSERT((match.route != nullptr) == any);
  if (!any) return;
  const auto chosen = std::find_if(added.begin(), added.end(), [&](const auto& pattern) {
    return joined(pattern) == match.route->pattern;
  });
  RC_ASSERT(fits(*chosen, path).has_value());
  std::size_t next = 0;
  for (std::size_t i = 0; i < chosen->size(); ++i) {
    if (!(*chosen)[i].starts_with('{')) continue;
    const bool rest = (*chosen)[i] == "{all...}";
    const std::string expected =
        rest ? joined({path.begin() + static_cast<long>(i), path.end()}).substr(1) : path[i];
    RC_ASSERT(match.params[next++].second == expected);
  }
  RC_ASSERT(match.params.size() == next);
}

}  // namespace
}  // namespace biroyna::http
