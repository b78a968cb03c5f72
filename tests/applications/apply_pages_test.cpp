// Drafts through the pages: the same suite on SQLite and on PostgreSQL.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <set>
#include <thread>

#include "features/documents/test_documents.hpp"
#include "platform/db/db.hpp"
#include "platform/http/uri.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Form = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kKindergarten = "kindergarten-referral";
constexpr const char* kPension = "pension-certificate";

std::string encoded(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form)
    body += fmt::format("{}{}={}", body.empty() ? "" : "&", name, http::percent_encode(value));
  return body;
}

Answer send(Client& client, const std::string& address, const Form& form, const std::string& token = "") {
  Client::Headers headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  return client.request("POST", address, headers, encoded(form));
}

// The fields of a form that give these answers.
void add_fields(const std::string& name, const json::value& value, Form& form) {
  if (value.is_object()) {
    for (const auto& [key, part] : value.as_object()) add_fields(name + "." + std::string(key), part, form);
  } else if (value.is_array()) {
    std::size_t i = 0;
    for (const auto& item : value.as_array()) add_fields(fmt::format("{}.{}", name, i++), item, form);
  } else if (value.is_string()) {
    form.emplace_back(name, std::string(value.as_string()));
  } else if (value.is_number()) {
    form.emplace_back(name, fmt::format("{}", value.to_number<double>()));
  } else {
    form.emplace_back(name, value.as_bool() ? "true" : "false");
  }
}

// What somebody types for a service, beside who they are.
Form answers_for(const char* service, std::uint32_t seed = 1) {
  const json::value application = json::parse(application_for(*reference().find(ServiceId(service)), seed));
  Form form;
  for (const auto& [id, value] : application.at("answers").as_object())
    add_fields(std::string(id), value, form);
  return form;
}

const Form kZuhra = {{"family_name", "Karimova"},
                     {"given_name", "Zuhra"},
                     {"birth_date", "02.03.1985"},
                     {"passport", "AA1234567"},
                     {"phone", "+998901234567"}};

class ApplyPages : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Answer begun_at_window() {
    return send(desk, "/en/sergeli/intake", {{"service", kPension}}, centre.token("operator"));
  }
  std::int64_t drafts_kept() const {
    db::Options options{.exclusive = false};
    if (centre.engine() == db::Engine::sqlite)
      options.data_dir = centre.folder();
    else
      options.postgresql = centre.place().at(1);
    return db::open(options)
        ->reading([](db::Tx& tx) {
          return tx.first("SELECT count(*) FROM application_drafts", {},
                          [](const db::Row& row) { return row.integer(0); });
        })
        .value();
  }
  // The address of a new draft at a window, where one form asks everything.
  std::string begun(const std::vector<const char*>& services) {
    Form form;
    for (const char* service : services) form.emplace_back("service", service);
    const Answer answer = send(desk, "/en/sergeli/intake", form, centre.token("operator"));
    EXPECT_EQ(answer.status, 303) << answer.body;
    const std::string location = answer.headers.at("location");
    return location.substr(0, location.rfind('/'));
  }
  std::string filled(const std::vector<const char*>& services) {
    const std::string draft = begun(services);
    Form form = kZuhra;
    for (const char* service : services) std::ranges::copy(answers_for(service), std::back_inserter(form));
    const Answer answer = send(desk, draft + "/form", form, centre.token("operator"));
    EXPECT_EQ(answer.status, 303) << answer.body;
    return draft;
  }
  // The same on the portal, where each question has a page, without documents.
  std::string answered_online(Form form = kZuhra) {
    const std::string begun = send(desk, "/en/sergeli/apply", {{"service", kPension}}).headers.at("location");
    std::ranges::copy(answers_for(kPension), std::back_inserter(form));
    std::string draft = send(desk, begun, form).headers.at("location");
    draft = draft.substr(0, draft.rfind('/'));
    for (const char* page : {"identity", "contact", "purpose", "period"})
      EXPECT_EQ(send(desk, draft + "/" + page, form).status, 303) << page;
    return draft;
  }
  static std::string cookie_of(const Answer& answer) {
    const std::string cookie = answer.headers.at("set-cookie");
    return cookie.substr(0, cookie.find(';'));
  }
  // Presses the button of a document that is offered.
  Answer use_again(const std::string& draft, const std::string& document, Client::Headers headers) {
    headers.emplace_back("Content-Type", kFormType);
    return desk.request("POST", draft + "/documents/identity", headers,
                        form_of("", {{"again", document}}, ""));
  }
  // The document that a page offers; empty if none.
  static std::string offered(const std::string& page) {
    constexpr std::string_view kButton = "name=\"again\" value=\"";
    const auto at = page.find(kButton);
    if (at == std::string::npos) return {};
    const auto begin = at + kButton.size();
    return page.substr(begin, page.find('"', begin) - begin);
  }
  json::object document_of_case(const std::string& number) {
    const auto application =
        object_of(Api(server->port(), centre.token("operator")).get("/api/v1/applications/" + number));
    return application.at("documents").as_array().at(0).as_object();
  }
  // With all documents.
  std::string filled_online() {
    std::string draft = answered_online();
    for (std::string location = desk.get(draft).headers.at("location"); !location.ends_with("/check");) {
      const std::string document =
          location.substr(location.find("/document-") + std::string_view("/document-").size());
      const Answer taken =
          desk.request("POST", draft + "/documents/" + document, {{"Content-Type", kFormType}},
                       form_of(documents::testing::png(), {}));
      EXPECT_EQ(taken.status, 303) << location << taken.body;
      if (taken.status != 303) break;
      location = taken.headers.at("location");
    }
    return draft;
  }
  std::set<std::string> numbers() {
    std::set<std::string> found;
    const auto page =
        object_of(Api(server->port(), centre.token("head")).get("/api/v1/centres/sergeli/applications"));
    for (const auto& item : page.at("items").as_array()) found.insert(text(item.as_object(), "number"));
    return found;
  }
  Answer show(const std::string& address) {
    return desk.get(address, {{"Authorization", "Bearer " + centre.token("operator")}});
  }
  void restart() {
    server->kill();
    server.reset();
    server.emplace(centre);
  }

  Installation centre{GetParam()};
  std::optional<Server> server{std::in_place, centre};
  Client desk{server->port()};
};
INSTANTIATE_TEST_SUITE_P(Engines, ApplyPages, db::testing::program_engines(), db::testing::engine_name);

