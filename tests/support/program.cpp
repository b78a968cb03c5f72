#include "tests/support/program.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <regex>
#include <stdexcept>

#include "features/staff/staff.hpp"

namespace biroyna::testing {
namespace {

constexpr const char* kRoles[] = {"kiosk",           "board", "tablet",        "printer",
                                  "agency",          "host",  "operator",      "specialist",
                                  "department_head", "head",  "administrator", "editor"};
// All of the reference centre's: whose tasks these tokens work on.
constexpr const char* kDepartments[] = {"social-support", "pension",     "employment",      "guardianship",
                                        "education",      "preschool",   "culture-archive", "sport",
                                        "housing",        "utilities",   "health",          "business",
                                        "land-cadastre",  "architecture"};
constexpr int kPatienceMs = 60'000;  // sanitizers are slow

// Starts the program itself.
pid_t spawn(const std::vector<std::string>& arguments, const Environment& environment,
            const std::filesystem::path& folder) {
  std::vector<std::string> words = {program()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return start(std::move(words), environment, folder);
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

// Its database, to be opened beside a program that may run on it.
db::Options options_of(db::Engine engine, const std::filesystem::path& folder, const std::string& database) {
  db::Options options;
  options.exclusive = false;
  if (engine == db::Engine::sqlite)
    options.data_dir = folder;
  else
    options.postgresql = db::testing::PostgresqlServer::shared().connection(database);
  return options;
}

struct Template {
  std::unique_ptr<db::testing::TemporaryFolder> folder;  // SQLite
  std::string database;                                  // PostgreSQL
  std::map<std::string, std::string> tokens;
};

std::vector<std::string> place_of(db::Engine engine, const std::filesystem::path& folder,
                                  const std::string& database) {
  if (engine == db::Engine::sqlite) return {"--data", folder.string()};
  // Documents lie in the folder all the same.
  return {"--database", db::testing::PostgresqlServer::shared().connection(database), "--data",
          folder.string()};
}

// As `biroyna token add` does, which would have to be started for each: that takes long with a sanitizer.
std::map<std::string, std::string> add_tokens(const db::Options& options) {
  const auto db = db::open(options);
  audit::EventLog log(*db);
  staff::Staff staff(*db, log, system_now);
  std::map<std::string, std::string> tokens;
  for (const char* name : kRoles) {
    staff::NewDevice device{.centre = CentreId("sergeli"), .name = name};
    if (!auth::parse_role(name, device.role)) throw std::logic_error(fmt::format("no role: {}", name));
    if (auth::kOfDepartments.contains(device.role)) {
      for (const char* department : kDepartments) device.departments.emplace_back(department);
    }
    const auto added = staff.add_device(device, "command-line");
    if (!added) throw std::runtime_error(fmt::format("{}: {}", name, added.error().code));
    tokens[name] = added->token;
  }
  return tokens;
}

Template make_template(db::testing::Where where) {
  Template made{std::make_unique<db::testing::TemporaryFolder>(), {}, {}};
  if (where.engine == db::Engine::postgresql)
    made.database = db::testing::PostgresqlServer::shared().create_database(where.icu);
  const auto place = place_of(where.engine, made.folder->path(), made.database);
  const auto must = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), place.begin(), place.end());
    const Finished finished = run(arguments);
    if (finished.exit_code != 0)
      throw std::runtime_error(fmt::format("{}: {}", arguments.front(), finished.err));
    return finished.out;
  };
  const db::testing::TemporaryFolder folder;
  must({"import", copy_catalogue(folder.path() / "catalogue").string()});
  made.tokens = add_tokens(options_of(where.engine, made.folder->path(), made.database));
  return made;
}

const Template& template_of(db::testing::Where where) {
  static std::map<std::string, Template> made;
  const std::string name = ::testing::PrintToString(where);
  if (!made.contains(name)) made.emplace(name, make_template(where));
  return made.at(name);
}

}  // namespace

std::string program() {
  const char* other = std::getenv("BIROYNA_PROGRAM");
  return other != nullptr ? other : BIROYNA_PROGRAM;
}

std::filesystem::path catalogue_folder() { return BIROYNA_SOURCE "/catalogue"; }

std::filesystem::path copy_catalogue(const std::filesystem::path& copy) {
  std::filesystem::copy(catalogue_folder(), copy, std::filesystem::copy_options::recursive);
  const auto rewrite = [&](const std::filesystem::path& path, const auto& line_of) {
    std::ifstream file(path);
    std::string kept;
    for (std::string line; std::getline(file, line);) kept += line_of(line);
    file.close();
    std::ofstream(path) << kept;
  };
  static const std::regex of_document(R"(, registry: [a-z-]+(, tells: \[[^\]]*\])?)");
  for (const auto& entry : std::filesystem::directory_iterator(copy / "services")) {
    rewrite(entry.path(), [](const std::string& line) {
      return line.starts_with("season:") ? "" : std::regex_replace(line, of_document, "") + "\n";
    });
  }
  static const std::regex asked("  - (civil|tax|cadastre)-registry.*");
  rewrite(copy / "centre.yaml", [](const std::string& line) {
    return line.starts_with("  - ") && !std::regex_match(line, asked) ? "" : line + "\n";
  });
  return copy;
}

