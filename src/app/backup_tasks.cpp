#include "app/backup_tasks.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include "app/app.hpp"
#include "app/backups.hpp"
#include "app/tasks.hpp"
#include "features/audit/restored.hpp"
#include "features/documents/identity.hpp"
#include "features/documents/store.hpp"
#include "features/timekeeping/timekeeping.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/backup/archive.hpp"
#include "platform/db/lock_file.hpp"
#include "platform/files/files.hpp"
#include "platform/log/log.hpp"

namespace biroyna::tasks {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kPatienceWithOthers{10};
// Between the moment that an event says and its COMMIT: what was restored may lack an event of that time.
constexpr std::chrono::seconds kUncertain{10};

std::string read_id(const fs::path& file) {
  const files::Mapping content(file);
  return std::string(content.bytes());
}

// The id of the installation in a folder, or empty.
std::string installation_in(const fs::path& folder) {
  for (const char* documents : {"documents", "papers"})
    if (fs::exists(folder / documents / "installation")) return read_id(folder / documents / "installation");
  return {};
}

bool is_empty_or_missing(const fs::path& folder) {
  return !fs::exists(folder) || (fs::is_directory(folder) && fs::is_empty(folder));
}

// Whatever was written below a folder, to the disk.
void sync_all(const fs::path& folder) {
  const files::Descriptor file = files::open(folder, O_RDONLY | O_DIRECTORY);
  if (::syncfs(file.get()) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot write " + folder.string());
}

// Beside the folder to be, so that it gets its name at once; gone unless it does. What a killed program left
// of one goes with the next.
class Growing {
 public:
  explicit Growing(const fs::path& into) {
    const std::string beginning = fmt::format(".{}.restoring-", into.filename().string());
    remove_left_behind(parent_of(into), beginning);
    path_ = parent_of(into) / (beginning + auth::random_id().substr(0, 8));
    db::make_private_folder(path_);
    used_.emplace(path_ / "biroyna.lock");
  }
  ~Growing() {
    std::error_code none;
    if (!path_.empty()) fs::remove_all(path_, none);
  }
  Growing(const Growing&) = delete;
  Growing& operator=(const Growing&) = delete;
  static fs::path parent_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : ".";
  }
  const fs::path& path() const { return path_; }
  // Before what is there is touched.
  void sync() const { sync_all(path_); }
  void become(const fs::path& into) {
    if (fs::exists(into)) fs::remove(into);  // empty
    files::rename(path_, into);
    path_.clear();
    files::sync_folder(parent_of(into));
  }
  // Takes the place of what is there, which is at `aside` then. At no moment is there nothing.
  void replace(const fs::path& into, const fs::path& aside) {
    files::rename(path_, aside);
    path_.clear();
    if (::renameat2(AT_FDCWD, aside.c_str(), AT_FDCWD, into.c_str(), RENAME_EXCHANGE) != 0)
      throw std::system_error(errno, std::generic_category(),
                              fmt::format("what was restored is in {}: it cannot change places with {}",
                                          aside.string(), into.string()));
    files::sync_folder(parent_of(into));
  }

 private:
  static void remove_left_behind(const fs::path& parent, const std::string& beginning) {
    if (!fs::exists(parent)) return;
    for (const auto& entry : fs::directory_iterator(parent)) {
      if (!entry.is_directory() || !entry.path().filename().string().starts_with(beginning)) continue;
      try {
        const db::LockFile nobody_uses_it(entry.path() / "biroyna.lock");
        fs::remove_all(entry.path());
        fmt::print("removed {}, which a restore that was stopped had left\n", entry.path().string());
      } catch (const db::Unavailable&) {  // another restore
      }
    }
  }

  fs::path path_;
  std::optional<db::LockFile> used_;
};

// Needed to open a copy, not to run what it became.
constexpr const char* kRecipientsSecret = "the secret key of the recipient";

void copy_private(const fs::path& from, const fs::path& to) {
  fs::create_directories(to.parent_path());
  fs::permissions(to.parent_path(), fs::perms::owner_all);
  fs::copy_file(from, to, fs::copy_options::overwrite_existing);
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
}

class Restoring {
 public:
  explicit Restoring(const Restore& requested)
      : requested_(requested), archive_(requested.from), opener_(opener_of(requested)) {}

  int list() const {
    for (const auto& line : archive_.damaged()) fmt::print(stderr, "biroyna: {}\n", line);
    for (const auto& range : archive_.reachable())
      fmt::print("from {} to {}\n", backup::local_text(range.from, archive_.zone()),
                 backup::local_text(range.to, archive_.zone()));
    return archive_.damaged().empty() ? 0 : 1;
  }

