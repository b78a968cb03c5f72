// The index of the product: everything that an address can lead to.
#pragma once

#include "app/problems.hpp"
#include "features/case_views/case_views.hpp"
#include "features/cases/cases.hpp"
#include "features/cases/edge.hpp"
#include "features/casework/casework.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/deadlines/deadlines.hpp"
#include "features/documents/documents.hpp"
#include "features/documents/edge.hpp"
#include "features/intake/intake.hpp"
#include "features/integrations/integrations.hpp"
#include "features/queue/queue.hpp"
#include "features/results/results.hpp"
#include "features/sessions/edge_kept_forms.hpp"
#include "features/sessions/sessions.hpp"
#include "features/staff/staff.hpp"
#include "features/timekeeping/timekeeping.hpp"
#include "platform/backup/standing.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/site/site.hpp"

namespace biroyna {

struct RouteParts {
  db::Db& db;
  audit::EventLog& log;
  const Site& site;
  timekeeping::Timekeeper& timekeeper;
  audit::Restores& restores;
  std::function<backup::Standing()> backups;
  const catalogue::Catalogues& catalogues;
  const metrics::Metrics& metrics;
  staff::Staff& staff;
  sessions::Sessions& sessions;
  queue::Queue& queue;
  live::Hub& hub;
  RateLimit& takes;
  bool open_all_hours;
  documents::Documents& documents;
  documents::Uploads& uploads;
  integrations::Registries& registries;
  results::Results& results;
  RateLimit& checks;
  cases::Applications& applications;
  const cases::CaseAccess& access;
  const case_views::Looks& looks;
  cases::GuessThrottle& guess_throttle;
  intake::Drafts& drafts;
  deadlines::AbsenceBook& absences;
  casework::WorklistViews& worklist_views;
  const deadlines::Terms& terms;
  const cases::Retention& retention;
  Commands& commands;
  sessions::KeptForms& kept_forms;
};

// All parts must outlive the router.
http::Router make_routes(const RouteParts& parts);

// Where somebody works after signing in: "/uz-Latn/sergeli/console".
std::string home_of(Language language, const auth::Principal& principal);

}  // namespace biroyna
