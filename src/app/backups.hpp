// What is copied of an installation, by the server and by `biroyna backup`; and what is known of the copies.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/time.hpp"
#include "platform/backup/archiver.hpp"
#include "platform/backup/base.hpp"
#include "platform/backup/standing.hpp"
#include "platform/config/config.hpp"
#include "platform/db/db.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna {

// A base copy in `folder`. `live` is the database that is in use.
backup::BaseRequest base_request(const Config& config, const std::filesystem::path& folder,
                                 const Vault& vault, db::Db& live, Clock clock);
// The part of an installation's settings that its folder alone says.
Config settings_of_folder(const std::filesystem::path& folder);

// When the last copy was made and verified. In a file of the installation's folder, which the server looks
// at.
void note_backup(const Config& config, Time at);
std::optional<Time> last_backup(const Config& config);
// biroyna_backup_last_success_seconds
std::vector<metrics::Figure> backup_figures(const Config& config);

// The server's: every change goes into the folder that the settings name. With SQLite only.
class Archive {
 public:
  // Begins to see each COMMIT; what it sees is kept once start() was called.
  Archive(const Config& config, db::Db& db, Clock clock);

  void start(const Vault& vault);
  void stop();
  // Of all copies, also those of `biroyna backup`.
  backup::Standing standing() const;
  std::vector<metrics::Figure> figures() const;

 private:
  void make_base_copy(const std::function<bool()>& given_up);

  const Config config_;
  db::Db& db_;
  const Clock clock_;
  std::optional<db::sqlite::Position> from_;
  std::shared_ptr<backup::Archiver> archiver_;  // the database's writer knows it too
  const Vault* vault_ = nullptr;
};

}  // namespace biroyna