  int run() {
    require_room();
    std::optional<Time> moment;
    if (!requested_.to.empty()) {
      moment = backup::parse_moment(requested_.to, archive_.zone());
      if (!moment)
        throw std::runtime_error(fmt::format(
            "a moment is written like 2026-11-30T14:05:06+05:00, or \"2026-11-30 14:05\" in the centre's "
            "time, not \"{}\"",
            requested_.to));
    }
    const auto plan = archive_.plan(moment);
    for (const auto& line : archive_.damaged()) fmt::print(stderr, "biroyna: {}\n", line);
    Growing growing(requested_.into);
    restore_files(plan, growing.path());
    const bool has_database = plan.base.manifest.position.has_value();
    if (has_database) archive_.restore_database(plan, opener_, growing.path());
    const bool checked = restore_documents(plan, growing.path());
    if (has_database) finish_database(plan, growing.path());
    growing.sync();
    take_place(growing);
    say(plan, checked);
    return 0;
  }

 private:
  static backup::Opener opener_of(const Restore& requested) {
    if (requested.key.empty()) return {};
    return {.secret = sealed::read_secret(requested.key)};
  }

  void require_room() const {
    const fs::path& into = requested_.into;
    if (is_empty_or_missing(into)) return;
    const std::string there = installation_in(into);
    if (there.empty() && !fs::exists(into / "biroyna.db"))
      throw std::runtime_error(fmt::format("{} is not empty, and no installation", into.string()));
    const std::string name = there.empty() ? "unknown" : there;
    if (requested_.replace != name)
      throw std::runtime_error(
          fmt::format("{} has an installation: nothing is restored over it. To move it aside and restore "
                      "there: --replace {}",
                      into.string(), name));
    const db::LockFile lock(into / "biroyna.lock");  // nobody serves it
  }

  // What was there stays, under another name.
  void take_place(Growing& growing) {
    if (is_empty_or_missing(requested_.into)) return growing.become(requested_.into);
    const db::LockFile lock(requested_.into / "biroyna.lock");
    aside_ = fmt::format("{}.replaced-{}", requested_.into.string(), auth::random_id().substr(0, 8));
    growing.replace(requested_.into, aside_);
  }

  void restore_files(const backup::Archive::Plan& plan, const fs::path& folder) const {
    for (const auto& file : plan.base.manifest.files) {
      if (file.name == backup::kDatabase || file.name == backup::kContentList) continue;
      backup::require_whole(plan.base.folder, file);
      const fs::path to = folder / file.name;
      fs::create_directories(to.parent_path());
      fs::permissions(to.parent_path(), fs::perms::owner_all);
      backup::open_file(plan.base.folder, file, opener_, to);
    }
    if (!requested_.documents_key.empty()) copy_private(requested_.documents_key, folder / "documents.key");
    // The keys of the installation that makes room are its own.
    if (installation_in(requested_.into) != archive_.installation()) return;
    for (const char* name : {"documents.key", "signing/key.pem", "signing/certificate.pem"})
      if (!fs::exists(folder / name) && fs::exists(requested_.into / name))
        copy_private(requested_.into / name, folder / name);
  }

  // Whether the documents could be read as well: only with their key.
  bool restore_documents(const backup::Archive::Plan& plan, const fs::path& folder) {
    const fs::path documents = folder / "documents";
    db::make_private_folder(documents);
    std::vector<std::string> names;
    std::unique_ptr<db::Db> db;
    if (plan.base.manifest.position) {
      db = open_database(settings_of_folder(folder), false);
      names = db->reading([](db::Tx& tx) { return documents::needed_contents(tx); });
    } else {
      for (const auto& file : plan.base.manifest.files)
        if (file.name == backup::kContentList) {
          const fs::path list = plan.base.folder / file.name;
          backup::require_whole(plan.base.folder, file);
          for (auto& content : backup::parse_contents(files::Mapping(list).bytes(), list.string()))
            names.push_back(std::move(content.name));
        }
    }
    archive_.restore_contents(names, documents);
    contents_ = names.size();
    files::replace(documents / "installation", archive_.installation());
    if (!fs::exists(folder / "documents.key")) return false;
    const Vault vault(vault_options(settings_of_folder(folder)));
    for (const auto& name : names) vault.read(name, [](std::string_view) {});
    return true;
  }

