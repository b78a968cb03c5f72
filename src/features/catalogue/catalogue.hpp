// The catalogues of all centres that this program runs, as they stand now and as they were.
//
// A catalogue is loaded into the database by import(); each changed import is a new version, and what began
// under an older version keeps it. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/catalogue/answers_json.hpp"
#include "features/catalogue/domain.hpp"
#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/domain_identifiers.hpp"
#include "features/catalogue/domain_right_answers.hpp"
#include "features/catalogue/domain_search.hpp"
#include "features/catalogue/privacy_view.hpp"
#include "features/catalogue/reader.hpp"
#include "platform/db/db.hpp"
#include "platform/yaml/problem.hpp"

namespace biroyna::catalogue {

// A catalogue with what is derived from it.
struct Edition {
  explicit Edition(Catalogue from)
      : catalogue(std::move(from)), search(catalogue), zone(catalogue.centre.zone) {}
  Catalogue catalogue;
  Search search;
  Zone zone;
};
using EditionPtr = std::shared_ptr<const Edition>;

// The kind of the event that tells of an import.
inline constexpr std::string_view kImported = "catalogue_imported";

struct Imported {
  CentreId centre;
  std::int64_t version = 0;
  bool changed = false;  // false: the same files were already there
};

// Makes a catalogue of files, as read() does.
using Read = std::function<std::optional<Catalogue>(const Files&, yaml::Problems&, Origin)>;

class Catalogues {
 public:
  Catalogues(db::Db& db, audit::EventLog& log, Read read = catalogue::read);

  // Null for an unknown centre. Cheap: no query.
  EditionPtr current(const CentreId& centre) const;
  // All centres, by id.
  std::vector<EditionPtr> all() const;
  // The edition of this version; null for an unknown one. Reads the database for a version that is not in
  // memory; a write job must pass its transaction.
  EditionPtr version(const CentreId& centre, std::int64_t number);
  EditionPtr version(db::Tx& tx, const CentreId& centre, std::int64_t number);
  // The newest version that the transaction sees, perhaps not committed; null when there is none.
  EditionPtr newest(db::Tx& tx, const CentreId& centre) const;
  // Makes an edition from newest() the current one. Call it after the COMMIT of its transaction.
  void take_up(const EditionPtr& edition);
  // Takes up what this or another program has imported since. Answers the centres that changed.
  std::vector<CentreId> refresh();

  // All or nothing: with any problem nothing is stored and `problems` is not empty. `actor` as in the event
  // log.
  Imported import(const Files& files, std::string_view actor, Time now, yaml::Problems& problems);
  // The same for every centre with another list of days off, the content of a holidays.yaml.
  std::vector<Imported> import_holidays(const std::string& holidays, std::string_view actor, Time now,
                                        yaml::Problems& problems);

 private:
  EditionPtr edition(const Files& files, std::int64_t version) const;
  EditionPtr known(const CentreId& centre, std::int64_t number) const;
  EditionPtr remember(const CentreId& centre, std::int64_t number, const std::optional<Files>& files);

  db::Db& db_;
  audit::EventLog& log_;
  const Read read_;
  mutable std::mutex mutex_;
  std::map<CentreId, EditionPtr> current_;
  std::map<std::pair<CentreId, std::int64_t>, EditionPtr> older_;
};

// A centre's departments, with their names in this language; empty for an unknown centre.
std::vector<std::pair<DepartmentId, std::string>> department_names(const Catalogues& catalogues,
                                                                   Language language, const CentreId& centre);

}  // namespace biroyna::catalogue
