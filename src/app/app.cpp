#include "app/app.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/after_commit.hpp"
#include "app/backups.hpp"
#include "app/consumers.hpp"
#include "app/edge.hpp"
#include "app/figures.hpp"
#include "app/log_size.hpp"
#include "app/menu.hpp"
#include "app/problems.hpp"
#include "app/refusal_page.hpp"
#include "app/restored.hpp"
#include "app/routes.hpp"
#include "app/signed_heads.hpp"
#include "audit_migrations.hpp"
#include "cases_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "core/address.hpp"
#include "documents_migrations.hpp"
#include "features/audit/follower.hpp"
#include "features/case_views/case_views.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/catalogue/pages.hpp"
#include "features/deadlines/deadlines.hpp"
#include "features/documents/documents.hpp"
#include "features/documents/edge.hpp"
#include "features/documents/identity.hpp"
#include "features/intake/intake.hpp"
#include "features/integrations/integrations.hpp"
#include "features/queue/queue.hpp"
#include "features/results/results.hpp"
#include "features/sessions/edge.hpp"
#include "features/sessions/sessions.hpp"
#include "features/staff/staff.hpp"
#include "features/timekeeping/timekeeping.hpp"
#include "integrations_migrations.hpp"
#include "platform/assets/assets.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/server.hpp"
#include "platform/lifecycle/stopper.hpp"
#include "platform/live/hub.hpp"
#include "platform/log/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/schedule/schedule.hpp"
#include "queue_migrations.hpp"
#include "results_migrations.hpp"
#include "staff_migrations.hpp"
#include "timekeeping_migrations.hpp"
#include "web.hpp"

namespace biroyna {
namespace {

// How soon it is looked again whether what waits for a certain time may run.
constexpr std::chrono::seconds kWhileUncertain{10};

std::vector<db::Migration> all_migrations() {
  return db::migrations({{"audit", embedded::audit_migrations()},
                         {"timekeeping", embedded::timekeeping_migrations()},
                         {"commands", embedded::commands_migrations()},
                         {"staff", embedded::staff_migrations()},
                         {"catalogue", embedded::catalogue_migrations()},
                         {"queue", embedded::queue_migrations()},
                         {"integrations", embedded::integrations_migrations()},
                         {"documents", embedded::documents_migrations()},
                         {"results", embedded::results_migrations()},
                         {"applications", embedded::cases_migrations()}});
}

std::optional<Clamd> scanner_of(const Config& config) {
  return config.clamav.empty() ? std::nullopt : std::optional<Clamd>(std::in_place, config.clamav);
}

cases::Confirmation confirmation_of(integrations::Outcome outcome) {
  switch (outcome) {
    case integrations::Outcome::confirmed:
      return cases::Confirmation::confirmed;
    case integrations::Outcome::denied:
      return cases::Confirmation::denied;
    case integrations::Outcome::unknown:
      break;
  }
  return cases::Confirmation::unknown;
}

// Who tries what their role or their session does not allow. Whoever is not signed in may only have forgotten
// to.
void log_refused(const http::Request& request, const http::Route& route,
                 const std::optional<Result<void>>& answer) {
  if (!answer || *answer || answer->error().kind != Refusal::Kind::forbidden) return;
  log::warning("refused", {{"route", std::string_view(route.pattern)},
                           {"code", std::string_view(answer->error().code)},
                           {"by", std::string_view(auth::actor_of(request.principal))}});
}

// The first part of a page's address is one of the four languages.
bool language_is_wrong(const http::Request& request, const http::Route& route) {
  return route.pattern.starts_with("/{lang}") && !parse_language(request.param("lang"));
}

constexpr int kPatience = 60 * 60 * 1000;  // milliseconds

}  // namespace

// One connection for each thread that may read at the same time as the others.
int readers_of(const Config& config) {
  constexpr int kSlow = 1;       // requests that hash passwords
  constexpr int kSchedules = 4;  // periodic work
  constexpr int kLive = 1;       // old messages for pages that come back
  return config.pool_threads + kSlow + kSchedules + kLive + documents::kInspectors +
         static_cast<int>(config.registries.size());
}

std::unique_ptr<db::Db> open_database(const Config& config, bool exclusive, db::Options options) {
  if (config.database.empty())
    options.data_dir = config.data_dir;
  else
    options.postgresql = config.database;
  options.exclusive = exclusive;
  options.readers = readers_of(config);
  if (!options.postgresql.empty()) {
    // What changes tables may take its time, and so may what is done from the command line.
    db::Options patient = options;
    patient.silence_ms = patient.busy_timeout_ms = kPatience;
    auto db = db::open(patient);
    db::migrate(*db, all_migrations());
    return exclusive ? db::open(options) : std::move(db);
  }
  auto db = db::open(options);
  db::migrate(*db, all_migrations());
  return db;
}

struct App::Parts {
  Parts(const Config& config, Clock wall);
  ~Parts() { stopper.stop(); }