  void finish_database(const backup::Archive::Plan& plan, const fs::path& folder) const {
    const Config config = settings_of_folder(folder);
    const auto db = open_database(config, false);
    db->write_and_wait([&](db::Tx& tx) {
      db::sqlite::begin_timeline(tx);
      audit::mark_restored(tx, {.taken_until = plan.until - kUncertain, .at = system_now()});
    });
    // Nothing that was in the logs when the copy was made may be missing.
    const fs::path heads = folder / ".heads";
    files::replace(heads, plan.base.manifest.heads);
    const int wrong = verify(config, {heads});
    fs::remove(heads);
    if (wrong != 0) throw std::runtime_error("what was restored is not whole: nothing was changed");
  }

  void say(const backup::Archive::Plan& plan, bool checked) const {
    fmt::print("{}: restored as of {}, with {} documents\n", requested_.into.string(),
               backup::local_text(plan.until, archive_.zone()), contents_);
    if (!aside_.empty()) fmt::print("what was there is now {}\n", aside_.string());
    if (!plan.base.manifest.position)
      fmt::print("the database is PostgreSQL's: bring it back with its own tools\n");
    if (!checked) fmt::print("the documents could not be read, as their key is not in the copy\n");
    for (const auto& name : plan.base.manifest.kept_elsewhere)
      if (name != kRecipientsSecret && !fs::exists(requested_.into / name))
        fmt::print("before you start it, bring {} back: {}\n", name, (requested_.into / name).string());
  }

  const Restore& requested_;
  const backup::Archive archive_;
  const backup::Opener opener_;
  fs::path aside_;
  std::size_t contents_ = 0;
};

}  // namespace

int backup(Config config, const Backup& requested) {
  if (!requested.recipient.empty()) config.backup_recipient = requested.recipient;
  if (!config.backup_recipient.empty() && !sealed::parse_recipient(config.backup_recipient))
    throw std::runtime_error("the recipient is not 64 hexadecimal digits: biroyna backup-key makes them");
  if (requested.with_keys && config.backup_recipient.empty())
    throw std::runtime_error("keys are copied only sealed: --with-keys needs a --recipient");
  const auto db = open_database(config, false);
  const Vault vault(vault_options(config));
  audit::EventLog log(*db);
  timekeeping::Timekeeper timekeeper(*db, log, system_now);
  auto request = base_request(config, requested.to, vault, *db, timekeeper.clock());
  backup::claim_folder(requested.to, request.look({}).manifest.installation);
  request.retention.newest = requested.keep;
  std::error_code none;
  if (!config.archive.empty() && fs::equivalent(requested.to, config.archive, none))
    request.retention.younger_than = std::chrono::days(requested.keep);
  request.patience = kPatienceWithOthers;
  request.verify = [](const fs::path& folder) {
    if (verify(settings_of_folder(folder)) != 0)
      throw std::runtime_error("the copy is not whole: it was removed");
  };
  if (requested.with_keys) {
    request.kept_elsewhere.clear();
    request.files.push_back({"documents.key", vault_options(config).key_file, true});
    request.files.push_back({"signing/key.pem", signing_files(config).key, true});
  }
  if (request.recipient) request.kept_elsewhere.emplace_back(kRecipientsSecret);
  try {
    const auto made = backup::make_base_copy(request);
    note_backup(config, made.manifest.taken_at);
    fmt::print("{}: a copy as of {}, verified; {} documents, {} of them new\n", made.folder.string(),
               backup::local_text(made.manifest.taken_at, made.manifest.zone), made.manifest.contents,
               made.new_contents);
    if (!config.database.empty())
      fmt::print("the database is PostgreSQL's: it is copied with its own tools (docs/operators.md)\n");
    for (const auto& name : made.manifest.kept_elsewhere)
      fmt::print("not in it, and needed to bring it back: {}\n", name);
    log::info("backup_made", {{"folder", std::string_view(made.folder.native())},
                              {"documents", static_cast<std::int64_t>(made.manifest.contents)},
                              {"new_documents", static_cast<std::int64_t>(made.new_contents)}});
  } catch (const std::exception& error) {
    log::error("backup_failed", {{"reason", error.what()}});
    throw;
  }
  return 0;
}

int restore(const Restore& requested) {
  Restoring restoring(requested);
  return requested.list ? restoring.list() : restoring.run();
}

int make_backup_key(const fs::path& secret_file) {
  fmt::print("{}\n", sealed::to_text(sealed::make_recipient(secret_file)));
  return 0;
}

}  // namespace biroyna::tasks