TEST_P(ApplyPages, ADraftIsHandedInOnceByManyAtOnce) {
  const std::string draft = filled({kPension});
  std::vector<std::thread> crowd;
  std::atomic<int> receipts = 0;
  for (int i = 0; i < 16; ++i) {
    crowd.emplace_back([&] {
      Client client(server->port());
      const Answer answer = send(client, draft + "/check", {}, centre.token("operator"));
      if (answer.status == 200) {
        ++receipts;
      } else {
        EXPECT_EQ(answer.status, 303) << answer.body;
        EXPECT_EQ(answer.headers.at("location"), draft + "/sent");
      }
    });
  }
  for (auto& one : crowd) one.join();
  EXPECT_EQ(receipts, 1);
  EXPECT_EQ(numbers().size(), 1u);
}

TEST_P(ApplyPages, SeveralServicesAreHandedInTogetherOrNotAtAll) {
  const std::string draft = begun({kPension, kKindergarten});
  Form form = kZuhra;
  std::ranges::copy(answers_for(kPension), std::back_inserter(form));
  EXPECT_EQ(send(desk, draft + "/form", form, centre.token("operator")).status, 422);
  EXPECT_EQ(send(desk, draft + "/check", {}, centre.token("operator")).status, 422);
  EXPECT_TRUE(numbers().empty());

  const std::string whole = filled({kPension, kKindergarten});
  EXPECT_EQ(send(desk, whole + "/check", {}, centre.token("operator")).status, 200);
  EXPECT_EQ(numbers().size(), 2u);
}

TEST_P(ApplyPages, ADraftSurvivesTheProgram) {
  const std::string draft = filled({kPension});
  restart();
  Client again(server->port());
  EXPECT_THAT(again.get(draft + "/form", {{"Authorization", "Bearer " + centre.token("operator")}}).body,
              HasSubstr("Karimova"));
  EXPECT_EQ(send(again, draft + "/check", {}, centre.token("operator")).status, 200);
  EXPECT_EQ(numbers().size(), 1u);
}

