// How applications come in: what somebody is filling in, on the portal or at a window, and the conversation
// by which it is handed in.
//
// Knows applications by their public header; nothing of applications knows it. The drafts' table is made by
// the migrations of applications.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/documents/documents.hpp"
#include "features/forms/forms.hpp"
#include "platform/commands/commands.hpp"
#include "platform/db/db.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::intake {

// What somebody is filling in, for one service or for several at once: each fact and document is asked once,
// and each service becomes a case of its own. Nothing is lost when the network, the session or the power
// goes.
struct Draft {
  CentreId centre;
  std::string id;  // unguessable: whoever has it goes on
  std::vector<ServiceId> services;
  catalogue::Channel channel = catalogue::Channel::online;
  StaffId staff;  // who takes it in, at a window
  TicketId ticket;
  forms::Applicant applicant;
  catalogue::Answers answers;
  cases::Attachments documents;
  std::vector<std::string> numbers =
      {};  // once it was handed in, of each service; it can then not be changed
};

// The drafts of all centres. Thread-safe.
class Drafts {
 public:
  Drafts(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues,
         documents::Documents& documents, cases::Applications& applications, Commands& commands, Clock clock);

  // Gives it an id and keeps it.
  Draft begin(Draft draft);
  std::optional<Draft> find(const CentreId& centre, std::string_view id) const;
  // Those that this person has begun at a window and not handed in, the newest first.
  std::vector<Draft> of(const CentreId& centre, const StaffId& staff) const;
  // Keeps what `fill` changes, also when it is wrong still. Refusals: not_found; handed_in (409).
  Result<Draft> fill(const CentreId& centre, std::string_view id, const std::function<void(Draft&)>& fill);

  // Makes an application of each service: all of them or none. `done` is called after the COMMIT, not on the
  // writer's thread.
  // Refusals: those of Applications::submit(), and not_found for an unknown draft, and for one of a window
  // that nobody at a window hands in; handed_in (409).
  void submit(const CentreId& centre, std::string draft, const auth::Principal& by,
              std::function<void(Result<Executed<Nothing>>)> done);
  // What opens the applications of a draft, which whoever has the draft may know again.
  static std::string secret_of(std::string_view draft);

  // What the conditions of its services see.
  catalogue::Facts facts_of(const Draft& draft) const;

  // Forgets old drafts. Called each hour.
  void tick();

  Time now() const { return clock_(); }

 private:
  db::Db& db_;
  audit::EventLog& log_;
  const catalogue::Catalogues& catalogues_;
  documents::Documents& documents_;
  cases::Applications& applications_;
  Commands& commands_;
  Clock clock_;
};

// What the pages need.
struct Surroundings {
  const Site& site;
  Drafts& drafts;
  const cases::Applications& applications;
  cases::GuessThrottle& guess_throttle;
  const catalogue::Catalogues& catalogues;
  documents::Documents& documents;
  documents::Uploads& uploads;
};
void add_pages(http::Router& router, const Surroundings& around);

}  // namespace biroyna::intake
