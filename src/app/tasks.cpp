#include "app/tasks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "app/app.hpp"
#include "app/consumers.hpp"
#include "features/audit/audit.hpp"
#include "features/audit/restored.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/documents/documents.hpp"
#include "features/documents/identity.hpp"
#include "features/integrations/integrations.hpp"
#include "features/staff/staff.hpp"
#include "features/timekeeping/timekeeping.hpp"
#include "platform/db/lock_file.hpp"
#include "platform/files/files.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna::tasks {
namespace {

int complain(const yaml::Problems& problems) {
  for (const auto& problem : problems) fmt::print(stderr, "{}\n", problem.to_string());
  return problems.empty() ? 0 : 1;
}

int complain(const std::string& reason) {
  fmt::print(stderr, "biroyna: {}\n", reason);
  return 1;
}

// What every task that writes works on. The server may run beside it.
struct Installation {
  explicit Installation(const Config& config, bool make = false)
      : db(open_database(config, make)), log(*db), timekeeper(*db, log, system_now) {}
  std::unique_ptr<db::Db> db;
  audit::EventLog log;
  // So that a wrong clock puts no wrong time into the log.
  timekeeping::Timekeeper timekeeper;
  Clock clock() { return timekeeper.clock(); }
};

}  // namespace

Config settings(const std::string& file, const std::string& data, const std::string& database,
                const std::string& listen) {
  std::set<std::string> asked;
  const auto on_command_line =
      [&, environment = process_environment()](const char* name) -> std::optional<std::string> {
    const std::string_view variable = name;
    asked.insert(name);
    if (variable == "BIROYNA_DATA" && !data.empty()) return data;
    if (variable == "BIROYNA_DATABASE" && !database.empty()) return database;
    if (variable == "BIROYNA_LISTEN" && !listen.empty()) return listen;
    return environment(name);
  };
  yaml::Problems problems;
  Config config = read_config(file, on_command_line, problems);
  find_unknown_variables(environment_names(), asked, problems);
  if (problems.empty()) return config;
  std::string all;
  for (const auto& problem : problems) {
    if (!all.empty()) all += "; ";
    all += problem.to_string();
  }
  throw std::runtime_error(all);
}

int check(const std::filesystem::path& folder) {
  yaml::Problems problems;
  const auto catalogue = catalogue::read(catalogue::read_folder(folder), problems);
  if (!catalogue) return complain(problems);
  fmt::print("{}: {} departments, {} services, {} windows, no mistakes\n", catalogue->centre.id.str(),
             catalogue->departments.size(), catalogue->services.size(), catalogue->windows.size());
  return 0;
}

int import(const Config& config, const std::filesystem::path& folder) {
  const auto files = catalogue::read_folder(folder);
  // The first import makes the installation.
  const bool make = config.database.empty() && !std::filesystem::exists(config.data_dir / "biroyna.db");
  Installation installation(config, make);
  catalogue::Catalogues catalogues(*installation.db, installation.log);
  yaml::Problems problems;
  const auto imported = catalogues.import(files, "command-line", installation.clock()(), problems);
  if (!problems.empty()) return complain(problems);
  fmt::print("{}: version {}{}\n", imported.centre.str(), imported.version,
             imported.changed ? "" : " was there already, nothing changed");
  return 0;
}

int import_holidays(const Config& config, const std::filesystem::path& file) {
  const files::Mapping content(file);
  Installation installation(config);
  catalogue::Catalogues catalogues(*installation.db, installation.log);
  yaml::Problems problems;
  const auto imported = catalogues.import_holidays(std::string(content.bytes()), "command-line",
                                                   installation.clock()(), problems);
  if (!problems.empty()) return complain(problems);
  if (imported.empty()) return complain("no centre was imported yet");
  for (const auto& one : imported)
    fmt::print("{}: version {}{}\n", one.centre.str(), one.version,
               one.changed ? "" : " has these days off already, nothing changed");
  return 0;
}

int migrate(const Config& config) {
  open_database(config, true);
  fmt::print("the database is up to date\n");
  return 0;
}