  // The database, and what every feature writes through.
  AfterCommit after_commit;
  std::unique_ptr<db::Db> db;
  audit::EventLog log;
  // What time it is: everybody has it from here.
  timekeeping::Timekeeper timekeeper;
  const Clock clock;
  // Before whatever writes, so that it sees each COMMIT.
  Archive archive;
  audit::Restores restores;
  // Pages and refusals.
  Assets assets;
  pages::Pages pages;
  sessions::KeptForms kept_forms;
  Problems problems;
  Commands commands;
  // Live updates, resumed from the event log.
  live::Hub hub;
  // The features.
  catalogue::Catalogues catalogues;
  staff::Staff staff;
  sessions::Sessions sessions;
  queue::Queue queue;
  RateLimit takes;
  Site site;
  integrations::Registries registries;
  Vault vault;
  signing::Desk heads_desk;
  const std::filesystem::path heads_folder, heads_file;
  documents::Documents documents;
  documents::Uploads uploads;
  results::Results results;
  RateLimit checks;
  cases::Applications applications;
  intake::Drafts drafts;
  cases::GuessThrottle guess_throttle;
  case_views::Looks looks;
  cases::CaseAccess access;
  deadlines::AbsenceBook absences;
  casework::WorklistViews worklist_views;
  deadlines::Terms terms;
  cases::Retention retention;
  audit::Follower follower;
  // What is served, and by what.
  metrics::Metrics metrics;
  http::Router router;
  http::Server server;
  // Periodic work. What the hall and the sign-ins need each second is short and shares a thread; what may
  // take long has others, so that neither many erasures nor a slow virus scanner delay a no-show, the end of
  // a day or of somebody's rights.
  Schedule hall_tasks, upkeep, scanning, following;
  // Those who call registries, while it runs.
  std::optional<integrations::Workers> workers;
  Stopper stopper;

