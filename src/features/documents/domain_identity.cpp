#include "features/documents/domain_identity.hpp"

namespace biroyna::documents {

Match match_of(const Belongings& found) {
  if (!found.in_database) {
    // A database that was made anew where an installation was before.
    const bool older = found.database_names_documents && !found.in_folder;
    if (found.in_folder || (found.folder_has_contents && !older)) return Match::lost_database;
    return found.database_names_documents && !found.folder_has_contents ? Match::lost_documents
                                                                        : Match::begins;
  }
  if (found.in_folder && found.in_folder != found.in_database) return Match::foreign_documents;
  if (!found.folder_has_contents) {
    if (found.database_names_documents) return Match::lost_documents;
    // No content was sealed with the key, so a new one does as well.
    return found.in_folder && found.key_fits ? Match::fits : Match::begins;
  }
  if (!found.key_fits) return found.in_folder ? Match::foreign_key : Match::foreign_documents;
  return found.in_folder ? Match::fits : Match::begins;
}

}  // namespace biroyna::documents