TEST_P(ApplyPages, AtAWindowTheNumberIsShownEverAgainAndTheSecretOnce) {
  const std::string draft = filled({kPension});
  const Answer receipt = send(desk, draft + "/check", {}, centre.token("operator"));
  ASSERT_EQ(receipt.status, 200) << receipt.body;
  const std::string number = numbers().begin()->substr(0, 4);
  EXPECT_THAT(receipt.body, HasSubstr(number));
  EXPECT_THAT(receipt.body, Not(HasSubstr("shown once")));
  EXPECT_THAT(show(draft + "/sent").body, AllOf(HasSubstr(number), HasSubstr("shown once")));
  for (const char* page : {"", "/form", "/check"}) {
    const Answer answer = show(draft + page);
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.headers.at("location"), draft + "/sent");
  }
  EXPECT_EQ(send(desk, draft + "/form", kZuhra, centre.token("operator")).headers.at("location"),
            draft + "/sent");
}

TEST_P(ApplyPages, OnlyWhoTakesInAtAWindowHandsItsDraftsIn) {
  const std::string draft = filled({kPension});
  Client anybody(server->port());
  EXPECT_EQ(send(anybody, draft + "/check", {}).status, 404);
  EXPECT_EQ(send(anybody, draft + "/check", {}, centre.token("host")).status, 404);
  EXPECT_TRUE(numbers().empty());
}

TEST_P(ApplyPages, ADraftOfAWindowIsReadAndWrittenByNobodyElse) {
  const std::string draft = filled({kPension});
  Client anybody(server->port());
  Form other = kZuhra;
  other.front().second = "Overwritten";
  const auto upload = [&](const std::string& token) {
    Client::Headers headers = {{"Content-Type", kFormType}};
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    return anybody.request("POST", draft + "/documents/identity", headers,
                           form_of(documents::testing::png(), {}));
  };
  for (const char* role :
       {"", "kiosk", "board", "tablet", "printer", "host", "specialist", "editor", "head", "administrator"}) {
    const std::string token = *role == '\0' ? std::string() : centre.token(role);
    for (const char* page : {"/form", "/documents", "/check"}) {
      for (const Form& form : {Form{}, other}) {
        const Answer sent = send(anybody, draft + page, form, token);
        EXPECT_EQ(sent.status, 404) << role << page;
        EXPECT_THAT(sent.body, Not(HasSubstr("Karimova"))) << role << page;
      }
    }
    EXPECT_EQ(upload(token).status, 404) << role;
    for (const char* page : {"", "/form", "/documents", "/check", "/sent", "/qr"}) {
      Client::Headers headers;
      if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
      const Answer shown = anybody.get(draft + page, headers);
      // An operator whose session has ended is led to the sign-in.
      EXPECT_EQ(shown.status, token.empty() && std::string_view(page) != "/qr" ? 303 : 404) << role << page;
      EXPECT_THAT(shown.body, Not(HasSubstr("Karimova"))) << role << page;
    }
  }
  EXPECT_TRUE(numbers().empty());
  EXPECT_THAT(show(draft + "/form").body, AllOf(HasSubstr("Karimova"), Not(HasSubstr("Overwritten"))));
}

TEST_P(ApplyPages, WhoseSessionEndedKeepsWhatTheyTypeAndSeesNothing) {
  const std::string draft = filled({kPension}), other = filled({kPension});
  const auto pass_in = [&](const std::string& of) {
    const std::string page = show(of + "/form").body, before = "name=\"pass\" value=\"";
    const auto at = page.find(before) + before.size();
    return page.substr(at, page.find('"', at) - at);
  };
  Client anybody(server->port());
  Form more = kZuhra;
  more.emplace_back("address", "Navroʻz, 7");
  more.emplace_back("pass", pass_in(other));
  EXPECT_EQ(send(anybody, draft + "/form", more).status, 404) << "of another draft";
  more.back().second = pass_in(draft);
  EXPECT_EQ(send(anybody, draft + "/form", more, centre.token("host")).status, 404) << "another role";
  const Answer kept = send(anybody, draft + "/form", more);
  EXPECT_EQ(kept.status, 303);
  EXPECT_THAT(kept.headers.at("location"), HasSubstr("/sign-in"));
  EXPECT_THAT(kept.body, Not(HasSubstr("Karimova")));
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("Navroʻz, 7"));
  EXPECT_THAT(show(other + "/form").body, Not(HasSubstr("Navroʻz, 7")));
}

