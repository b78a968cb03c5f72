// What an advice says, in the reader's language and without markup.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/catalogue/catalogue.hpp"
#include "features/eligibility/domain_eligibility.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::eligibility {

struct OutcomeView {
  struct Link {
    std::string name;
    std::string path;  // below the centre's address: "/services/kindergarten-referral/eligibility"
  };
  struct Elsewhere {
    std::string name, where, link;  // the link may be empty
  };

  bool may = false;
  std::vector<std::string> reasons;  // why not, each a sentence; empty where they may
  bool closed = false;               // not now: it is not in season
  std::vector<std::string> notes;    // its season, and that one waits in line
  std::vector<std::string> documents;
  std::vector<std::string> documents_spared;  // a registry is asked instead
  std::string fee;                            // at the window, "412 000 soʻm"
  std::string fee_share;   // "1 base calculation amount (412 000 soʻm each)"; empty where nothing is paid
  std::string concession;  // that is in the fee; may be empty
  std::string portal_fee;  // empty: nobody applies online, or nothing is paid
  bool paid = false;       // something is to be paid, at which the term begins
  std::string due;  // the day of the decision, if the application comes in now; empty where that is not known
  std::string where;         // whether one must come
  std::string department;    // that decides
  bool can_apply = false;    // online
  std::vector<Link> others;  // what else may be for them, where this is not
  std::vector<Elsewhere> elsewhere;
};
OutcomeView outcome_view(const catalogue::Edition& edition, const Service& service, const Outcome& outcome,
                         const i18n::Speaker& say, Time now);

// "/services/kindergarten-referral/eligibility"
std::string eligibility_path(const ServiceId& service);

}  // namespace biroyna::eligibility
