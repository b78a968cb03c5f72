// Fills a centre with months of work: applications for every service, handed in, worked on and decided by the
// rules of the product, with realistic times. For demonstrations and measurements.
//
// The same settings, seed and people make the same applications; secrets and the codes of documents are
// random as ever. Used by one thread, while nobody else writes. Knows applications by their public header.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "features/cases/cases.hpp"

namespace biroyna::demo {

struct Settings {
  CentreId centre;
  int applications = 25'000;
  std::uint32_t seed = 1;
  Time until{};                   // the last of it is what happened just before
  std::chrono::days during{270};  // before that
};

// Who works there; at least one operator, a head, and a head for each department.
struct People {
  std::vector<StaffId> operators, heads;
  std::map<DepartmentId, std::vector<StaffId>> specialists;
};
// Documents to hand in, of which each belongs to several applications.
using Documents = std::map<DocumentTypeId, std::vector<documents::DocumentId>>;

class Demo {
 public:
  // `applications` takes the time from `clock`, which this one moves.
  Demo(db::Db& db, cases::Applications& applications, catalogue::EditionPtr edition, Time& clock,
       Settings settings, People people, Documents documents);
  ~Demo();

  // Makes them all, some thousand steps to a transaction. Told after each is how many were handed in.
  // Throws std::runtime_error when a service finds no right answers or the rules refuse what was planned.
  void run(const std::function<void(int applications)>& progress);

 private:
  struct World;
  struct Player;
  db::Db& db_;
  cases::Applications& applications_;
  catalogue::EditionPtr edition_;
  Time& clock_;
  const Settings settings_;
  const People people_;
  const Documents documents_;
};

}  // namespace biroyna::demo
