#include "tests/support/documents.hpp"

#include <stdexcept>

#include "features/staff/staff.hpp"

namespace biroyna::testing {

results::Issued issue_document(const Installation& installation, const std::string& supersedes,
                               const std::string& case_number) {
  const auto db = db::open(installation.beside());
  audit::EventLog log(*db);
  const catalogue::Catalogues catalogues(*db, log);
  const staff::Staff staff(*db, log, system_now);
  results::Results register_(*db, log, catalogues, {}, system_now, "http://127.0.0.1:8080", staff.secrets());
  results::Issued issued;
  db->write_and_wait([&](db::Tx& tx) {
    auto done = register_.issue(tx, {.centre = CentreId("sergeli"),
                                     .case_number = case_number,
                                     .service = ServiceId("kindergarten-referral"),
                                     .kind = "certificate",
                                     .language = Language::uz_latn,
                                     .title = "Bogʻchaga yoʻllanma",
                                     .holder = {.name = "Karimova Zuhra Anvar qizi"},
                                     .lines = {{"Bola", "Karimov Ali"}},
                                     .body = {},
                                     .ground = "VMQ 244",
                                     .valid_until = parse_iso_day("2099-12-31"),
                                     .issued_by = "staff:aziza",
                                     .supersedes = supersedes});
    if (!done) throw std::runtime_error("not issued: " + done.error().code);
    issued = *std::move(done);
  });
  return issued;
}

void make_signing_key(const Installation& installation) {
  std::vector<std::string> arguments = {"signing", "make", "--kind", "p256", "--name", "Sergeli"};
  for (const auto& word : installation.place()) arguments.push_back(word);
  const Finished made = run(arguments, {}, {"BIROYNA_DATA=" + installation.folder().string()});
  if (made.exit_code != 0) throw std::runtime_error(made.err);
}

}  // namespace biroyna::testing
