// The pages, asked through the router as a browser without scripts asks.
#include "features/results/pages.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "features/results/api.hpp"
#include "features/results/test_register.hpp"
#include "platform/http/test_reply.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::results {
namespace {

using ::testing::AllOf;
using testing::certificate;
using ::testing::HasSubstr;
using testing::kHolder;
using ::testing::Not;

constexpr embedded::File kAssets[] = {{"icons/favicon.svg", ""},     {"icons/logo.svg", ""},
                                      {"icons/logo-light.svg", ""},  {"citizen.css", ""},
                                      {"fonts/inter-400.woff2", ""}, {"citizen.js", ""},
                                      {"fonts/inter-600.woff2", ""}, {"live-worker.js", ""}};

std::string header(const http::Response& response, std::string_view name) {
  return http::field(response.headers, name);
}

class ResultPages : public ::testing::Test, protected testing::Register {
 protected:
  ResultPages() : Register(db::Engine::sqlite) {
    add_api(router, site, results, catalogues, commands, checks,
            [](const http::Request& request, const Entry&) { return request.header("secret") == "his"; });
    add_pages(router, site, results, catalogues, commands, checks);
  }

  http::Response send(http::Method method, const std::string& target, const std::string& form = {},
                      http::Fields headers = {}, const std::string& centre = "sergeli") {
    const auto parsed = http::parse_target(target).value();
    const auto match = router.match(method, parsed.path);
    if (match.route == nullptr) throw std::logic_error("no route for " + target);
    headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    http::Request request{.method = method,
                          .target = target,
                          .path = parsed.path,
                          .query = parsed.query,
                          .headers = std::move(headers),
                          .path_params = match.params,
                          .body = form,
                          .peer = "192.0.2.1",
                          .language = http::language_of_path(parsed.path).value_or(Language::en)};
    if (!match.route->allowed.contains(auth::Role::anonymous)) {
      request.principal.role = auth::Role::head;
      request.principal.id = "sardor";
      request.principal.centre = centre;
    }
    const auto answer = std::make_shared<http::testing::AwaitedReply>();
    auto response = answer->future();
    match.route->handler(request, http::Reply(answer));
    return response.get();
  }
  http::Response get(const std::string& target) { return send(http::Method::get, target); }
  std::string page(const std::string& target) { return get(target).body; }
  std::string revoke_address(const Issued& issued) {
    return fmt::format("/en/sergeli/results/{}/revoke", issued.code);
  }

  Commands commands{*db, [this] { return now; }, [](const std::function<void()>& task) { task(); }};
  RateLimit checks;
  Assets assets{kAssets};
  pages::Pages pages{
      assets, [](const http::Request&, const pages::Place&) { return std::vector<html::NavigationItem>(); }};
  Site site{pages,
            [](const http::Request&, const Refusal& refusal) {
              return http::Response{.status = http::status_of(refusal.kind), .body = refusal.code};
            },
            [](Language language, const CentreId& centre) {
              return pages::Place{"Centre", fmt::format("/{}/{}", tag(language), centre.str())};
            },
            [this] { return now; },
            {}};

