// Who stands in another relation to a thing than its owner: the same role in another centre, by its id alone.
#include "features/documents/test_documents.hpp"
#include "tests/attack/attack.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

class Relations : public Attack {
 protected:
  Relations() : Attack("relations") {
    if (world.kept.empty()) import_another_centre(centre);
    for (const char* role : {"administrator", "host", "operator"})
      if (!away.contains(role)) away[role] = token_of(centre, "chirchiq", role);
  }
  std::map<std::string, std::string>& away = world.kept;  // tokens by role
};
INSTANTIATE_TEST_SUITE_P(Engines, Relations, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Relations, WhatBelongsToAnotherCentreIsNotThereByItsId) {
  Api administrator = as("administrator"), host = as("host"), desk = as("operator");
  const std::string person = text(
      administrator.post("/api/v1/centres/sergeli/staff",
                         R"({"login":"aziza","name":"Aziza","role":"host","password":"olma anor behi"})"),
      "id");
  const std::string device =
      text(administrator.post("/api/v1/centres/sergeli/devices", R"({"name":"Board","role":"board"})"), "id");
  const std::string ticket =
      text(host.post("/api/v1/centres/sergeli/tickets",
                     R"({"services":["kindergarten-referral"],"name":"Karimova","phone":"+998901234567"})"),
           "id");
  Client browser(server.port());
  const std::string document = text(testing::send_form(browser, form_of(documents::testing::png())), "id");

  struct Reach {
    std::string role, method, target, body;
    int done;
  };
  // Each by its own centre's path as well, where the path has one. The last ones of a thing end it.
  const Reach reaches[] = {
      {"administrator", "PATCH", "/api/v1/centres/{centre}/staff/" + person, R"({"active":false})", 204},
      {"administrator", "GET", "/en/{centre}/devices/" + device + "/revoke", "", 200},
      {"administrator", "DELETE", "/api/v1/centres/{centre}/devices/" + device, "", 204},
      {"operator", "GET", "/api/v1/documents/" + document, "", 200},
      {"operator", "GET", "/api/v1/documents/" + document + "/content", "", 200},
      {"host", "GET", "/en/{centre}/host/tickets/" + ticket, "", 200},
      {"host", "GET", "/en/{centre}/host/tickets/" + ticket + "/change", "", 200},
      {"operator", "POST", "/api/v1/tickets/" + ticket + "/notes", R"({"text":"Came."})", 200},
      {"host", "POST", "/api/v1/tickets/" + ticket + "/cancel", "", 200},
  };
  for (const auto& [role, method, target, body, done] : reaches) {
    Api stranger(server.port(), away.at(role)), own = as(role);
    for (const char* path : {"chirchiq", "sergeli"}) {
      std::string there = target;
      const bool has_path = there.find("{centre}") != std::string::npos;
      if (has_path) there.replace(there.find("{centre}"), 8, path);
      EXPECT_EQ(stranger.send(method, there, body).status, 404) << role << " " << method << " " << there;
      if (!has_path) break;
    }
    std::string here = target;
    if (const auto at = here.find("{centre}"); at != std::string::npos) here.replace(at, 8, "sergeli");
    const Answer answer = own.send(method, here, body);
    EXPECT_EQ(answer.status, done) << role << " " << method << " " << here << answer.body;
  }
}

// A window of theirs cannot call a ticket of ours, nor a list of theirs name it.
TEST_P(Relations, AHallServesItsOwnTicketsAlone) {
  Api host = as("host");
  const std::string ticket =
      text(host.post("/api/v1/centres/sergeli/tickets",
                     R"({"services":["kindergarten-referral"],"name":"Karimova","phone":"+998901234567"})"),
           "id");
  Api stranger(server.port(), away.at("operator")), own = as("operator");
  const auto call = [&](Api& who, const std::string& where, int windows) {
    for (int window = 1; window <= windows; ++window) {
      const std::string at = fmt::format("/api/v1/centres/{}/windows/{}", where, window);
      if (who.post(at + "/open").status != 200) continue;
      if (who.post(at + "/call", fmt::format(R"({{"ticket":"{}"}})", ticket)).status == 200) return true;
      who.post(at + "/close", R"({"anyway":true})");
    }
    return false;
  };
  EXPECT_FALSE(call(stranger, "chirchiq", 3));
  EXPECT_FALSE(call(stranger, "sergeli", 3));
  Api strange_host(server.port(), away.at("host"));
  for (const char* list : {"/api/v1/centres/chirchiq/tickets", "/en/chirchiq/host?q=karimova"}) {
    const Answer answer = strange_host.get(list);
    EXPECT_EQ(answer.status, 200) << list;
    EXPECT_THAT(answer.body, ::testing::Not(::testing::HasSubstr("Karimova"))) << list;
    EXPECT_THAT(answer.body, ::testing::Not(::testing::HasSubstr(ticket))) << list;
  }
  EXPECT_THAT(host.get("/en/sergeli/host?q=karimova").body, ::testing::HasSubstr(ticket));
  EXPECT_THAT(host.get("/api/v1/centres/sergeli/tickets").body, ::testing::HasSubstr(ticket));
  EXPECT_TRUE(call(own, "sergeli", 30));
}

}  // namespace
}  // namespace biroyna::testing
