// Secrets and signatures that were changed a little, cut, or made elsewhere.
#include "tests/attack/attack.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Crypto : public Attack {
 protected:
  Crypto() : Attack("crypto") {}
  // Each sign changed by itself, the ends cut off, in capitals, twice.
  static std::vector<std::string> near(const std::string& secret) {
    std::vector<std::string> changed;
    for (std::size_t i = 0; i < secret.size(); i += 3) {
      changed.push_back(secret);
      changed.back()[i] = secret[i] == '7' ? '8' : '7';
    }
    changed.push_back(secret.substr(1));
    changed.push_back(secret.substr(0, secret.size() - 1));
    changed.push_back(secret + "0");
    changed.push_back(secret + secret);
    changed.push_back(secret.substr(0, secret.find('.')) + ".");
    changed.push_back(secret.substr(0, secret.find('.')) + "." + std::string(16, '0'));
    return changed;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Crypto, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Crypto, OneChangedSignOfASecretOpensNothing) {
  add_person("aziza", "operator");
  const Session own = session_of(sign_in("aziza"));
  const std::string token = centre.token("operator"), secret = own.cookie.substr(own.cookie.find('=') + 1);
  for (const auto& changed : near(token))
    EXPECT_EQ(Api(server.port(), changed).get("/api/v1/me").status, 401) << changed.size();
  for (const auto& changed : near(secret))
    EXPECT_EQ(nobody.get("/api/v1/me", {{"Cookie", "__Host-session=" + changed}}).status, 401)
        << changed.size();
  // One for the other, and one of another installation.
  EXPECT_EQ(Api(server.port(), secret).get("/api/v1/me").status, 401);
  EXPECT_EQ(nobody.get("/api/v1/me", {{"Cookie", "__Host-session=" + token}}).status, 401);
  for (const auto& changed : near(own.csrf))
    EXPECT_EQ(nobody
                  .post("/api/v1/centres/sergeli/windows/1/call-next", "",
                        {{"Cookie", own.cookie}, {"X-CSRF-Token", changed}})
                  .status,
              403);
  EXPECT_EQ(as("operator").get("/api/v1/me").status, 200);
  EXPECT_EQ(nobody.post("/api/v1/centres/sergeli/windows/1/call-next", "", own.writing()).status, 204);
}

TEST_P(Crypto, AChangedSecretOfACaseOrDocumentIsAsGoodAsNone) {
  const auto made = object_of(
      as("operator")
          .post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral")))));
  const std::string address = "/api/v1/applications/" + text(made, "number"), secret = text(made, "secret");
  const auto reads = [&](const std::string& with) {
    return nobody.get(address, {{"Application-Secret", with}}).status;
  };
  for (const std::size_t at : {0u, 7u, 18u}) {
    std::string changed = secret;
    changed[at % secret.size()] = changed[at % secret.size()] == '7' ? '8' : '7';
    EXPECT_EQ(reads(changed), 404);
  }
  for (const std::string& wrong :
       {secret.substr(1), secret + "0", std::string(), std::string(16, '0'), text(made, "number")})
    EXPECT_EQ(reads(wrong), 404);
  EXPECT_EQ(reads(secret), 200);
}

TEST_P(Crypto, ASignatureOfAnotherCentreOrOverOtherBytesIsTold) {
  make_signing_key(centre);
  const auto issued = issue_document(centre);
  const std::string pdf = as("head").get("/api/v1/results/" + issued.code + "/pdf").body;
  const auto verified = [&](const std::string& bytes) {
    const auto file = centre.folder() / "document.pdf";
    write_file(file, bytes);
    return run({"signing", "verify", file.string()});
  };
  const Finished good = verified(pdf);
  ASSERT_EQ(good.exit_code, 0) << good.err;
  // A bit here and there of what is covered: the text, the picture, the table of objects.
  for (std::size_t at = 200; at < pdf.size() / 2; at += pdf.size() / 12) {
    std::string changed = pdf;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_NE(verified(changed).exit_code, 0) << at;
  }
  // And of the signature itself.
  std::string changed = pdf;
  const auto contents = changed.rfind("/Contents");
  ASSERT_NE(contents, std::string::npos);
  const auto digit = changed.find('<', contents) + 400;
  changed[digit] = changed[digit] == '0' ? '1' : '0';
  EXPECT_NE(verified(changed).exit_code, 0);
  EXPECT_NE(verified(pdf + "\n% more").exit_code, 0) << "what was added is not covered";
  EXPECT_NE(verified(pdf.substr(0, pdf.size() - 100)).exit_code, 0);
  // Another centre signs as well as this one: the register tells them apart.
  const Installation other(db::Engine::sqlite);
  make_signing_key(other);
  const auto state = [&](const std::string& code) {
    return text(nobody.get("/api/v1/verify/" + code), "state");
  };
  EXPECT_EQ(state(issue_document(other).code), "unknown");
  EXPECT_EQ(state(issued.code), "valid");
}

}  // namespace
}  // namespace biroyna::testing
