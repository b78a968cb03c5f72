// Issued documents, over HTTP: checked by anybody, read and revoked by the staff.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "platform/signing/signing.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"

namespace biroyna::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ResultsApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  ResultsApi() {
    make_signing_key(centre);
    issued = issue_document(centre);
    server.emplace(centre, Environment{"BIROYNA_DATA=" + centre.folder().string()});
    anybody.emplace(server->port(), "");
    head.emplace(server->port(), centre.token("head"));
  }
  std::string state(const std::string& code) {
    const Answer answer = anybody->get("/api/v1/verify/" + code);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return text(answer, "state");
  }
  Answer revoke(Api& api, const std::string& body = R"({"reason":"A wrong name"})",
                Client::Headers more = {}) {
    return api.post("/api/v1/results/" + issued.code + "/revoke", body, std::move(more));
  }
  Answer pdf(Api& api) { return api.get("/api/v1/results/" + issued.code + "/pdf"); }

  Installation centre{GetParam()};
  results::Issued issued;
  std::optional<Server> server;
  std::optional<Api> anybody, head;
};
INSTANTIATE_TEST_SUITE_P(Engines, ResultsApi, db::testing::program_engines(), db::testing::engine_name);

TEST_P(ResultsApi, AnybodyIsToldWhatHolds) {
  EXPECT_EQ(state(issued.code), "valid");
  const Answer answer = anybody->get("/api/v1/verify/" + results::in_groups(issued.code));
  EXPECT_THAT(answer.body, AllOf(HasSubstr("\"K. Z. A.\""), Not(HasSubstr("Karimova")),
                                 Not(HasSubstr("SER-")), Not(HasSubstr(issued.code))));
  EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
  EXPECT_EQ(state("nothing"), "unknown");
  const auto corrected = issue_document(centre, issued.code);
  EXPECT_EQ(state(issued.code), "superseded");
  EXPECT_EQ(state(corrected.code), "valid");
}

TEST_P(ResultsApi, TheStaffOfTheCentreReadTheSignedDocument) {
  for (const char* role : {"operator", "head", "administrator"}) {
    Api api(server->port(), centre.token(role));
    const Answer answer = pdf(api);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.headers.at("content-type"), "application/pdf");
    const auto found = signing::verify(answer.body);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->intact && found->whole);
    EXPECT_EQ(found->name, "Sergeli");
  }
  for (const char* role : {"host", "kiosk", "board", "editor"}) {
    Api api(server->port(), centre.token(role));
    EXPECT_EQ(pdf(api).status, 404) << role;
  }
  EXPECT_EQ(pdf(*anybody).status, 404);
}

TEST_P(ResultsApi, WhoOpensALinkToADocumentWithoutASessionIsLedToItsCheck) {
  // Also where no document has the code, so that nobody learns which have one.
  for (const std::string& code : {issued.code, results::make_code("0123456789ABCDEFGHJ")}) {
    const Answer visit = anybody->get("/api/v1/results/" + code + "/pdf", {{"Sec-Fetch-Mode", "navigate"}});
    EXPECT_EQ(visit.status, 303) << visit.body;
    EXPECT_THAT(visit.headers.at("location"), ::testing::EndsWith("/verify/" + code));
  }
}

TEST_P(ResultsApi, RevokingHoldsAtOnceAndOnce) {
  const Client::Headers key = {{"Idempotency-Key", "once"}};
  EXPECT_EQ(revoke(*anybody).status, 401);
  Api host(server->port(), centre.token("host"));
  EXPECT_EQ(revoke(host).status, 403);
  EXPECT_EQ(revoke(*head, "{}").status, 422);
  EXPECT_EQ(revoke(*head, R"({"reason":"  "})").status, 422);
  EXPECT_EQ(state(issued.code), "valid");
  EXPECT_EQ(revoke(*head, R"({"reason":"A wrong name"})", key).status, 204);
  EXPECT_EQ(state(issued.code), "revoked");
  const Answer again = revoke(*head, R"({"reason":"A wrong name"})", key);
  EXPECT_EQ(again.status, 204);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(revoke(*head).status, 409);
}

TEST_P(ResultsApi, WhatIsDoneWithADocumentIsInTheLog) {
  state(issued.code);
  state("nothing");
  pdf(*head);
  server.reset();
  const auto place = centre.place();
  std::vector<std::string> arguments = {"audit", "verify"};
  arguments.insert(arguments.end(), place.begin(), place.end());
  const Finished verified = run(arguments);
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  EXPECT_THAT(verified.out, AllOf(HasSubstr("sergeli: "), HasSubstr("(public): 1 events")));
}

// Many people share an address.
TEST_P(ResultsApi, NobodyTriesCodesThroughAndNobodyElseWaits) {
  for (int i = 0; i < 30; ++i) anybody->get("/api/v1/verify/nothing");
  // The minute may have turned in between; then it takes another thirty.
  Answer refused = anybody->get("/api/v1/verify/nothing");
  for (int i = 0; i < 31 && refused.status == 200; ++i) refused = anybody->get("/api/v1/verify/nothing");
  EXPECT_EQ(refused.status, 429);
  EXPECT_GE(std::stoi(refused.headers.at("retry-after")), 1);
  EXPECT_EQ(anybody->get("/en/verify/nothing").status, 429);
  EXPECT_EQ(anybody->get("/en/verify/" + issued.code).status, 200);
}

TEST_P(ResultsApi, TheCommandLineSaysWhoSigned) {
  const auto file = centre.folder() / "document.pdf";
  write_file(file, pdf(*head).body);
  const Finished good = run({"signing", "verify", file.string()});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("intact, signed by Sergeli"));
  std::string bytes = read_file(file);
  bytes[200] = static_cast<char>(bytes[200] ^ 1);
  write_file(file, bytes);
  EXPECT_EQ(run({"signing", "verify", file.string()}).exit_code, 1);
  EXPECT_EQ(run({"signing", "verify", "/nonexistent"}).exit_code, 1);
  std::vector<std::string> again = {"signing", "make",   "--name",
                                    "Another", "--data", centre.folder().string()};
  const Finished refused = run(again);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("is there already"));
}

}  // namespace
}  // namespace biroyna::testing
