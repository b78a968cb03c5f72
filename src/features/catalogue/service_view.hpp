// What the page of one service says, in the reader's language and without markup.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/catalogue/domain.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::catalogue {

struct ServiceView {
  struct Document {
    std::string name;
    bool if_needed = false;
  };
  struct Concession {
    std::string who, amount;
  };
  struct Fee {
    std::string
        kind;  // what it is: a duty of the state, a price by contract; empty where nothing is to be paid
    std::string amount;
    std::optional<std::string> note = {};
    std::string on_portal = {};  // empty: nobody applies online, or nothing is to be paid
    std::vector<Concession> concessions = {};
    std::string back = {};  // that it is given back; empty where it is not
  };
  struct Link {
    std::string name;
    std::string path;  // below the centre's address: "/life-events/birth"
  };

  std::string name, summary, who;
  std::vector<Document> documents;
  std::vector<Document> documents_spared;  // nobody hands them in: a registry is asked
  bool spared_online = false;              // where one applies online alone
  std::string term;
  std::optional<std::string> term_note;
  Fee fee;
  std::string result;
  std::string where;  // online, in person, or both
  std::vector<std::string> windows;
  Link department;
  std::string agency;
  std::vector<Link> life_events;   // to which it belongs
  std::vector<std::string> notes;  // on which days it is open, that one waits in line, what silence means
  bool can_apply = false;          // on the portal, today
};

// The fee is that of `today`.
ServiceView service_view(const Catalogue& catalogue, const Service& service, const i18n::Speaker& say,
                         Day today);

}  // namespace biroyna::catalogue
