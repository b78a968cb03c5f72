#include "app/setup_checks.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "app/app.hpp"
#include "core/text.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/staff/staff.hpp"
#include "platform/config/web_address.hpp"
#include "platform/db/schema.hpp"
#include "platform/files/files.hpp"
#include "platform/files/owner.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::setup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestSigner = 64;  // characters of a common name, RFC 5280

bool may_write_in(const fs::path& folder) { return ::access(folder.c_str(), W_OK | X_OK) == 0; }

bool is_this_computer(std::string_view url) {
  std::string_view host = url.substr(url.find("//") + 2);
  host = host.substr(0, host.find('/'));
  if (host.starts_with("[::1]")) return true;
  host = host.substr(0, host.find(':'));
  return host == "localhost" || host.starts_with("127.");
}

// What the system says to a program that listens here.
int error_of_listening(const std::string& address, std::uint16_t port) {
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  const bool is_v4 = ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
  if (!is_v4 && ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) return EINVAL;
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  v4.sin_port = v6.sin6_port = htons(port);
  const files::Descriptor socket(::socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto* const place =
      is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
  const socklen_t size = is_v4 ? sizeof v4 : sizeof v6;
  return ::bind(socket.get(), place, size) == 0 && ::listen(socket.get(), 1) == 0 ? 0 : errno;
}

std::string explained(const std::optional<FieldError>& error) {
  return error ? std::string(i18n::text(Language::en, error->code)) : std::string();
}

Centre to_centre(const catalogue::Catalogue& from) {
  return {from.centre.id.str(), from.centre.names.in(Language::uz_latn), from.services.size(),
          from.windows.size()};
}

void look_into(const Config& config, Existing& existing) {
  const auto db = open_database(config, false);
  audit::EventLog log(*db);
  const catalogue::Catalogues catalogues(*db, log);
  const staff::Staff staff(*db, log, system_now);
  for (const auto& edition : catalogues.all()) {
    if (!existing.centre) existing.centre = to_centre(edition->catalogue);
    existing.administrator =
        existing.administrator ||
        std::ranges::any_of(staff.people(edition->catalogue.centre.id), [](const auto& person) {
          return person.active && person.role == auth::Role::administrator;
        });
  }
}

}  // namespace

std::string wrong_settings_file(const fs::path& file, bool replace) {
  std::error_code error;
  if (fs::exists(file, error) && !replace)
    return fmt::format("{} is there already; --replace-settings writes it anew", file.string());
  if (!fs::is_directory(file.parent_path(), error))
    return fmt::format("{} is not there", file.parent_path().string());
  if (!may_write_in(file.parent_path()))
    return fmt::format("{} cannot be written: run it as root", file.string());
  return {};
}

std::string wrong_public_url(const std::string& text) {
  if (!is_web_address(text)) return "an address is written like https://navbat.example.uz";
  if (!text.starts_with("https://") && !is_this_computer(text))
    return "it begins with https://, as browsers keep nobody signed in otherwise";
  return {};
}

std::string wrong_listen(const std::string& text, bool in_use_is_right) {
  std::string address;
  std::uint16_t port = 0;
  if (!parse_listen(text, address, port) || port == 0) return "an address is written like 127.0.0.1:8080";
  const int error = error_of_listening(address, port);
  if (error == 0 || (error == EADDRINUSE && in_use_is_right)) return {};
  return fmt::format("cannot listen on {}: {}", text, std::generic_category().message(error));
}

std::string wrong_data(const fs::path& folder) {
  if (!folder.is_absolute()) return "a folder is written in full, like /var/lib/biroyna";
  struct stat status{};
  if (::stat(folder.c_str(), &status) != 0) {
    const fs::path parent = folder.has_filename() ? folder.parent_path() : folder.parent_path().parent_path();
    return errno == ENOENT && may_write_in(parent) ? "" : fmt::format("{} cannot be made", folder.string());
  }
  if (!S_ISDIR(status.st_mode)) return fmt::format("{} is no folder", folder.string());
  if ((status.st_mode & 077) != 0)
    return fmt::format("others may look into {}: chmod 700 it", folder.string());
  if (::geteuid() != 0 && ::geteuid() != status.st_uid)
    return fmt::format("{} belongs to another user: run it as root", folder.string());
  return {};
}

std::string wrong_database(const std::string& connection) {
  if (connection.empty()) return {};
  try {
    db::open({.postgresql = connection, .exclusive = false})->check();
  } catch (const db::Unavailable& away) {
    return away.what();
  }
  return {};
}

std::string wrong_name(const Answers& answers) {
  return explained(staff::wrong_name(answers.administrator.name));
}

std::string wrong_login(const Answers& answers) {
  return staff::is_login(answers.administrator.login) ? ""
                                                      : explained(FieldError{"/login", "error.bad_login"});
}

std::string wrong_password(const Answers& answers) {
  const auto& [name, login, password] = answers.administrator;
  return password.empty() ? "" : explained(staff::wrong_password("/password", password, {login, name}));
}

std::string wrong_signer(const std::string& name) {
  if (!is_utf8(name)) return "the name is not UTF-8";
  return length_utf8(name) <= kLongestSigner ? ""
                                             : fmt::format("a name has at most {} signs", kLongestSigner);
}

std::string wrong_key(const Answers& answers) {
  if (answers.signing_key.empty() && answers.signing_certificate.empty()) return {};
  if (!answers.signing_key.is_absolute() || !answers.signing_certificate.is_absolute())
    return "key and certificate are both named, in full";
  try {
    const files::AsOwnerOf owner(answers.data);  // who has to read them
    const signing::Signer signer(signing_files(config_of(answers)));
  } catch (const std::exception& unusable) {
    return unusable.what();
  }
  return {};
}

std::string wrong_catalogue(const fs::path& folder, std::optional<Centre>& centre) {
  yaml::Problems problems;
  try {
    if (const auto read = catalogue::read(catalogue::read_folder(folder), problems)) {
      centre = to_centre(*read);
      return {};
    }
  } catch (const std::runtime_error& unreadable) {
    return unreadable.what();
  }
  std::string all;
  for (const auto& problem : problems) all += (all.empty() ? "" : "\n") + problem.to_string();
  return all;
}

Existing find_existing(const Answers& answers, bool look_inside) {
  const files::AsOwnerOf owner(answers.data);
  const Config config = config_of(answers);
  const auto has = [&](const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
  };
  Existing existing;
  constexpr std::array kOfAnInstallation = {"biroyna.db", "documents", "documents.key", "papers",
                                            "papers.key"};
  existing.installation =
      std::ranges::any_of(kOfAnInstallation, [&](auto name) { return has(answers.data / name); });
  const signing::Files files = signing_files(config);
  existing.signing_key = has(files.key) || has(files.certificate);
  bool has_database = has(answers.data / "biroyna.db");
  if (!answers.database.empty())
    has_database = !db::is_new(*db::open({.postgresql = answers.database, .exclusive = false}));
  existing.installation = existing.installation || has_database;
  if (has_database && look_inside) look_into(config, existing);
  return existing;
}

}  // namespace biroyna::setup