TEST_P(ApplyPages, TheVisitorsLanguageIsAskedAtTheWindowAndIsThatOfTheirDocuments) {
  const std::string draft = filled({kPension});
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("value=\"en\" checked"))
      << "the page's, until one is chosen";
  for (const char* chosen : {"ru", "klingon"}) {
    Form form = kZuhra;
    std::ranges::copy(answers_for(kPension), std::back_inserter(form));
    form.emplace_back("language", chosen);
    send(desk, draft + "/form", form, centre.token("operator"));
  }
  EXPECT_THAT(show(draft + "/check").body, HasSubstr("Русский"));
  ASSERT_EQ(send(desk, draft + "/check", {}, centre.token("operator")).status, 200);
  const auto application =
      object_of(Api(server->port(), centre.token("head")).get("/api/v1/applications/" + *numbers().begin()));
  EXPECT_EQ(text(application.at("applicant").as_object(), "language"), "ru");
}

TEST_P(ApplyPages, AnImpossibleBirthDateIsKeptAndTheMessageSaysWhatIsWrong) {
  const std::string draft = begun({kPension});
  Form form = kZuhra;
  for (auto& [name, value] : form) {
    if (name == "birth_date") value = "31.02.1990";
  }
  const Answer answer = send(desk, draft + "/form", form, centre.token("operator"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("There is no 31 February 1990"));
  EXPECT_THAT(answer.body, HasSubstr("value=\"31.02.1990\""));
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("value=\"31.02.1990\"")) << "kept with the draft";
  for (auto& [name, value] : form) {
    if (name == "birth_date") value = "27031990";
  }
  EXPECT_THAT(send(desk, draft + "/form", form, centre.token("operator")).body,
              Not(HasSubstr("There is no 31 February")));
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("value=\"27.03.1990\""));
}

TEST_P(ApplyPages, AnOlderTabDoesNotReplaceWhatANewerOneStored) {
  const std::string draft = begun({kPension});
  const auto seen_in = [](const Answer& page) {
    const std::string before = "name=\"seen\" value=\"";
    const auto at = page.body.find(before) + before.size();
    return page.body.substr(at, page.body.find('"', at) - at);
  };
  const std::string seen = seen_in(show(draft + "/form"));
  const auto typed = [&](const char* address, const std::string& mark) {
    Form form = kZuhra;
    form.emplace_back("address", address);
    form.emplace_back("seen", mark);
    return send(desk, draft + "/form", form, centre.token("operator"));
  };
  typed("Bobur koʻchasi, 1", seen);  // one tab
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("Bobur koʻchasi, 1"));
  const Answer told = typed("Navoiy koʻchasi, 2", seen);  // the other one, opened before
  EXPECT_EQ(told.status, 422);
  EXPECT_THAT(told.body, HasSubstr("Another window"));
  EXPECT_THAT(told.body, HasSubstr("Bobur koʻchasi, 1"));
  EXPECT_THAT(told.body, HasSubstr("value=\"Navoiy koʻchasi, 2\""));
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("Bobur koʻchasi, 1")) << "nothing is replaced yet";
  typed("Navoiy koʻchasi, 2", seen_in(told));
  EXPECT_THAT(show(draft + "/form").body, HasSubstr("Navoiy koʻchasi, 2"));
}

TEST_P(ApplyPages, AFileThatIsTooLargeIsAnErrorOfItsForm) {
  const std::string draft = filled({kPension});
  // Where the refusal of the server leads: a GET of the form's own address.
  const Answer lead = show(draft + "/documents/identity?problem=document_too_large");
  ASSERT_EQ(lead.status, 303);
  const Answer page = show(lead.headers.at("location"));
  EXPECT_THAT(page.body, HasSubstr("A file may have at most 20 MB"));
}

TEST_P(ApplyPages, AnUnknownDraftIsNotThere) {
  const std::string draft = "/en/sergeli/apply/nobodyhasthis";
  for (const char* page : {"", "/form", "/check", "/sent", "/qr"})
    EXPECT_EQ(desk.get(draft + page).status, 404) << page;
  EXPECT_EQ(send(desk, draft + "/check", {}).status, 404);
  EXPECT_EQ(send(desk, draft + "/person", kZuhra).status, 404);
  EXPECT_EQ(desk.request("POST", draft + "/documents/identity", {{"Content-Type", kFormType}},
                         form_of(documents::testing::png(), {}))
                .status,
            404);
}

