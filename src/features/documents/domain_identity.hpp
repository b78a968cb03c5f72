// Whether a database, a folder of documents and their key belong together.
//
// Each installation has an id. The database holds it, the folder of the documents holds it in a file, and the
// database holds a keyed hash of it that only the right key makes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace biroyna::documents {

// What was found at a start.
struct Belongings {
  std::optional<std::string> in_database =
      {};                                     // the id; none in a new database, or in one of an older version
  bool database_names_documents = false;      // it has rows whose contents should be in the folder
  std::optional<std::string> in_folder = {};  // the id; none in a new folder, or in one of an older version
  bool folder_has_contents = false;
  bool key_fits = false;  // makes the hash that the database holds; false if it holds none
};

enum class Match : std::uint8_t {
  fits,
  begins,  // of one of the two nothing is known yet, and nothing speaks against it: they belong together now
  lost_database,   // the folder belongs to an installation whose database is not this one
  lost_documents,  // the database names documents, and the folder has none
  foreign_documents,
  foreign_key,
};
Match match_of(const Belongings& found);

}  // namespace biroyna::documents
