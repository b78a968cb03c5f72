#include "features/deadlines/terms.hpp"

#include <algorithm>

#include "features/cases/cases.hpp"

namespace biroyna::deadlines {
namespace {

void add(Load& sum, const Load& load) {
  sum.open += load.open;
  sum.unclaimed += load.unclaimed;
  sum.at_risk += load.at_risk;
  sum.overdue += load.overdue;
  sum.for_head += load.for_head;
}

// The sums over loads that have the same of something.
template <class Key>
std::vector<Load> summed(const std::vector<Load>& loads, Key Load::* key) {
  std::vector<Load> sums;
  for (const Load& load : loads) {
    auto found = std::ranges::find(sums, load.*key, key);
    if (found == sums.end()) {
      sums.emplace_back().*key = load.*key;
      found = sums.end() - 1;
    }
    add(*found, load);
  }
  return sums;
}

}  // namespace

Terms::Published Terms::published(db::Tx& tx, const CentreId& centre, const std::vector<Load>& loads,
                                  Time now) const {
  Published published{.by_department = summed(loads, &Load::department),
                      .punctuality = punctuality(tx, centre, now - kPublishedDays, now),
                      .all = {},
                      .outcomes = outcomes(tx, centre, now - kPublishedDays, now)};
  for (const Load& load : loads) add(published.all, load);
  return published;
}

Terms::Published Terms::published(const CentreId& centre) const {
  const Time now = clock_();
  return db_.reading([&](db::Tx& tx) { return published(tx, centre, loads(tx, centre, now), now); });
}

Terms::Overview Terms::overview(const auth::Principal& principal) const {
  const Time now = clock_();
  const CentreId centre(principal.centre);
  const auto& theirs = principal.departments;
  return db_.reading([&](db::Tx& tx) {
    auto found = loads(tx, centre, now);
    if (!theirs.empty())
      std::erase_if(found, [&](const Load& load) {
        return std::ranges::find(theirs, load.department) == theirs.end();
      });
    Overview overview{published(tx, centre, found, now),
                      summed(found, &Load::person),
                      tasks_at_risk(tx, centre, theirs, now, kMostListed),
                      unclaimed_tasks(tx, centre, theirs, kMostListed),
                      tasks_for_head(tx, centre, theirs, kMostListed),
                      theirs.empty()};
    std::erase_if(overview.by_person, [](const Load& load) { return load.person.empty(); });
    return overview;
  });
}

std::vector<RefusedTask> Terms::refusals(const auth::Principal& principal) const {
  const Time since = clock_() - kRefusalDays;
  return db_.reading([&](db::Tx& tx) {
    return refused_tasks(tx, CentreId(principal.centre), principal.departments, since, kMostRefusals);
  });
}

std::vector<metrics::Figure> Terms::figures() const {
  std::vector<metrics::Figure> figures;
  const Time now = clock_();
  for (const auto& edition : catalogues_.all()) {
    const CentreId& centre = edition->catalogue.centre.id;
    Load all;
    for (const Load& load : db_.reading([&](db::Tx& tx) { return loads(tx, centre, now); })) add(all, load);
    const auto gauge = [&](const char* name, const char* help, std::int64_t value) {
      figures.push_back(
          {name, help, metrics::Kind::gauge, static_cast<double>(value), {{"centre", centre.str()}}});
    };
    gauge("biroyna_tasks_open", "Tasks of applications that somebody has to do", all.open);
    gauge("biroyna_tasks_unclaimed", "Tasks of applications that nobody has claimed", all.unclaimed);
    gauge("biroyna_tasks_at_risk", "Tasks of applications whose deadline is near", all.at_risk);
    gauge("biroyna_tasks_overdue", "Tasks of applications whose deadline has passed", all.overdue);
  }
  return figures;
}

std::optional<int> percent(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return static_cast<int>(100 * part / whole);  // downwards: 99.9 is not all of them
}

}  // namespace biroyna::deadlines
