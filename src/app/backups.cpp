#include "app/backups.hpp"

#include <boost/json.hpp>

#include "app/app.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/documents/store.hpp"
#include "platform/files/files.hpp"

namespace biroyna {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLastBackup = "last_backup.json";

fs::path last_backup_file(const Config& config) { return config.data_dir / kLastBackup; }

// Of the database in a folder of its own, or of the one in use.
backup::BaseRequest::Known known_of(db::Db& db) {
  backup::BaseRequest::Known known;
  db.read([&](db::Tx& tx) {
    const auto installation = documents::installation(tx);
    if (!installation) throw std::runtime_error("the installation has not been started yet");
    known.manifest.installation = installation->id;
    known.manifest.heads = audit::to_text(audit::heads_to_note(tx));
    known.contents = documents::needed_contents(tx);
  });
  audit::EventLog log(db);
  const auto centres = catalogue::Catalogues(db, log).all();
  known.manifest.zone = centres.empty() ? "Asia/Tashkent" : centres.front()->zone.name();
  return known;
}

std::vector<backup::BaseRequest::File> files_of(const Config& config) {
  const signing::Files signing = signing_files(config);
  std::vector<backup::BaseRequest::File> files = {{"signing/certificate.pem", signing.certificate, false}};
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(config.data_dir / "heads", none)) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".new")) files.push_back({"heads/" + name, entry.path(), false});
  }
  return files;
}

}  // namespace

backup::BaseRequest base_request(const Config& config, const fs::path& folder, const Vault& vault,
                                 db::Db& live, Clock clock) {
  backup::BaseRequest request{
      .folder = folder,
      .work = config.data_dir,
      .database = config.database.empty() ? config.data_dir / "biroyna.db" : fs::path(),
      .vault = &vault,
      .clock = std::move(clock),
      .look =
          [&live](const fs::path& copy) {
            return copy.empty() ? known_of(live) : known_of(*open_database(settings_of_folder(copy), false));
          },
      .files = files_of(config)};
  if (!config.backup_recipient.empty()) request.recipient = sealed::parse_recipient(config.backup_recipient);
  const auto kept_elsewhere = [&](const char* name, const fs::path& path) {
    if (fs::exists(path)) request.kept_elsewhere.emplace_back(name);
  };
  kept_elsewhere("documents.key", vault_options(config).key_file);
  kept_elsewhere("signing/key.pem", signing_files(config).key);
  return request;
}

Config settings_of_folder(const fs::path& folder) {
  Config config;
  config.data_dir = folder;
  return config;
}

void note_backup(const Config& config, Time at) {
  files::replace(last_backup_file(config),
                 boost::json::serialize(boost::json::object{{"at", to_rfc3339(at)}}) + '\n');
}

std::optional<Time> last_backup(const Config& config) {
  try {
    if (!fs::exists(last_backup_file(config))) return std::nullopt;
    const files::Mapping content(last_backup_file(config));
    const auto noted = boost::json::parse({content.bytes().data(), content.bytes().size()});
    return parse_rfc3339(std::string_view(noted.at("at").as_string()));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::vector<metrics::Figure> backup_figures(const Config& config) {
  const auto last = last_backup(config);
  const double seconds = last ? static_cast<double>(to_ms(*last)) / 1000 : 0;
  return {{"biroyna_backup_last_success_seconds",
           "When the last copy was made and verified, in seconds since 1970; 0: never", metrics::Kind::gauge,
           seconds}};
}

Archive::Archive(const Config& config, db::Db& db, Clock clock)
    : config_(config), db_(db), clock_(std::move(clock)) {
  if (config.archive.empty()) return;
  if (db.engine() != db::Engine::sqlite)
    throw std::runtime_error("archive: PostgreSQL keeps its changes with its own tools (docs/operators.md)");
  // What the archive knows beyond the database may have been printed and handed out.
  if (backup::leave_timeline_if_set_back(db, config.data_dir / "biroyna.db", config.archive))
    db.write_and_wait(
        [&](db::Tx& tx) { audit::mark_restored(tx, {audit::newest_event(tx).value_or(Time{}), clock_()}); });
  archiver_ = std::make_shared<backup::Archiver>(backup::Archiver::Options{
      .folder = config.archive,
      .vault = vault_options(config).folder,
      .recipient = config.backup_recipient,
      .clock = clock_,
      .note = config.data_dir / "archive.noted",
      .make_base_copy = [this](const std::function<bool()>& given_up) { make_base_copy(given_up); }});
  from_ = db::sqlite::capture(
      db, {.clock = clock_, .on_commit = [archiver = archiver_](db::sqlite::Commit commit) {
             archiver->committed(std::move(commit));
           }});
}

void Archive::start(const Vault& vault) {
  if (!archiver_) return;
  vault_ = &vault;
  const auto installation = db_.reading([](db::Tx& tx) { return documents::installation(tx); });
  archiver_->start(*from_, installation.value().id);
}

void Archive::make_base_copy(const std::function<bool()>& given_up) {
  auto request = base_request(config_, config_.archive, *vault_, db_, clock_);
  request.retention.younger_than = std::chrono::days(request.retention.newest);
  request.given_up = given_up;
  note_backup(config_, backup::make_base_copy(request).manifest.taken_at);
}

void Archive::stop() {
  if (archiver_) archiver_->stop();
}

backup::Standing Archive::standing() const {
  backup::Standing standing{.last = last_backup(config_)};
  if (archiver_) standing.changes_missing_since = archiver_->standing().incomplete_since;
  return standing;
}

std::vector<metrics::Figure> Archive::figures() const {
  return archiver_ ? archiver_->figures() : std::vector<metrics::Figure>();
}

}  // namespace biroyna
