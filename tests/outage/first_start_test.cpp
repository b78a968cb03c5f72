// The power goes while an installation is made: what was done is not lost, and the rest is done as if nothing
// had been.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "features/documents/test_documents.hpp"
#include "platform/signing/signing.hpp"
#include "tests/outage/promises.hpp"
#include "tests/outage/recorded.hpp"
#include "tests/support/drill.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::outage {
namespace {

namespace fs = std::filesystem;
using namespace biroyna::testing;

constexpr std::size_t kUsualBeginnings = 6;
constexpr const char* kSigningFiles[] = {"signing/key.pem", "signing/certificate.pem"};

// How an installation is made, step by step, in a folder whose own folder is not there yet.
class Beginning {
 public:
  Beginning(fs::path data, Environment environment)
      : data_(std::move(data)), environment_(std::move(environment)) {}

  std::vector<std::string> place() const { return {"--data", data_.string()}; }
  const fs::path& data() const { return data_; }
  std::string must(std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data_.string()});
    const Finished finished = run(words, {}, environment_);
    if (finished.exit_code != 0) throw std::runtime_error(fmt::format("{}: {}", words.front(), finished.err));
    return finished.out;
  }
  void import() { must({"import", catalogue_folder().string()}); }
  void make_key() { must({"signing", "make", "--kind", "p256", "--name", "Sergeli"}); }
  std::string add_host() {
    std::string token = must({"token", "add", "--centre", "sergeli", "--role", "host"});
    token.pop_back();
    return token;
  }
  const Environment& environment() const { return environment_; }

 private:
  const fs::path data_;
  const Environment environment_;
};

constexpr const char* kTicketsOfHall = "/api/v1/centres/sergeli/tickets";

// When each step was done, and what came of it.
struct Done {
  std::uint64_t imported = 0, key_made = 0, host_added = 0, ticket_taken = 0, document_kept = 0;
  std::string signing[2], token, ticket, document;
};

std::string take_ticket(std::uint16_t port, const std::string& token) {
  return text(Api(port, token).post(kTicketsOfHall, R"({"services":["kindergarten-referral"]})"), "number");
}
std::string keep_document(std::uint16_t port) {
  Client client(port);
  return send_form(client, form_of(documents::testing::png(documents::testing::chunk("IDAT", "first")))).body;
}
int status_of_document(std::uint16_t port, const std::string& document) {
  const auto shown = boost::json::parse(document);
  return Client(port)
      .get(fmt::format("{}/{}/content", kDocuments, std::string_view(shown.at("id").as_string())),
           {{"Document-Secret", std::string(shown.at("secret").as_string())}})
      .status;
}

Done make(Beginning& beginning, const Recorded& recorded) {
  Done done;
  beginning.import(), done.imported = recorded.now();
  beginning.make_key(), done.key_made = recorded.now();
  for (int i = 0; i < 2; ++i) done.signing[i] = read_file(beginning.data() / kSigningFiles[i]);
  done.token = beginning.add_host(), done.host_added = recorded.now();
  Server server(beginning.place(), beginning.environment());
  done.ticket = take_ticket(server.port(), done.token), done.ticket_taken = recorded.now();
  done.document = keep_document(server.port()), done.document_kept = recorded.now();
  if (server.terminate() != 0) throw std::runtime_error("the program did not stop as it should");
  return done;
}

// Does what was not done by then, and looks for what was.
Found go_on(Beginning& beginning, const Done& done, std::uint64_t moment) {
  Found found;
  const auto was = [&](std::uint64_t step) { return step <= moment && ++found.looked_for != 0; };
  const auto must = [&](bool holds, const char* fault) {
    if (!holds) found.faults.emplace_back(fault);
  };
  if (!was(done.imported)) beginning.import();
  if (was(done.key_made)) {
    for (int i = 0; i < 2; ++i)
      must(read_file(beginning.data() / kSigningFiles[i]) == done.signing[i], "the signing key is lost");
  } else if (!fs::exists(beginning.data() / kSigningFiles[0]) ||
             !fs::exists(beginning.data() / kSigningFiles[1])) {
    beginning.make_key();
  }
  const std::string token = was(done.host_added) ? done.token : beginning.add_host();
  Server server(beginning.place());
  must(Client(server.port()).get("/readyz").status == 200, "it is not ready");
  const std::string tickets = Api(server.port(), token).get(kTicketsOfHall).body;
  if (was(done.ticket_taken))
    must(tickets.find("\"" + done.ticket + "\"") != std::string::npos, "the ticket is lost");
  if (was(done.document_kept))
    must(status_of_document(server.port(), done.document) == 200, "the document is lost");
  must(!take_ticket(server.port(), token).empty(), "no ticket can be taken");
  must(status_of_document(server.port(), keep_document(server.port())) == 200,
       "no document can be handed in");
  server.kill();
  must(signing::Signer(signing::files_in(beginning.data())).name() == "Sergeli",
       "the signing key does not sign");
  return found;
}

TEST(OutageAtFirst, AnInstallationIsMadeInTheEnd) {
  const std::size_t cuts = drill_number("BIROYNA_OUTAGE_BEGINNINGS").value_or(kUsualBeginnings);
  const db::testing::TemporaryFolder disk_of_machine;
  const fs::path data = fs::path("srv") / "biroyna";
  Recorded recorded(disk_of_machine.path());
  Beginning beginning(disk_of_machine.path() / data, recorded.environment());
  const Done done = make(beginning, recorded);

  DrillRow row{.what = "power cut of a first start, sqlite"};
  Chance chance(23);
  std::vector<std::uint64_t> chosen = {done.imported, done.key_made, done.host_added, done.ticket_taken,
                                       done.document_kept};
  while (chosen.size() < cuts) chosen.push_back(chance() % recorded.now());
  const std::string unseen = recorded.cut_at(chosen, [&](std::uint64_t moment, const Disk& disk) {
    const db::testing::TemporaryFolder left;
    disk.cut(row.times % 2 == 0 ? Kept::nothing : Kept::some, chance, left.path() / "disk");
    Beginning again(left.path() / "disk" / data, {});
    ++row.times;
    Found found;
    try {
      found = go_on(again, done, moment);
    } catch (const std::exception& error) {
      found.faults.emplace_back(error.what());
    }
    row.acknowledged += found.looked_for, row.lost += found.faults.size();
    EXPECT_THAT(found.faults, ::testing::IsEmpty()) << "cut after " << moment << " bytes of the journal";
  });
  EXPECT_EQ(unseen, "") << "the journal does not hold all that the programs did";
  note_for_drill(row);
}

}  // namespace
}  // namespace biroyna::outage