Finished run(const std::vector<std::string>& arguments, const std::string& input,
             const Environment& environment) {
  const db::testing::TemporaryFolder folder;
  std::ofstream(folder.path() / "in") << input;
  const pid_t pid = spawn(arguments, environment, folder.path());
  if (!db::testing::ends_within(pid, kPatienceMs)) ::kill(pid, SIGKILL);
  const int status = db::testing::wait_for(pid);
  return {exit_code_of(status), read_file(folder.path() / "out"), read_file(folder.path() / "err")};
}

Installation::Installation(db::testing::Where where) : where_(where) {
  const Template& from = template_of(where);
  tokens_ = &from.tokens;
  if (where.engine == db::Engine::sqlite) {
    std::filesystem::copy(from.folder->path(), folder_.path(), std::filesystem::copy_options::recursive);
  } else {
    auto& server = db::testing::PostgresqlServer::shared();
    static int copies = 0;
    database_ = fmt::format("copy{}", ++copies);
    server.run(fmt::format("CREATE DATABASE {} TEMPLATE {}", database_, from.database));
  }
}

Installation::~Installation() {
  if (!database_.empty()) db::testing::PostgresqlServer::shared().drop_database(database_);
}

std::vector<std::string> Installation::place() const { return place_of(engine(), folder_.path(), database_); }
db::Options Installation::beside() const { return options_of(engine(), folder_.path(), database_); }

namespace {

std::string must_run(const Installation& installation, std::vector<std::string> words) {
  for (const auto& word : installation.place()) words.push_back(word);
  const Finished finished = run(words);
  if (finished.exit_code != 0) throw std::runtime_error(finished.err);
  return finished.out;
}

}  // namespace

void import_another_centre(const Installation& installation) {
  const db::testing::TemporaryFolder folder;
  const auto copy = folder.path() / "catalogue";
  std::filesystem::copy(catalogue_folder(), copy, std::filesystem::copy_options::recursive);
  std::string text = read_file(copy / "centre.yaml");
  text.replace(text.find("id: sergeli"), 11, "id: chirchiq");
  write_file(copy / "centre.yaml", text);
  must_run(installation, {"import", copy.string()});
}

std::string token_of(const Installation& installation, const std::string& centre, const std::string& role,
                     const std::vector<std::string>& more) {
  std::vector<std::string> words = {"token", "add", "--centre", centre, "--role", role};
  words.insert(words.end(), more.begin(), more.end());
  const std::string said = must_run(installation, std::move(words));
  return said.substr(0, said.find('\n'));
}

Server::Server(const Installation& installation, Environment environment) {
  start(installation.place(), environment);
}
Server::Server(std::vector<std::string> place, Environment environment) { start(place, environment); }

void Server::start(const std::vector<std::string>& place, const Environment& environment) {
  std::vector<std::string> arguments = {"serve", "--listen", "127.0.0.1:0"};
  arguments.insert(arguments.end(), place.begin(), place.end());
  std::ofstream(logs_.path() / "in").flush();
  // What a test finds does not depend on the hour at which it runs.
  Environment at_any_hour = {"BIROYNA_OPEN_ALL_HOURS=true"};
  at_any_hour.insert(at_any_hour.end(), environment.begin(), environment.end());
  pid_ = spawn(arguments, at_any_hour, logs_.path());
  constexpr std::string_view kSaid = "listens on http://127.0.0.1:";
  for (int waited = 0; waited < kPatienceMs; waited += 10) {
    const std::string said = read_file(logs_.path() / "out");
    if (const auto at = said.find(kSaid);
        at != std::string::npos && said.find('\n', at) != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::stoi(said.substr(at + kSaid.size())));
      return;
    }
    if (db::testing::ends_within(pid_, 10)) break;
  }
  kill();
  throw std::runtime_error("the server did not start: " + read_file(logs_.path() / "err"));
}

Server::~Server() { kill(); }

void Server::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  db::testing::wait_for(pid_);
  pid_ = 0;
}

int Server::terminate() {
  ::kill(pid_, SIGTERM);
  if (!db::testing::ends_within(pid_, kPatienceMs)) ::kill(pid_, SIGKILL);
  const int status = db::testing::wait_for(pid_);
  pid_ = 0;
  return exit_code_of(status);
}

std::string Server::log() const { return read_file(logs_.path() / "err"); }

std::size_t Server::memory_kilobytes() const {
  std::ifstream status(fmt::format("/proc/{}/status", pid_));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

Client::Headers Api::headers(Client::Headers more) const {
  if (!token_.empty()) more.emplace_back("Authorization", "Bearer " + token_);
  return more;
}

Answer Api::get(const std::string& target, Client::Headers more) {
  return client_.request("GET", target, headers(std::move(more)));
}
Answer Api::post(const std::string& target, const std::string& body, Client::Headers more) {
  return send("POST", target, body, std::move(more));
}
Answer Api::send(const std::string& method, const std::string& target, const std::string& body,
                 Client::Headers more) {
  if (!body.empty()) more.emplace_back("Content-Type", "application/json");
  return client_.request(method, target, headers(std::move(more)), body);
}

}  // namespace biroyna::testing