TEST_P(ApplyPages, OnlineOneAppliesForWhatNeedsNobodyThere) {
  EXPECT_EQ(send(desk, "/en/sergeli/apply", {{"service", "guardianship-appointment"}}).status, 409);
  EXPECT_EQ(send(desk, "/en/sergeli/apply", {{"service", "no-such-service"}}).status, 409);
  EXPECT_EQ(send(desk, "/en/nowhere/apply", {{"service", kPension}}).status, 404);
  const Answer answer = send(desk, "/en/sergeli/apply", {{"service", kPension}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_THAT(answer.headers.at("location"),
              ::testing::EndsWith("/apply/new/person?service=pension-certificate"));
}

TEST_P(ApplyPages, NothingIsKeptBeforeTheFirstPageWasSent) {
  const std::string begun = send(desk, "/en/sergeli/apply", {{"service", kPension}}).headers.at("location");
  EXPECT_EQ(desk.get(begun).status, 200);
  EXPECT_EQ(send(desk, begun, {}).status, 422);
  EXPECT_EQ(send(desk, "/en/sergeli/apply/new/check?service=pension-certificate", {}).status, 404);
  for (const char* none : {"", "?service=no-such-service", "?service=guardianship-appointment"})
    EXPECT_EQ(desk.get(std::string("/en/sergeli/apply/new/person") + none).status, 404) << none;
  EXPECT_EQ(desk.request("POST", "/en/sergeli/apply/new/documents/identity?service=pension-certificate",
                         {{"Content-Type", kFormType}}, form_of(documents::testing::png(), {}))
                .status,
            404);
  EXPECT_EQ(drafts_kept(), 0);
  const Answer wrong = send(desk, begun, {{"family_name", "Karimova"}});
  ASSERT_EQ(wrong.status, 303);
  EXPECT_EQ(drafts_kept(), 1) << "what was typed stays";
  const Answer shown = desk.get(wrong.headers.at("location"));
  EXPECT_EQ(shown.status, 422);
  EXPECT_THAT(shown.body, HasSubstr("Karimova"));
  EXPECT_EQ(send(desk, begun, kZuhra).status, 303);
  EXPECT_EQ(drafts_kept(), 2);
}

TEST_P(ApplyPages, WhoBeginsOneAfterTheOtherWaits) {
  const std::string begun = send(desk, "/en/sergeli/apply", {{"service", kPension}}).headers.at("location");
  for (int i = 0; i < 100; ++i) ASSERT_EQ(send(desk, begun, kZuhra).status, 303) << i;
  const Answer refused = send(desk, begun, kZuhra);
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(refused.headers.contains("retry-after"));
  EXPECT_EQ(desk.get(begun).status, 200) << "the next one may look";
  EXPECT_EQ(begun_at_window().status, 303) << "and the staff go on";
}

TEST_P(ApplyPages, OnlyTheBrowserThatSentItIsShownNumberAndSecretAgain) {
  const std::string draft = filled_online();
  std::string key = desk.get(draft + "/check").headers.at("set-cookie");
  key = key.substr(0, key.find(';'));
  const Client::Headers browser = {{"Cookie", key}};
  const Answer sent = desk.request(
      "POST", draft + "/check", {{"Content-Type", "application/x-www-form-urlencoded"}, browser.front()}, "");
  ASSERT_EQ(sent.status, 303) << sent.body;
  const std::string number = numbers().begin()->substr(0, 4);
  for (int i = 0; i < 2; ++i) {
    const Answer own = desk.get(draft + "/sent", browser);
    EXPECT_THAT(own.body, HasSubstr(number));
    EXPECT_THAT(own.headers.at("set-cookie"), HasSubstr("__Host-applications=" + *numbers().begin()));
    EXPECT_EQ(desk.get(draft + "/qr", browser).status, 200);
  }
  for (const Client::Headers& other : {Client::Headers{}, {{"Cookie", "__Host-applicant=another"}}}) {
    const Answer stranger = desk.get(draft + "/sent", other);
    EXPECT_EQ(stranger.status, 200);
    EXPECT_THAT(stranger.body, AllOf(Not(HasSubstr(number)), HasSubstr("from another browser")));
    EXPECT_FALSE(stranger.headers.contains("set-cookie"));
    EXPECT_EQ(desk.get(draft + "/qr", other).status, 404);
  }
}

TEST_P(ApplyPages, AnApplicantOnlineSeesTheDocumentsAndTheApplicationByTheirSecretAlone) {
  const std::string draft = filled_online();
  const Answer receipt = send(desk, draft + "/check", {});  // by a browser that keeps no cookies
  ASSERT_EQ(receipt.status, 200) << receipt.body;
  EXPECT_EQ(receipt.headers.at("cache-control"), "no-store") << "others use this browser, too";
  const std::string cookie = cookie_of(receipt);
  const std::string mine = "/en/sergeli/my/" + *numbers().begin();
  EXPECT_EQ(desk.get(mine).status, 303) << "without it one types number and secret";
  const Answer own = desk.get(mine, {{"Cookie", cookie}});
  EXPECT_EQ(own.status, 200);
  const auto document = own.body.find(mine + "/documents/");
  ASSERT_NE(document, std::string::npos);
  const std::string address = own.body.substr(document, own.body.find('"', document) - document);
  EXPECT_EQ(desk.get(address, {{"Cookie", cookie}}).status, 200);
  EXPECT_EQ(desk.get(address).status, 303);
}

TEST_P(ApplyPages, OnlineADocumentIsUsedAgainByWhoHasTheSecretItCameWith) {
  const Answer receipt = send(desk, filled_online() + "/check", {});
  ASSERT_EQ(receipt.status, 200) << receipt.body;
  const std::string first = *numbers().begin();
  const Client::Headers mine = {{"Cookie", cookie_of(receipt)}};

  const std::string draft = answered_online(), page = draft + "/document-identity";
  EXPECT_EQ(offered(desk.get(page).body), "") << "whoever has no secret";
  EXPECT_EQ(offered(desk.get(page, {{"Cookie", "__Host-applications=" + first + ".AAAAAAAAAA"}}).body), "");
  const std::string document = offered(desk.get(page, mine).body);
  ASSERT_NE(document, "");
  EXPECT_EQ(use_again(draft, document, {}).status, 422) << "its id alone gives nobody anything";
  EXPECT_EQ(use_again(draft, "unknown", mine).status, 422);
  Form dildora = kZuhra;
  dildora[1].second = "Dildora";
  dildora[3].second = "AB7654321";
  const std::string of_another = answered_online(dildora);
  EXPECT_EQ(offered(desk.get(of_another + "/document-identity", mine).body), "");
  EXPECT_EQ(use_again(of_another, document, mine).status, 422) << "on a computer that many use";

  EXPECT_EQ(use_again(draft, document, mine).status, 303);
  EXPECT_EQ(offered(desk.get(page, mine).body), "") << "it has it";
  ASSERT_EQ(send(desk, draft + "/check", {}).status, 200);
  auto both = numbers();
  both.erase(first);
  const auto again = document_of_case(*both.begin());
  EXPECT_EQ(text(again.at("first_submitted").as_object(), "application"), first);
  EXPECT_NE(text(again, "id"), document) << "a document of its own";
  EXPECT_FALSE(document_of_case(first).contains("first_submitted"));
}

TEST_P(ApplyPages, AtAWindowADocumentIsUsedAgainOfTheApplicationWhoseDetailsWereTaken) {
  ASSERT_EQ(send(desk, filled_online() + "/check", {}).status, 200);
  const std::string first = *numbers().begin();
  const Client::Headers aziza = {{"Authorization", "Bearer " + centre.token("operator")}};
  const auto draft_from = [&](const std::string& from) {
    const Answer begun =
        send(desk, "/en/sergeli/intake", {{"service", kPension}, {"from", from}}, centre.token("operator"));
    const std::string location = begun.headers.at("location");
    return location.substr(0, location.rfind('/'));
  };
  const std::string anew = draft_from("");
  send(desk, anew + "/form", kZuhra, centre.token("operator"));
  EXPECT_EQ(offered(show(anew + "/documents").body), "") << "nobody was looked up";
  const std::string draft = draft_from(first);
  const std::string document = offered(show(draft + "/documents").body);
  ASSERT_NE(document, "");
  EXPECT_EQ(use_again(anew, document, aziza).status, 422);
  EXPECT_EQ(use_again(draft, document, {}).status, 404) << "not by the address alone";
  EXPECT_EQ(use_again(draft, document, aziza).status, 303);
  const Answer held = show(draft + "/documents");
  EXPECT_EQ(offered(held.body), "");

  // Who turns out to be somebody else has their own documents.
  Form dildora = kZuhra;
  dildora[1].second = "Dildora";
  dildora[3].second = "AB7654321";
  const std::string other = draft_from(first);
  send(desk, other + "/form", dildora, centre.token("operator"));
  EXPECT_EQ(offered(show(other + "/documents").body), "");
}

}  // namespace
}  // namespace biroyna::testing