namespace {

// Says what became of the cases, or the documents, of a centre; false when any is not as its events say.
bool say_covered(db::Tx& tx, const CentreId& centre, const char* items,
                 audit::Covered (*verify)(db::Tx&, const CentreId&, const audit::OnMismatch&)) {
  std::int64_t wrong = 0;
  const audit::Covered covered = verify(tx, centre, [&](const audit::Mismatch& mismatch) {
    ++wrong;
    complain(mismatch.event == 0 ? fmt::format("{}: {}: {}", centre.str(), mismatch.what, mismatch.reason)
                                 : fmt::format("{}: {}, event {}: {}", centre.str(), mismatch.what,
                                               mismatch.event, mismatch.reason));
  });
  if (wrong == 0 && covered.items > 0)
    fmt::print("{}: {} {} are as {} events say, {} events are not covered\n", centre.str(), covered.items,
               items, covered.events, covered.not_covered);
  return wrong == 0;
}

std::vector<audit::NotedHead> noted_heads(const std::filesystem::path& file) {
  const files::Mapping content(file);
  try {
    return audit::parse_heads(content.bytes());
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace

int print_heads(const Config& config) {
  const auto db = open_database(config, false);
  fmt::print("{}", audit::to_text(db->reading([](db::Tx& tx) { return audit::heads_to_note(tx); })));
  return 0;
}

int verify(const Config& config, const std::vector<std::filesystem::path>& noted_in) {
  std::vector<audit::NotedHead> noted;
  for (const auto& file : noted_in) std::ranges::move(noted_heads(file), std::back_inserter(noted));
  const auto db = open_database(config, false);
  int exit_code = 0;
  db->read([&](db::Tx& tx) {
    // Also those without a head: that may be the trace of a row that was moved away from its log.
    std::set<CentreId> centres = audit::centres_in(tx, "event_heads");
    for (auto more : {audit::centres_in(tx, "events"), cases::centres(tx), results::centres(tx)})
      centres.merge(more);
    // A log that is gone as a whole is missed by who noted it.
    for (const auto& head : noted) centres.insert(head.centre);
    for (const auto& centre : centres) {
      const auto found = audit::verify(tx, centre, noted);
      if (found.broken_at == 0) {
        fmt::print("{}: {} events, the chain is whole, head {}\n", centre.str(), found.events, found.head);
      } else {
        exit_code =
            complain(fmt::format("{}: broken at event {}: {}", centre.str(), found.broken_at, found.reason));
      }
      if (!say_covered(tx, centre, "cases", cases::verify)) exit_code = 1;
      if (!say_covered(tx, centre, "issued documents", results::verify)) exit_code = 1;
    }
  });
  return exit_code;
}

int erase_applications(const Config& config, bool dry_run) {
  Installation installation(config);
  Vault vault(vault_options(config));
  documents::must_belong_together(*installation.db, vault);
  documents::Documents documents(*installation.db, installation.log, vault, installation.clock(), {});
  integrations::Registries registries(*installation.db, installation.log, {}, installation.clock());
  catalogue::Catalogues catalogues(*installation.db, installation.log);
  cases::Retention retention(*installation.db, installation.log, catalogues, installation.clock());
  audit::Follower follower(*installation.db, installation.clock(), forgetting(documents, registries));
  if (dry_run) {
    fmt::print("{} applications have been kept long enough\n", retention.due());
    return 0;
  }
  if (!installation.timekeeper.certain_for(cases::kErasureNotice))
    return complain(
        "the clock of this computer is not certain, or was not within the last week: nothing is erased "
        "(biroyna "
        "clock check)");
  std::size_t announced = 0, erased = 0, removed = 0;
  while (const std::size_t some = retention.announce(cases::kErasedAtOnce)) announced += some;
  while (const std::size_t some = retention.erase(cases::kErasedAtOnce)) erased += some;
  follower.catch_up();
  while (const std::size_t some = documents.remove_old()) removed += some;
  fmt::print("{} applications are announced, {} erased, {} documents removed\n", announced, erased, removed);
  return 0;
}

int list_erasures(const Config& config) {
  Installation installation(config);
  catalogue::Catalogues catalogues(*installation.db, installation.log);
  const cases::Retention retention(*installation.db, installation.log, catalogues, installation.clock());
  for (const auto& edition : catalogues.all()) {
    const CentreId& centre = edition->catalogue.centre.id;
    const auto day = [&](Time time) { return to_iso(edition->zone.day(time)); };
    for (const auto& row : retention.list(centre)) {
      const auto from = row.erased_from();
      fmt::print("{} {} {}: kept until {}, {}\n", centre.str(), row.number, row.service.str(),
                 day(row.kept_until),
                 row.held ? std::string("held")
                 : from   ? "erased from " + day(*from)
                          : "not announced yet");
    }
  }
  return 0;
}

int check_clock(const Config& config) {
  Installation installation(config);
  const timekeeping::Standing now = installation.timekeeper.standing();
  if (now.trusted()) {
    fmt::print("the clock is trusted: it is {}\n", to_rfc3339(now.wall));
    return 0;
  }
  return complain(fmt::format("the clock is doubted ({}): it says {}, but it should be {}", name(*now.doubt),
                              to_rfc3339(now.wall), to_rfc3339(now.now)));
}

int confirm_clock(const Config& config) {
  Installation installation(config);
  const timekeeping::Standing before = installation.timekeeper.standing();
  if (!installation.timekeeper.confirm("command-line"))
    return complain(fmt::format("the clock says {}, which is earlier than this program: set it first",
                                to_rfc3339(before.wall)));
  fmt::print("the clock is confirmed: it is {}\n", to_rfc3339(before.wall));
  return 0;
}

int mark_restored(const Config& config, const std::string& until) {
  // A server that runs has its numbers from before: it must not go on with them.
  std::optional<db::LockFile> nobody_serves_it;
  if (config.database.empty()) nobody_serves_it.emplace(config.data_dir / "biroyna.lock");
  Installation installation(config);
  const Time now = installation.clock()();
  std::optional<Time> taken_until =
      until.empty() ? installation.db->reading(audit::newest_event) : parse_rfc3339(until);
  if (!taken_until && !until.empty())
    return complain(fmt::format("\"{}\" is no time: write it as 2026-11-30T12:00:00+05:00", until));
  if (!taken_until) return complain("the database has no events: nothing can be missing from it");
  if (*taken_until > now)
    return complain(fmt::format("{} has not come yet: it is {}", to_rfc3339(*taken_until), to_rfc3339(now)));
  installation.db->write_and_wait(
      [&](db::Tx& tx) { audit::mark_restored(tx, {.taken_until = *taken_until, .at = now}); });
  fmt::print("the database is marked as restored: it knows nothing after {}\n", to_rfc3339(*taken_until));
  return 0;
}

int check_documents(const Config& config, std::optional<std::size_t> remove_orphans) {
  const auto db = open_database(config, false);
  Vault vault(vault_options(config));
  // Who only looks is told what is missing, also where all of it is.
  if (remove_orphans) documents::must_belong_together(*db, vault);
  const auto found = documents::check(*db, vault, remove_orphans);
  for (const auto& line : found.missing_or_damaged) fmt::print(stderr, "biroyna: {}\n", line);
  for (const auto& orphan : found.orphans)
    fmt::print("{} belongs to no document{}\n", orphan, found.orphans_removed ? ": removed" : "");
  fmt::print("{} contents are whole, {} missing or damaged, {} without a document\n", found.contents,
             found.missing_or_damaged.size(), found.orphans.size());
  if (remove_orphans && !found.orphans_removed)
    return complain(fmt::format("nothing was removed: {} contents belong to no document, not {}",
                                found.orphans.size(), *remove_orphans));
  if (!remove_orphans && !found.orphans.empty())
    fmt::print("To remove what belongs to no document: biroyna documents check --remove-orphans {}\n",
               found.orphans.size());
  return found.missing_or_damaged.empty() ? 0 : 1;
}

namespace {

// A centre that people and devices can belong to: its catalogue was imported.
auth::Role checked(const catalogue::Catalogues& catalogues, const std::string& centre,
                   const std::string& role) {
  if (!catalogues.current(CentreId(centre)))
    throw std::runtime_error(fmt::format("unknown centre \"{}\"", centre));
  auth::Role parsed{};
  if (!auth::parse_role(role, parsed)) throw std::runtime_error(fmt::format("unknown role \"{}\"", role));
  return parsed;
}

std::vector<DepartmentId> checked(const catalogue::Catalogues& catalogues, const std::string& centre,
                                  const std::vector<std::string>& departments) {
  std::vector<DepartmentId> known;
  for (const auto& department : departments) {
    known.emplace_back(department);
    if (catalogues.current(CentreId(centre))->catalogue.find(known.back()) == nullptr)
      throw std::runtime_error(fmt::format("unknown department \"{}\"", department));
  }
  return known;
}

int complain(const Refusal& refusal) {
  std::string reason = refusal.code;
  for (const auto& field : refusal.fields) reason += fmt::format(" ({})", field.code);
  return complain(reason);
}

}  // namespace

int add_staff(const Config& config, const NewStaff& person) {
  Installation installation(config);
  const catalogue::Catalogues catalogues(*installation.db, installation.log);
  const auth::Role role = checked(catalogues, person.centre, person.role);
  staff::Staff staff(*installation.db, installation.log, installation.clock());
  const auto added =
      staff.add({CentreId(person.centre), person.login, person.name, person.password, role, "",
                 checked(catalogues, person.centre, person.departments), person.chose_password},
                "command-line");
  if (!added) return complain(added.error());
  fmt::print("{} works in {} as {}\n", added->login, person.centre, person.role);
  return 0;
}

namespace {

// "kiosk", or "kiosk 2" where that is taken: two devices of a centre have different names. That of an agency
// is its registry's.
std::string free_name(const staff::Staff& staff, const NewToken& token) {
  if (token.role == auth::name(auth::Role::agency)) return token.role;
  const auto devices = staff.devices(CentreId(token.centre));
  std::string name = token.role;
  for (int n = 2; std::ranges::find(devices, name, &staff::Device::name) != devices.end(); ++n)
    name = fmt::format("{} {}", token.role, n);
  return name;
}

}  // namespace

int add_token(const Config& config, const NewToken& token) {
  Installation installation(config);
  const catalogue::Catalogues catalogues(*installation.db, installation.log);
  const auth::Role role = checked(catalogues, token.centre, token.role);
  staff::Staff staff(*installation.db, installation.log, installation.clock());
  const std::string name = token.name.empty() ? free_name(staff, token) : token.name;
  const auto added = staff.add_device(
      {CentreId(token.centre), name, role, "", checked(catalogues, token.centre, token.departments)},
      "command-line");
  if (!added) return complain(added.error());
  fmt::print("{}\n", added->token);
  return 0;
}

int make_signing_key(const Config& config, const std::string& name, const std::string& kind) {
  if (kind != "rsa" && kind != "p256") return complain(fmt::format("unknown kind of key \"{}\"", kind));
  const signing::Files files = signing_files(config);
  signing::make(files, name, kind == "rsa" ? signing::Kind::rsa3072 : signing::Kind::p256, system_now());
  const auto day = std::chrono::floor<std::chrono::days>(signing::Signer(files).valid_until());
  fmt::print("{} and {} are made; the certificate ends on {}\n", files.key.string(),
             files.certificate.string(), to_iso(day));
  return 0;
}

int verify_signature(const std::filesystem::path& file) {
  std::ostringstream bytes;
  std::ifstream stream(file, std::ios::binary);
  bytes << stream.rdbuf();
  if (!stream) return complain(fmt::format("{} cannot be read", file.string()));
  const auto found = signing::verify(bytes.str());
  if (!found) return complain(fmt::format("{} has no signature", file.string()));
  if (!found->intact) return complain(fmt::format("{} was changed after it was signed", file.string()));
  if (!found->whole)
    return complain(fmt::format("{}: something was added after it was signed", file.string()));
  fmt::print("{}: intact, signed by {} on {}\n", file.string(), found->name,
             found->at ? to_rfc3339(*found->at) : "an unknown day");
  return 0;
}

}  // namespace biroyna::tasks
