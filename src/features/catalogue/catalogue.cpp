#include "features/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "features/catalogue/store.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::size_t kOlderKept = 16;

}  // namespace

Catalogues::Catalogues(db::Db& db, audit::EventLog& log, Read read)
    : db_(db), log_(log), read_(std::move(read)) {
  refresh();
}

EditionPtr Catalogues::edition(const Files& files, std::int64_t version) const {
  yaml::Problems problems;
  auto catalogue = read_(files, problems, Origin::stored);
  if (!catalogue) {
    throw std::runtime_error(fmt::format("version {} of the catalogue in the database cannot be read: {}",
                                         version, problems.front().to_string()));
  }
  catalogue->version = version;
  return std::make_shared<const Edition>(*std::move(catalogue));
}

EditionPtr Catalogues::current(const CentreId& centre) const {
  const std::lock_guard lock(mutex_);
  const auto found = current_.find(centre);
  return found == current_.end() ? nullptr : found->second;
}

std::vector<EditionPtr> Catalogues::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<EditionPtr> editions;
  for (const auto& [centre, edition] : current_) editions.push_back(edition);
  return editions;
}

EditionPtr Catalogues::known(const CentreId& centre, std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  if (const auto found = current_.find(centre);
      found != current_.end() && found->second->catalogue.version == number) {
    return found->second;
  }
  const auto found = older_.find({centre, number});
  return found == older_.end() ? nullptr : found->second;
}

EditionPtr Catalogues::remember(const CentreId& centre, std::int64_t number,
                                const std::optional<Files>& files) {
  if (!files) return nullptr;
  const EditionPtr made = edition(*files, number);
  const std::lock_guard lock(mutex_);
  if (older_.size() >= kOlderKept) older_.clear();
  return older_[{centre, number}] = made;
}

EditionPtr Catalogues::version(const CentreId& centre, std::int64_t number) {
  if (auto here = known(centre, number)) return here;
  return remember(centre, number, db_.reading([&](db::Tx& tx) { return load_version(tx, centre, number); }));
}

EditionPtr Catalogues::version(db::Tx& tx, const CentreId& centre, std::int64_t number) {
  if (auto here = known(centre, number)) return here;
  return remember(centre, number, load_version(tx, centre, number));
}

EditionPtr Catalogues::newest(db::Tx& tx, const CentreId& centre) const {
  const auto number = latest_version(tx, centre);
  if (!number) return nullptr;
  if (auto here = current(centre); here && here->catalogue.version == *number) return here;
  return edition(load_version(tx, centre, *number).value(), *number);
}

void Catalogues::take_up(const EditionPtr& edition) {
  const std::lock_guard lock(mutex_);
  EditionPtr& current = current_[edition->catalogue.centre.id];
  if (!current || current->catalogue.version < edition->catalogue.version) current = edition;
}

std::vector<CentreId> Catalogues::refresh() {
  std::vector<CentreId> changed;
  const auto latest = db_.reading([](db::Tx& tx) { return latest_versions(tx); });
  for (const auto& [centre, number] : latest) {
    const EditionPtr known = current(centre);
    if (known && known->catalogue.version == number) continue;
    const auto files = db_.reading([&](db::Tx& tx) { return load_version(tx, centre, number); });
    take_up(edition(files.value(), number));
    changed.push_back(centre);
  }
  return changed;
}

Imported Catalogues::import(const Files& files, std::string_view actor, Time now, yaml::Problems& problems) {
  auto catalogue = read_(files, problems, Origin::folder);
  if (!catalogue) return {};
  Imported imported;
  db_.write_and_wait(
      [&](db::Tx& tx) { imported = store_version(tx, log_, catalogue->centre.id, files, actor, now); });
  if (imported.changed) {
    catalogue->version = imported.version;
    take_up(std::make_shared<const Edition>(*std::move(catalogue)));
  }
  return imported;
}

std::vector<Imported> Catalogues::import_holidays(const std::string& holidays, std::string_view actor,
                                                  Time now, yaml::Problems& problems) {
  std::vector<Imported> all;
  db_.write_and_wait([&](db::Tx& tx) {
    problems.clear();
    all.clear();
    std::map<CentreId, Files> changed;
    for (const auto& [centre, version] : latest_versions(tx)) {
      Files files = load_version(tx, centre, version).value();
      files[kHolidays] = holidays;
      if (!read_(files, problems, Origin::stored)) return;
      changed.emplace(centre, std::move(files));
    }
    for (const auto& [centre, files] : changed)
      all.push_back(store_version(tx, log_, centre, files, actor, now));
  });
  refresh();
  return all;
}

std::vector<std::pair<DepartmentId, std::string>> department_names(const Catalogues& catalogues,
                                                                   Language language,
                                                                   const CentreId& centre) {
  std::vector<std::pair<DepartmentId, std::string>> found;
  const auto edition = catalogues.current(centre);
  if (!edition) return found;
  for (const auto& department : edition->catalogue.departments)
    found.emplace_back(department.id, department.names.in(language));
  return found;
}

}  // namespace biroyna::catalogue
