#include "app/setup.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "app/setup_answers.hpp"
#include "app/setup_checks.hpp"
#include "app/setup_terminal.hpp"
#include "app/tasks.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/files/files.hpp"
#include "platform/files/owner.hpp"

namespace biroyna::setup {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUser = "biroyna";  // whom the package's unit runs as
constexpr const char* kUnit = "/lib/systemd/system/biroyna.socket";
constexpr const char* kListenOfUnit = "/etc/systemd/system/biroyna.socket.d/listen.conf";

// What is to be done: the answers, and what is there already.
struct Plan {
  Answers answers;
  Existing existing;
  std::optional<Centre> centre;  // of the catalogue to import, or of the installation that is kept
  bool password_is_made = false;
};

std::string holds_installation(const Answers& answers) {
  return fmt::format("{} holds an installation already; --keep-data keeps it and makes what it lacks",
                     answers.database.empty() ? answers.data.string() : "the database or the folder");
}

// Everything that is wrong with the answers of a file.
std::vector<std::string> find_problems(Plan& plan, const Request& request) {
  std::vector<std::string> problems;
  const auto note = [&](const char* key, const std::string& wrong) {
    if (!wrong.empty()) problems.push_back(fmt::format("{}: {}", key, wrong));
    return wrong.empty();
  };
  const Answers& answers = plan.answers;
  note("public_url", wrong_public_url(answers.public_url));
  note("listen", wrong_listen(answers.listen, request.replace_settings || request.keep_data));
  const bool data = note("data", wrong_data(answers.data));
  const bool database = note("database", wrong_database(answers.database));
  if (data && database) {
    plan.existing = find_existing(answers, request.keep_data);
    if (plan.existing.installation && !request.keep_data) note("data", holds_installation(answers));
  }
  plan.centre = plan.existing.centre;
  if (!plan.centre) note("catalogue", wrong_catalogue(answers.catalogue, plan.centre));
  if (!plan.existing.administrator) {
    note("administrator: name", wrong_name(answers));
    note("administrator: login", wrong_login(answers));
    note("administrator: password", wrong_password(answers));
  }
  note("signing: name", wrong_signer(answers.signer));
  if (data) note("signing: key", wrong_key(answers));
  return problems;
}

void ask_all(Plan& plan, const Request& request) {
  Answers& answers = plan.answers;
  fmt::print(
      "This sets up a centre. Return alone takes what stands in brackets. Nothing is written before the last "
      "question.\n\n");
  answers.public_url =
      ask("Address of the centre for the public, like https://navbat.example.uz", "", wrong_public_url);
  answers.listen = ask("Address and port to listen on", answers.listen, [&](const std::string& text) {
    return wrong_listen(text, request.replace_settings || request.keep_data);
  });
  answers.data = ask("Folder of the data", answers.data.string(),
                     [](const std::string& text) { return wrong_data(text); });
  answers.database = ask("Database: a connection string of PostgreSQL, or nothing for a file in the folder",
                         "", wrong_database);
  plan.existing = find_existing(answers, request.keep_data);
  if (plan.existing.installation && !request.keep_data) throw std::runtime_error(holds_installation(answers));
  plan.centre = plan.existing.centre;
  if (!plan.centre) {
    answers.catalogue = ask("The centre: folder of its catalogue", answers.catalogue.string(),
                            [&](const std::string& text) { return wrong_catalogue(text, plan.centre); });
  }
  fmt::print("  {}: {}, {} services, {} windows\n", plan.centre->id, plan.centre->name, plan.centre->services,
             plan.centre->windows);
  if (!plan.existing.administrator) {
    auto& administrator = answers.administrator;
    administrator.name = ask("Name of the first administrator", "", [&](const std::string& text) {
      administrator.name = text;
      return wrong_name(answers);
    });
    administrator.login = ask("… login", "", [&](const std::string& text) {
      administrator.login = text;
      return wrong_login(answers);
    });
    administrator.password =
        ask_secret("… first password, or nothing to have one made", [&](const std::string& text) {
          administrator.password = text;
          return wrong_password(answers);
        });
  }
  if (plan.existing.signing_key) return;
  answers.signing_key =
      ask("Signing key: the file of one that is there, or nothing for a new one", "",
          [&](const std::string& text) {
            return text.empty() || fs::path(text).is_absolute() ? "" : "A file is written in full";
          });
  if (answers.signing_key.empty()) {
    answers.signer = ask("Who signs documents", plan.centre->name, wrong_signer);
    return;
  }
  answers.signing_certificate = ask("… the file of its certificate", "", [&](const std::string& text) {
    answers.signing_certificate = text;
    return wrong_key(answers);
  });
}

// As the package makes it: for the program's user alone.
void make_data_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0) {
    if (errno == EEXIST) return;
    throw std::system_error(errno, std::generic_category(), "cannot make " + folder.string());
  }
  const passwd* const user = ::geteuid() == 0 ? ::getpwnam(kUser) : nullptr;
  if (user != nullptr && ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot make " + folder.string());
}