  http::Router router;
};

TEST_F(ResultPages, AQrCodeLeadsToTheReadersLanguage) {
  const auto forwarded = send(http::Method::get, "/verify/K7QM", {}, {{"accept-language", "ru;q=0.9, de"}});
  EXPECT_EQ(forwarded.status, 303);
  EXPECT_EQ(header(forwarded, "Location"), "/ru/verify/K7QM");
  EXPECT_EQ(header(get("/verify"), "Location"), "/uz-Latn/verify");
}

TEST_F(ResultPages, AnyoneIsToldTheStateInPlainWords) {
  const Issued wrong = issue(certificate()), other = issue(certificate());
  NewResult result = certificate();
  result.valid_until = parse_iso_day("2026-11-23");
  const Issued expired = issue(result);
  result = certificate();
  result.supersedes = wrong.code;
  const Issued right = issue(result);
  revoke(other.code);
  struct Case {
    std::string code, says;
  };
  for (const auto& [code, says] :
       {Case{right.code, "The document is valid"}, Case{expired.code, "The document has expired"},
        Case{wrong.code, "The document was replaced"}, Case{other.code, "The document was revoked"},
        Case{make_code("0123456789ABCDEFGHJ"), "There is no such document"},
        Case{"rubbish", "There is no such document"}}) {
    const auto answer = get("/en/verify/" + code);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr(says)) << code;
    EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
    EXPECT_EQ(header(answer, "X-Robots-Tag"), "noindex");
  }
  EXPECT_THAT(page("/en/verify/" + wrong.code), Not(HasSubstr(right.code)))
      << "who has the old document does not have the new one";
  EXPECT_EQ(events().size(), 11u)
      << "four issued, one superseded, one revoked, and the five checks of known codes";
}

TEST_F(ResultPages, NobodyIsToldANameOrMore) {
  const Issued issued = issue(certificate());
  const std::string body = page("/en/verify/" + issued.code);
  EXPECT_THAT(body, AllOf(HasSubstr("K. Z. A."), HasSubstr("2026/000001"), HasSubstr("24 November 2026"),
                          HasSubstr("Certificate")));
  for (const char* secret : {"Karimova", "7K4M", "Karimov Ali", "aziza"})
    EXPECT_THAT(body, Not(HasSubstr(secret)));
  NewResult of_business = certificate();
  of_business.holder = {.name = "“Bahor” MChJ", .is_person = false, .tin = "301234567"};
  EXPECT_THAT(page("/en/verify/" + issue(of_business).code),
              AllOf(HasSubstr("“Bahor” MChJ"), HasSubstr("301234567")));
}

// Two people of one name hold the same paper otherwise.
TEST_F(ResultPages, WhoChecksAPaperComparesTheEndOfThePinfl) {
  NewResult result = certificate();
  result.holder.pinfl = "40203901234567";
  const std::string body = page("/en/verify/" + issue(result).code);
  EXPECT_THAT(body, HasSubstr("••••••••••\u00a04567"));
  EXPECT_THAT(body, Not(HasSubstr("40203901234567")));
}

TEST_F(ResultPages, ADocumentIsCalledAsTheCatalogueNamesIt) {
  NewResult result = certificate();
  result.kind = "permit";
  const Issued issued = issue(result);
  EXPECT_THAT(page("/en/verify/" + issued.code), HasSubstr("Referral"));
  EXPECT_THAT(page("/ru/sergeli/results/" + issued.code), HasSubstr("Направление 2026/000001"));
  result.kind = "refusal";
  EXPECT_THAT(page("/en/verify/" + issue(result).code), HasSubstr("Refusal"));
}

TEST_F(ResultPages, NoWordIsAKey) {
  const Issued issued = issue(certificate());
  for (const Language language : kLanguages) {
    const std::string root = "/" + std::string(tag(language));
    for (const auto& address :
         {root + "/verify", root + "/verify?code=x", root + "/verify/" + issued.code, root + "/verify/x",
          root + "/sergeli/results", root + "/sergeli/results?q=nothing",
          root + "/sergeli/results/" + issued.code, root + "/sergeli/results/" + issued.code + "/revoke"}) {
      const std::string body = page(address);
      for (const char* group : {"verify.", "result.", "register.", "host.", "error."})
        EXPECT_THAT(body, Not(HasSubstr(std::string(">") + group))) << address;
    }
  }
}

TEST_F(ResultPages, TheFormForgivesHowACodeIsTyped) {
  const Issued issued = issue(certificate());
  const auto answer = get("/ru/verify?code=" + http::percent_encode(" " + in_groups(issued.code) + " "));
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(header(answer, "Location"), "/ru/verify/" + issued.code);
  const auto wrong = get("/en/verify?code=%3Cscript%3E");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("Look at the code again"), HasSubstr("href=\"#code\""),
                                HasSubstr("value=\"&lt;script&gt;\"")));
}

