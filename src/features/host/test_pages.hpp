// The pages of those who work in the hall, asked as a browser without scripts asks: the host's, and those
// that a test adds.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "features/host/pages.hpp"
#include "features/queue/test_program.hpp"
#include "platform/http/test_reply.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::host::testing {

using auth::Role;
using queue::testing::kSergeli;

inline constexpr embedded::File kAssets[] = {{"icons/favicon.svg", ""},
                                             {"icons/logo.svg", ""},
                                             {"icons/logo-light.svg", ""},
                                             {"citizen.css", ""},
                                             {"fonts/inter-400.woff2", ""},
                                             {"citizen.js", ""},
                                             {"hall.js", ""},
                                             {"fonts/inter-600.woff2", ""},
                                             {"live-worker.js", ""},
                                             {"ticket.js", ""},
                                             {"board.css", ""},
                                             {"board.js", ""},
                                             {"board-worker.js", ""}};
inline constexpr const char* kHost = "/en/sergeli/host";
inline constexpr const char* kAsked = "kindergarten-referral";

struct Page {
  int status = 0;
  std::string body, location;
};

class StaffPages : public ::testing::Test {
 protected:
  StaffPages() {
    queue::testing::migrate(*db);
    program = std::make_unique<queue::testing::Program>(*db, [this] { return now; });
    yaml::Problems problems;
    program->catalogues.import(catalogue::reference_files(), "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
    add_pages(router, site, program->queue);
  }

  Page send(http::Method method, const std::string& target, const http::Fields& form = {}) {
    const auto parsed = http::parse_target(target).value();
    const auto match = router.match(method, parsed.path);
    if (match.route == nullptr) return {.status = 404, .body = "no route", .location = {}};
    if (!match.route->allowed.contains(role)) return {.status = 403, .body = {}, .location = {}};
    http::Request request{.method = method,
                          .target = target,
                          .path = parsed.path,
                          .query = parsed.query,
                          .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                          .path_params = match.params,
                          .peer = "127.0.0.1",
                          .language = http::language_of_path(parsed.path).value_or(Language::en)};
    for (const auto& [name, value] : form) {
      request.body +=
          fmt::format("{}{}={}", request.body.empty() ? "" : "&", name, http::percent_encode(value));
    }
    request.principal.role = role;
    request.principal.id = "madina";
    request.principal.centre = "sergeli";
    request.principal.csrf = "our-own";
    if (!cookie.empty()) request.headers.emplace_back("cookie", cookie);
    const auto answer = std::make_shared<http::testing::AwaitedReply>();
    auto future = answer->future();
    match.route->handler(request, http::Reply(answer));
    const http::Response response = future.get();
    Page page{response.status, response.body, {}};
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") page.location = value;
      if (name == "Set-Cookie") cookie = value.substr(0, value.find(';'));
    }
    return page;
  }
  Page get(const std::string& target) { return send(http::Method::get, target); }
  Page post(const std::string& target, const http::Fields& form = {}) {
    return send(http::Method::post, target, form);
  }

  static http::Fields filled(const std::string& key = "key-1") {
    return {{"service", kAsked}, {"priority", "none"}, {"language", "ru"},        {"people", "3"},
            {"helper", "yes"},   {"name", "Oʻktam"},   {"phone", "90 123-45-67"}, {"key", key}};
  }
  // The id of a ticket that the host has taken.
  std::string taken(const std::string& key) {
    const Page page = post(std::string(kHost) + "/tickets", filled(key));
    EXPECT_EQ(page.status, 303) << page.body;
    return page.location.substr(page.location.rfind('/') + 1);
  }
  Ticket ticket(const std::string& id) const {
    Ticket found;
    program->queue.look(kSergeli, [&](const View& view) {
      if (const Ticket* here = view.hall.find(TicketId(id))) found = *here;
    });
    return found;
  }
  void order(Step step) { program->run({std::move(step)}).get(); }
  // A window that serves what filled() asks for, open.
  WindowId open_window() {
    WindowId window;
    program->queue.look(kSergeli, [&](const View& view) {
      for (const auto& planned : view.catalogue().windows) {
        for (const auto& skill : planned.skills) {
          if (window.empty() && skill.service.str() == kAsked) window = planned.id;
        }
      }
    });
    order([window](const Hall& hall, Time at) { return hall.open_window(window, StaffId("aziza"), at); });
    return window;
  }
  static http::Fields with(http::Fields form, const std::string& name, const std::string& value) {
    std::erase_if(form, [&](const auto& field) { return field.first == name; });
    form.emplace_back(name, value);
    return form;
  }
  static std::string at(const std::string& id, const std::string& rest = {}) {
    return fmt::format("{}/tickets/{}{}", kHost, id, rest);
  }

  // In every language: each part that changes by itself has an id of its own, each form is ours, no text is
  // missing.
  void expect_whole(const std::vector<std::string>& rests) {
    const std::regex live("<[a-z0-9]+ [^>]*data-live[ >][^>]*"), form("<form [^>]*method=\"post\"[^>]*>"),
        key("(host|dashboard)\\.[a-z_]+"), ids(" id=\"([^\"]+)\"");
    for (const Language language : kLanguages) {
      for (const std::string& rest : rests) {
        const Page page = get(fmt::format("/{}/sergeli{}", tag(language), rest));
        SCOPED_TRACE(fmt::format("{} {}", tag(language), rest));
        ASSERT_EQ(page.status, 200);
        const auto each = [&](const std::regex& pattern,
                              const std::function<void(const std::smatch&)>& check) {
          for (std::sregex_iterator it(page.body.begin(), page.body.end(), pattern), end; it != end; ++it)
            check(*it);
        };
        each(live, [](const std::smatch& part) { EXPECT_THAT(part.str(), ::testing::HasSubstr(" id=\"")); });
        each(form, [&](const std::smatch& part) {
          EXPECT_THAT(std::string(part.suffix()),
                      ::testing::StartsWith("<input type=\"hidden\" name=\"csrf\" value=\"our-own\">"));
        });
        each(key, [](const std::smatch& part) { ADD_FAILURE() << "no text for " << part.str(); });
        std::set<std::string> seen;
        each(ids, [&](const std::smatch& part) {
          EXPECT_TRUE(seen.insert(part[1]).second) << part[1] << " twice";
        });
      }
    }
  }

  db::testing::Fresh db = db::testing::fresh(db::Engine::sqlite);
  Time now = parse_rfc3339("2026-11-24T05:00:00Z").value();
  Role role = Role::head;
  std::string cookie;  // that the last answer which has one has set
  Assets assets{kAssets};
  pages::Pages pages{
      assets, [](const http::Request&, const pages::Place&) { return std::vector<html::NavigationItem>(); }};
  std::unique_ptr<queue::testing::Program> program;
  Site site{pages,
            [](const http::Request&, const Refusal& refusal) -> http::Response {
              return {.status = http::status_of(refusal.kind), .body = refusal.code};
            },
            {},
            [this] { return now; },
            "http://centre.test"};
  http::Router router;
};

}  // namespace biroyna::host::testing