void must(int exit_code) {
  if (exit_code != 0) throw std::runtime_error("the data is not complete");
}

void make_data(const Plan& plan) {
  const Answers& answers = plan.answers;
  const Config config = config_of(answers);
  make_data_folder(config.data_dir);
  const files::AsOwnerOf owner(config.data_dir);
  if (plan.existing.centre) fmt::print("{} is kept as it is\n", plan.centre->id);
  if (!plan.existing.centre) must(tasks::import(config, answers.catalogue));
  if (!plan.existing.administrator) {
    const auto& [name, login, password] = answers.administrator;
    must(tasks::add_staff(config, {plan.centre->id, login, name, "administrator", password, {}, false}));
  }
  if (!plan.existing.signing_key)
    must(
        tasks::make_signing_key(config, answers.signer.empty() ? plan.centre->name : answers.signer, "p256"));
}

// For the group of the folder to read: the package's is the program's own.
void write_settings(const fs::path& file, const Answers& answers) {
  files::replace(file, settings_text(answers));
  struct stat folder{};
  const bool known = ::geteuid() == 0 && ::stat(file.parent_path().c_str(), &folder) == 0;
  if (known && (::chown(file.c_str(), 0, folder.st_gid) != 0 || ::chmod(file.c_str(), 0640) != 0))
    throw std::system_error(errno, std::generic_category(), "cannot make " + file.string());
  fmt::print("{} is written\n", file.string());
}

// The package's socket listens where its unit says.
void write_listen_of_unit(const Answers& answers) {
  const fs::path file = kListenOfUnit;
  if (!fs::exists(kUnit) || (answers.listen == Answers{}.listen && !fs::exists(file))) return;
  const Config config = config_of(answers);
  const bool v6 = config.listen_address.find(':') != std::string::npos;
  fs::create_directories(file.parent_path());
  files::replace(
      file, fmt::format("# Made by \"biroyna setup\".\n[Socket]\nListenStream=\nListenStream={}:{}\n",
                        v6 ? "[" + config.listen_address + "]" : config.listen_address, config.listen_port));
  for (const fs::path& path : {file.parent_path(), file})
    fs::permissions(path,
                    fs::perms::group_read | fs::perms::others_read |
                        (path == file ? fs::perms::none : fs::perms::group_exec | fs::perms::others_exec),
                    fs::perm_options::add);
  fmt::print("{} is written: systemctl daemon-reload\n", file.string());
}

std::string made_password() {
  const std::string signs = auth::random_id();
  return fmt::format("{}-{}-{}-{}", signs.substr(0, 4), signs.substr(4, 4), signs.substr(8, 4),
                     signs.substr(12, 4));
}

void say_what_is_next(const Plan& plan, bool of_package) {
  if (!plan.existing.administrator) {
    const auto& administrator = plan.answers.administrator;
    fmt::print("{} signs in at {}/ with the login {}{}, and chooses another password then\n",
               administrator.name, config_of(plan.answers).public_url, administrator.login,
               plan.password_is_made ? " and the password " + administrator.password : "");
  }
  if (of_package) fmt::print("Start the program: systemctl start biroyna\n");
}

}  // namespace

int run(const Request& request) {
  const fs::path settings = fs::absolute(request.settings);
  if (const std::string wrong = wrong_settings_file(settings, request.replace_settings); !wrong.empty())
    throw std::runtime_error(wrong);
  Plan plan;
  if (request.answers.empty()) {
    ask_all(plan, request);
  } else {
    yaml::Problems mistakes;
    plan.answers = read_answers(request.answers, mistakes);
    for (const auto& mistake : mistakes) fmt::print(stderr, "{}\n", mistake.to_string());
    if (!mistakes.empty()) return 1;
  }
  const auto problems = find_problems(plan, request);
  for (const auto& problem : problems) fmt::print(stderr, "biroyna: {}\n", problem);
  if (!problems.empty()) return 1;
  if (request.answers.empty() &&
      !ask_yes_or_no(fmt::format("Write {} and {}", settings.string(), plan.answers.data.string()))) {
    fmt::print("Nothing is written\n");
    return 1;
  }
  plan.password_is_made = plan.answers.administrator.password.empty();
  if (plan.password_is_made) plan.answers.administrator.password = made_password();
  try {
    make_data(plan);
  } catch (const std::exception& failure) {
    throw std::runtime_error(
        fmt::format("{}; \"biroyna setup --keep-data\" goes on from here", failure.what()));
  }
  // The last: as long as it is not there, nothing starts.
  write_settings(settings, plan.answers);
  const bool of_package = settings == kSettings;
  if (of_package) write_listen_of_unit(plan.answers);
  say_what_is_next(plan, of_package);
  return 0;
}

}  // namespace biroyna::setup
