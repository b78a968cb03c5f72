#include <algorithm>
#include <iterator>

#include "features/documents/store.hpp"

namespace biroyna::documents {
namespace {

using Names = std::vector<std::string>;

// Of two lists in order: what only the first has, and what both have.
Names only_in_first(const Names& first, const Names& second) {
  Names names;
  std::ranges::set_difference(first, second, std::back_inserter(names));
  return names;
}
Names in_both(const Names& first, const Names& second) {
  Names names;
  std::ranges::set_intersection(first, second, std::back_inserter(names));
  return names;
}

}  // namespace

Findings check(db::Db& db, Vault& vault, std::optional<std::size_t> remove_orphans) {
  Findings findings;
  Names there, needed;
  {
    // Nothing is being put or removed while both sides are listed.
    const auto held = vault.take();
    there = vault.all();
    needed = db.reading([](db::Tx& tx) { return needed_contents(tx); });
    std::ranges::sort(needed);
    findings.orphans = only_in_first(there, needed);
    if (remove_orphans == findings.orphans.size()) {
      for (const auto& orphan : findings.orphans) vault.remove(orphan);
      findings.orphans_removed = true;
    }
  }
  for (const auto& name : only_in_first(needed, there))
    findings.missing_or_damaged.push_back(name + " is missing");
  for (const auto& name : in_both(needed, there)) {
    try {
      vault.read(name, [](std::string_view) {});
      ++findings.contents;
    } catch (const Vault::Damaged& damaged) {
      // It may have been removed meanwhile, as it should.
      if (db.reading([&](db::Tx& tx) { return is_needed(tx, name); }))
        findings.missing_or_damaged.emplace_back(damaged.what());
    }
  }
  return findings;
}

}  // namespace biroyna::documents
