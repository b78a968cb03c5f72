#include "app/tasks.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>

#include "app/app.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/staff/staff.hpp"

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
      : db(open_database(config, make)), log(*db) {}
  std::unique_ptr<db::Db> db;
  audit::EventLog log;
};

}  // namespace

Config settings(const std::string& file, const std::string& data, const std::string& database,
                const std::string& listen) {
  const auto given = [&,
                      environment = process_environment()](const char* name) -> std::optional<std::string> {
    const std::string_view variable = name;
    if (variable == "BIROYNA_DATA" && !data.empty()) return data;
    if (variable == "BIROYNA_DATABASE" && !database.empty()) return database;
    if (variable == "BIROYNA_LISTEN" && !listen.empty()) return listen;
    return environment(name);
  };
  yaml::Problems problems;
  Config config = read_config(file, given, problems);
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
  const auto imported = catalogues.import(files, "command-line", system_now(), problems);
  if (!problems.empty()) return complain(problems);
  fmt::print("{}: version {}{}\n", imported.centre.str(), imported.version,
             imported.changed ? "" : " was there already, nothing changed");
  return 0;
}

int migrate(const Config& config) {
  open_database(config, true);
  fmt::print("the database is up to date\n");
  return 0;
}

int verify(const Config& config) {
  const auto db = open_database(config, false);
  int exit_code = 0;
  db->read([&](db::Tx& tx) {
    for (const auto& [centre, head] : audit::heads(tx)) {
      const auto found = audit::verify(tx, centre);
      if (found.broken_at == 0) {
        fmt::print("{}: {} events, the chain is whole, head {}\n", centre.str(), found.events, found.head);
      } else {
        exit_code =
            complain(fmt::format("{}: broken at event {}: {}", centre.str(), found.broken_at, found.reason));
      }
    }
  });
  return exit_code;
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
  staff::Staff staff(*installation.db, installation.log, system_now);
  const auto added =
      staff.add({CentreId(person.centre), person.login, person.name, person.password, role}, "command-line");
  if (!added) return complain(added.error());
  fmt::print("{} works in {} as {}\n", added->login, person.centre, person.role);
  return 0;
}

int add_token(const Config& config, const NewToken& token) {
  Installation installation(config);
  const catalogue::Catalogues catalogues(*installation.db, installation.log);
  const auth::Role role = checked(catalogues, token.centre, token.role);
  staff::Staff staff(*installation.db, installation.log, system_now);
  const std::string name = token.name.empty() ? token.role : token.name;
  const auto added = staff.add_device({CentreId(token.centre), name, role}, "command-line");
  if (!added) return complain(added.error());
  fmt::print("{}\n", added->token);
  return 0;
}

}  // namespace biroyna::tasks
