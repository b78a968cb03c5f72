#include "features/documents/identity.hpp"

#include <fmt/format.h>

#include "features/documents/domain_identity.hpp"
#include "features/documents/store.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::documents {
namespace {

constexpr const char* kFile = "installation";

std::string what_to_do(Match match, const std::string& folder) {
  switch (match) {
    case Match::lost_database:
      return fmt::format(
          "{} holds the documents of an installation whose database is not this one: bring that database "
          "back "
          "from the backup, or move {} away to begin a new installation",
          folder, folder);
    case Match::lost_documents:
      return fmt::format(
          "the database names documents, and {} has none: bring them back from the backup, or correct the "
          "setting \"data\"",
          folder);
    case Match::foreign_documents:
      return fmt::format("{} holds the documents of another installation: correct the setting \"data\"",
                         folder);
    case Match::foreign_key:
      return fmt::format(
          "the key of the documents is not the one that {} was sealed with: bring it back from the backup",
          folder);
    case Match::fits:
    case Match::begins:
      break;
  }
  return {};
}

}  // namespace

void must_belong_together(db::Db& db, Vault& vault) {
  const auto held = vault.take();  // nobody puts or removes meanwhile
  Belongings found{.in_folder = vault.note(kFile), .folder_has_contents = !vault.is_empty()};
  std::string begun;  // the id
  db.write_and_wait([&](db::Tx& tx) {
    const auto known = installation(tx);
    found.in_database = known ? std::optional(known->id) : std::nullopt;
    found.key_fits = known && known->key_check == vault.keyed_hash(known->id);
    found.database_names_documents = has_contents(tx);
    const Match match = match_of(found);
    if (match == Match::fits) return;
    if (match != Match::begins) throw std::runtime_error(what_to_do(match, vault.folder().string()));
    begun = known ? known->id : auth::random_id();
    keep_installation(tx, {begun, vault.keyed_hash(begun)});
  });
  // After the COMMIT: a database that knows its id puts it into its folder at the next start.
  if (!begun.empty()) vault.set_note(kFile, begun);
}

}  // namespace biroyna::documents