TEST_F(ResultPages, TheRegisterIsOfTheOwnCentreAlone) {
  const Issued issued = issue(certificate());
  EXPECT_THAT(page("/en/sergeli/results"), AllOf(HasSubstr("2026/000001"), HasSubstr(std::string(kHolder))));
  EXPECT_THAT(page("/en/sergeli/results?q=2026/000009"), HasSubstr("No document was found"));
  for (const char* rest : {"", "/revoke"}) {
    const std::string address = fmt::format("/en/elsewhere/results/{}{}", issued.code, rest);
    EXPECT_EQ(send(http::Method::get, address, {}, {}, "elsewhere").status, 404) << address;
  }
  EXPECT_EQ(send(http::Method::post, "/en/elsewhere/results/" + issued.code + "/revoke", "reason=x", {},
                 "elsewhere")
                .status,
            404);
  EXPECT_EQ(results.find(issued.code)->standing, Standing::issued);
}

TEST_F(ResultPages, RevokingAsksForAReasonAndSaysWhatItDid) {
  const Issued issued = issue(certificate());
  const std::string address = revoke_address(issued);
  EXPECT_THAT(page(address), AllOf(HasSubstr("Revoke document 2026/000001?"), HasSubstr("name=\"reason\"")));
  const auto empty = send(http::Method::post, address, "reason=+");
  EXPECT_EQ(empty.status, 422);
  EXPECT_THAT(empty.body, HasSubstr("Write why the document is revoked"));
  EXPECT_EQ(send(http::Method::post, address, "reason=" + std::string(501, 'x')).status, 422);
  EXPECT_EQ(results.find(issued.code)->standing, Standing::issued);

  const auto done = send(http::Method::post, address, "reason=A+wrong+name&key=k");
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(header(done, "Location"), "/en/sergeli/results/" + issued.code + "?revoked=yes");
  EXPECT_EQ(results.find(issued.code)->changed_by, "staff:sardor");
  const http::Fields once = {{"cookie", header(done, "Set-Cookie")}};
  const std::string shown = send(http::Method::get, header(done, "Location"), {}, once).body;
  EXPECT_THAT(page(header(done, "Location")), Not(HasSubstr("The document was revoked"))) << "loaded again";
  EXPECT_THAT(shown, AllOf(HasSubstr("The document was revoked"), HasSubstr("A wrong name"),
                           Not(HasSubstr("/revoke\""))));
  EXPECT_EQ(send(http::Method::post, address, "reason=A+wrong+name&key=k").status, 303) << "sent twice";
  EXPECT_EQ(send(http::Method::post, address, "reason=A+wrong+name&key=l").status, 409);
}

TEST_F(ResultPages, TheHolderIsGivenTheDocument) {
  make_key(signing::Kind::p256);
  const Issued issued = issue(certificate());
  const std::string address = "/api/v1/results/" + issued.code + "/pdf";
  EXPECT_EQ(send(http::Method::get, address, {}, {{"secret", "his"}}).status, 200);
  EXPECT_EQ(send(http::Method::get, address, {}, {{"secret", "other"}}).status, 404);
  EXPECT_EQ(get("/api/v1/results/nothing/pdf").status, 404);
}

TEST_F(ResultPages, ThirtyCodesAMinuteAreChecked) {
  for (std::size_t i = 0; i < kChecks.times; ++i) EXPECT_EQ(get("/en/verify/rubbish").status, 200);
  now += Seconds(20);
  EXPECT_EQ(get("/en/verify/rubbish").status, 429);
  now += Seconds(40);
  EXPECT_EQ(get("/en/verify/rubbish").status, 200);
}

}  // namespace
}  // namespace biroyna::results