  void set_schedules(const std::filesystem::path& data_dir);
  void start();
  std::vector<Stopper::Stage> stages();
  // Who may see one of its cases.
  bool may_read_document(const auth::Principal& who, const documents::Document& document) const;
};

bool App::Parts::may_read_document(const auth::Principal& who, const documents::Document& document) const {
  // Who helps at a window, before it belongs to a case.
  if (!document.attached) return who.role == auth::Role::operator_ || who.role == auth::Role::head;
  return std::ranges::any_of(documents.cases_of(document), [&](const std::string& number) {
    const auto application = applications.find(number);
    if (!application) return false;
    return cases::may(applications.viewer(who, *application, {}), cases::Action::see, application->process);
  });
}

App::Parts::Parts(const Config& config, Clock wall)
    : db(open_database(config, true, after_commit.options())),
      log(*db, [this](std::string_view kind) { after_commit.appended(kind); }),
      timekeeper(*db, log, std::move(wall)),
      clock(timekeeper.clock()),
      archive(config, *db, clock),
      restores(*db, log, clock),
      assets(embedded::web()),
      pages(assets, menu),
      kept_forms(clock),
      problems([this](const http::Request& request,
                      const Problems::Told& told) { return refusal_page(site, request, told); },
               [this](const http::Request& request) { return kept_forms.keep(request); }),
      commands(*db, clock, [this](std::function<void()> task) { after_commit(std::move(task)); }),
      hub({.older =
               [this](const CentreId& centre, std::int64_t after, std::size_t limit) {
                 std::int64_t shown = 0;
                 queue.look(centre, [&](const queue::View& view) { shown = view.seq; });
                 if (shown == after) return std::vector<live::Message>();
                 return queue::Queue::messages_after(*db, centre, after, limit);
               }}),
      catalogues(*db, log),
      staff(*db, log, clock),
      sessions(*db, log, staff, clock),
      queue(
          *db, log, catalogues, commands, hub, clock, [this] { return timekeeper.certain_since(); },
          config.open_all_hours),
      site{
          pages,
          [this](const http::Request& request, const Refusal& refusal) { return problems(request, refusal); },
          [this](Language language, const CentreId& centre) {
            return catalogue::place(catalogues, language, centre);
          },
          clock, base_url(config)},
      registries(*db, log, with_tokens(config.registries), clock),
      vault(vault_options(config)),
      heads_desk(signing_files(config)),
      heads_folder(config.data_dir / "heads"),
      heads_file(config.data_dir / "heads.noted"),
      documents(*db, log, vault, clock,
                {.may_read =
                     [this](const auth::Principal& who, const documents::Document& document) {
                       return may_read_document(who, document);
                     },
                 .scanner = scanner_of(config)}),
      uploads(documents, client_of, clock),
      results(*db, log, catalogues, signing_files(config), clock, base_url(config), staff.secrets()),
      applications(*db, log, catalogues, staff, documents, results, commands, clock),
      drafts(*db, log, catalogues, documents, applications, commands, clock),
      guess_throttle(clock),
      looks(*db, log, applications, documents, clock),
      access(applications, guess_throttle,
             [this](const auto& application, const auto& who) { looks.note(application, who); }),
      absences(*db, log, catalogues, commands, clock,
               [this](const CentreId& centre) { return staff.people(centre); }),
      worklist_views(*db),
      terms(*db, catalogues, clock),
      retention(*db, log, catalogues, clock),
      follower(*db, clock, all_consumers(applications, documents, registries, catalogues, clock)),
      router(make_routes({*db,
                          log,
                          site,
                          timekeeper,
                          restores,
                          [this] { return archive.standing(); },
                          catalogues,
                          metrics,
                          staff,
                          sessions,
                          queue,
                          hub,
                          takes,
                          config.open_all_hours,
                          documents,
                          uploads,
                          registries,
                          results,
                          checks,
                          applications,
                          access,
                          looks,
                          guess_throttle,
                          drafts,
                          absences,
                          worklist_views,
                          terms,
                          retention,
                          commands,
                          kept_forms})),
      server(
          {.address = config.listen_address,
           .port = config.listen_port,
           .pool_threads = config.pool_threads,
           .limits = http_limits(config, readers_of(config)),
           .upload_folder = config.data_dir,
           .always = security_headers(config),
           .staff_member =
               [this](const http::Request& request) { return sessions::known_staff(sessions, request); },
           .on_exception = refusal_of},
          router,
          [this](http::Request& request, const http::Route& route,
                 http::Where here) -> std::optional<Result<void>> {
            if (language_is_wrong(request, route)) return refuse(Refusal::Kind::not_found, "not_found");
            const auto answer = sessions::guard(sessions, request, route, here);
            log_refused(request, route, answer);
            return answer;
          },
          [this](const http::Request& request, int status, const Refusal& refusal) {
            return problems(request, status, refusal);
          }),
      hall_tasks("hall", clock),
      upkeep("upkeep", clock),
      scanning("scanning", clock),
      following("following", clock),
      stopper(stages()) {
  documents::must_belong_together(*db, vault);
  begin_after_restore(*db, heads_file, clock());
  queue.see_restores();
  registries.handle({.is_wanted =
                         [this](db::Tx& tx, const integrations::Asked& question) {
                           return is_asked(tx, applications, question);
                         },
                     .on_answer =
                         [this](db::Tx& tx, const integrations::Answer& answer) {
                           applications.answered(tx, answer.centre, answer.case_number, answer.step,
                                                 confirmation_of(answer.outcome), answer.comment, answer.data,
                                                 integrations::words_of(answer));
                         },
                     // The step stays open: a specialist of its department does it by hand.
                     .on_dead = [](db::Tx&, const integrations::DeadLetter&) {},
                     .on_given_up = [](db::Tx&, const integrations::Asked&) {}});
  metrics.add([this] { return http_figures(server.counters()); });
  metrics.add([this] { return figures_of(queue, catalogues); });
  metrics.add([data = config.data_dir] { return log_size_figures(data); });
  metrics.add([this] { return timekeeper.figures(); });
  metrics.add([this] { return restores.figures(); });
  metrics.add([this] { return registries.figures(); });
  metrics.add([this] { return guess_throttle.figures(); });
  metrics.add([this] { return terms.figures(); });
  metrics.add([this] { return follower.figures(); });
  metrics.add([config] { return backup_figures(config); });
  metrics.add([this] { return archive.figures(); });
  set_schedules(config.data_dir);
  after_commit.serve(&server);
  after_commit.follow(&follower, [this] { following.wake(); });
}

void App::Parts::set_schedules(const std::filesystem::path& data_dir) {
  using namespace std::chrono_literals;
  using Again = std::optional<Schedule::Duration>;
  // A few at a time, so that others are served in between.
  const auto in_batches = [](auto tick) { return [tick] { return tick() ? Again(1s) : Again(); }; };
  // What warns, destroys or ends something because of the time. It waits until the time has been certain for
  // `length`: as long as that is kept which a wrong clock may have dated too early.
  const auto once_certain = [this](Milliseconds length, auto tick) {
    return [this, length, tick]() -> Again {
      if (!timekeeper.certain_for(length)) return kWhileUncertain;
      if constexpr (std::is_void_v<decltype(tick())>)
        return tick(), Again();
      else
        return tick();
    };
  };

  hall_tasks.every(1s, "log", log::write_left_out);
  hall_tasks.every(1s, "clock", [this] { timekeeper.tick(); });
  hall_tasks.every(1s, "queue", [this] { queue.tick(); });
  hall_tasks.every(1s, "sessions", [this] {
    staff.tick();
    sessions.tick();
  });

  upkeep.every(cases::kBetweenLooks, "deadlines",
               once_certain(0ms, in_batches([this] { return applications.tick(); })));
  upkeep.every(1min, "old_documents",
               once_certain(documents::kUnattachedKept, [this] { documents.remove_old(); }));
  upkeep.every(1min, "log_size", [data_dir] { warn_of_long_log(data_dir); });
  upkeep.every(1h, "old_drafts", once_certain(intake::kDraftsKept, [this] { drafts.tick(); }));
  upkeep.every(1h, "old_sessions", once_certain(sessions::kSessionAge, [this] {
                 sessions.forget_old();
                 staff.forget_old();
               }));
  upkeep.every(1h, "signed_heads",
               [this] { write_signed_heads(*db, heads_desk, heads_folder, site.clock()); });
  upkeep.every(kBetweenNotedHeads, "noted_heads", [this] { note_heads(*db, heads_file, site.clock()); });
  upkeep.every(1h, "old_outcomes", once_certain(Commands::kKept, [this] { commands.forget_old(); }));
  upkeep.every(cases::kBetweenErasures, "erasure",
               once_certain(cases::kErasureNotice, in_batches([this] { return retention.tick(); })));

  scanning.every(1s, "scan", [this] { return documents.scan_due() ? Again(0ms) : Again(); });
  // Also woken by each COMMIT with events that a consumer wants.
  following.every(1s, "consumers", [this] { return follower.run_once() ? Again(0ms) : Again(); });
  for (const Schedule* schedule : {&hall_tasks, &upkeep, &scanning, &following})
    metrics.add([schedule] { return schedule->figures(); });
}

void App::Parts::start() {
  archive.start(vault);
  workers.emplace(registries);
  for (Schedule* schedule : {&hall_tasks, &upkeep, &scanning, &following}) schedule->start();
}

// The order that app.hpp explains. The limits add up to less than the 90 seconds after which systemd kills.
std::vector<Stopper::Stage> App::Parts::stages() {
  using namespace std::chrono_literals;
  return {{"accept_nothing_new", 5s, [this] { server.close(); }},
          {"finish_requests", 20s, [this] { server.finish(); }},
          {"periodic_work", 35s,
           [this] {
             for (Schedule* schedule : {&hall_tasks, &upkeep, &scanning, &following}) schedule->stop();
             uploads.stop();
             workers.reset();
           }},
          {"drain_writer", 20s,
           [this] {
             db->drain();
             note_heads_at_stop(*db, heads_file, site.clock());
           }},
          {"archive", 4s, [this] { archive.stop(); }},
          {"live_updates", 5s, [this] { hub.stop(); }}};
}

App::App(const Config& config, Clock clock) : parts_(std::make_unique<Parts>(config, std::move(clock))) {}
App::~App() = default;

std::uint16_t App::port() const { return parts_->server.port(); }
void App::run() {
  parts_->start();
  parts_->server.run();
  parts_->stopper.stop();
}
void App::stop() { parts_->server.stop(); }
const http::Router& App::router() const { return parts_->router; }

}  // namespace biroyna
