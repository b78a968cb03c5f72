#include "app/app.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/consumers.hpp"
#include "app/problems.hpp"
#include "app/routes.hpp"
#include "audit_migrations.hpp"
#include "cases_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "core/text.hpp"
#include "documents_migrations.hpp"
#include "features/audit/follower.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/deadlines/deadlines.hpp"
#include "features/documents/documents.hpp"
#include "features/intake/intake.hpp"
#include "features/integrations/integrations.hpp"
#include "features/queue/queue.hpp"
#include "features/results/pages.hpp"
#include "features/staff/staff.hpp"
#include "integrations_migrations.hpp"
#include "platform/assets/assets.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/server.hpp"
#include "platform/live/live.hpp"
#include "platform/log/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "queue_migrations.hpp"
#include "results_migrations.hpp"
#include "staff_migrations.hpp"
#include "web.hpp"

namespace biroyna {
namespace {

// Calls a function each second on a thread of its own until destroyed, and at once when woken, or when it
// answers that there is more to do.
class Ticker {
 public:
  explicit Ticker(std::function<bool()> tick)
      : thread_([this, tick = std::move(tick)] {
          std::unique_lock lock(mutex_);
          for (;;) {
            wake_.wait_for(lock, Seconds(1), [this] { return stopping_ || woken_; });
            if (stopping_) return;
            woken_ = false;
            lock.unlock();
            const bool more = tick();
            lock.lock();
            woken_ = woken_ || more;
          }
        }) {}
  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    wake_.notify_all();
  }
  ~Ticker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, woken_ = false;
  std::thread thread_;
};

std::vector<db::Migration> all_migrations() {
  return db::migrations({{"audit", embedded::audit_migrations()},
                         {"commands", embedded::commands_migrations()},
                         {"staff", embedded::staff_migrations()},
                         {"catalogue", embedded::catalogue_migrations()},
                         {"queue", embedded::queue_migrations()},
                         {"integrations", embedded::integrations_migrations()},
                         {"documents", embedded::documents_migrations()},
                         {"results", embedded::results_migrations()},
                         {"applications", embedded::cases_migrations()}});
}

http::Fields security_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
           "connect-src "
           "'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
           "require-trusted-types-for 'script'; trusted-types biroyna"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
}

// Behind a reverse proxy on this machine, the visitor's address is what the proxy says of it.
void see_through_proxy(http::Request& request) {
  if (request.peer != "127.0.0.1" && request.peer != "::1") return;
  std::string_view forwarded = request.header("x-forwarded-for");
  forwarded = trim(forwarded.substr(forwarded.rfind(',') + 1));
  if (!forwarded.empty() && forwarded.size() <= 45) request.peer = forwarded;
}

std::optional<Clamd> scanner_of(const Config& config) {
  return config.clamav.empty() ? std::nullopt : std::optional<Clamd>(std::in_place, config.clamav);
}

cases::Finding finding_of(integrations::Outcome outcome) {
  switch (outcome) {
    case integrations::Outcome::confirmed:
      return cases::Finding::confirmed;
    case integrations::Outcome::denied:
      return cases::Finding::denied;
    case integrations::Outcome::unknown:
      break;
  }
  return cases::Finding::unknown;
}

// The first part of a page's address is one of the four languages.
bool language_is_wrong(const http::Request& request, const http::Route& route) {
  return route.pattern.starts_with("/{lang}") && !parse_language(request.param("lang"));
}

}  // namespace

std::unique_ptr<db::Db> open_database(const Config& config, bool exclusive, db::Options options) {
  if (config.database.empty())
    options.data_dir = config.data_dir;
  else
    options.postgresql = config.database;
  options.exclusive = exclusive;
  options.readers = config.pool_threads;
  auto db = db::open(options);
  db::migrate(*db, all_migrations());
  return db;
}

std::string base_url(const Config& config) {
  if (!config.public_url.empty()) return config.public_url;
  const bool every_address = config.listen_address == "0.0.0.0" || config.listen_address == "::";
  const std::string host = every_address ? "127.0.0.1" : config.listen_address;
  return fmt::format("http://{}:{}", host, config.listen_port);
}

Vault::Options vault_options(const Config& config) {
  return {.folder = config.data_dir / "papers",
          .key_file = config.papers_key.empty() ? config.data_dir / "papers.key" : config.papers_key};
}

signing::Files signing_files(const Config& config) {
  signing::Files files = signing::files_in(config.data_dir);
  if (!config.signing_key.empty()) files.key = config.signing_key;
  if (!config.signing_certificate.empty()) files.certificate = config.signing_certificate;
  return files;
}

// Lets the answers of a group commit leave together, as long as there is a server.
class AnswersTogether {
 public:
  void serve(http::Server* server) {
    const std::lock_guard lock(mutex_);
    server_ = server;
  }
  // Wakes a follower after each COMMIT with events that it wants, as long as there is one.
  void follow(const audit::Follower* follower, std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    follower_ = follower;
    wake_ = std::move(wake);
  }
  // On the writer's thread, inside a transaction.
  void appended(std::string_view kind) {
    const std::lock_guard lock(mutex_);
    wanted_ = wanted_ || (follower_ != nullptr && follower_->wants(kind));
  }
  db::Options options() {
    db::Options options;
    options.before_answers = [this] {
      const std::lock_guard lock(mutex_);
      held_ = server_;
      if (held_ != nullptr) held_->hold_answers();
    };
    options.after_answers = [this] {
      const std::lock_guard lock(mutex_);
      // Only what was held is released: the server may have come, or gone, in between.
      if (held_ != nullptr && held_ == server_) held_->release_answers();
      if (std::exchange(wanted_, false) && follower_ != nullptr) wake_();
    };
    return options;
  }

 private:
  std::mutex mutex_;
  http::Server* server_ = nullptr;
  http::Server* held_ = nullptr;
  const audit::Follower* follower_ = nullptr;
  std::function<void()> wake_;
  bool wanted_ = false;
};

struct App::Parts {
  Parts(const Config& config, Clock clock);
  ~Parts() {
    answers.serve(nullptr);
    answers.follow(nullptr, {});
  }

  // The database, and what every feature writes through.
  AnswersTogether answers;
  std::unique_ptr<db::Db> db;
  audit::EventLog log;
  // Pages and refusals.
  Assets assets;
  pages::Pages pages;
  Problems problems;
  Commands::Refused refused;
  Commands commands;
  // Live updates, resumed from the event log.
  live::Hub hub;
  // The features.
  catalogue::Catalogues catalogues;
  staff::Staff staff;
  queue::Queue queue;
  RateLimit takes;
  queue::Surroundings around_queue;
  integrations::Registries registries;
  Vault vault;
  documents::Papers papers;
  documents::Uploads uploads;
  results::Results results;
  RateLimit checks;
  cases::Applications applications;
  intake::Drafts drafts;
  cases::Strangers strangers;
  deadlines::AbsenceBook absences;
  casework::WorklistViews worklist_views;
  deadlines::Terms terms;
  cases::Retention retention;
  audit::Follower follower;
  // What is served, and by what.
  metrics::Metrics metrics;
  http::Router router;
  http::Server server;
  // The last members: they stop first.
  integrations::Workers workers;
  Ticker ticker;
  Ticker following;

  std::vector<metrics::Figure> figures() const;
  // Who may see one of its cases, and who handed it in.
  bool may_read_paper(const auth::Principal& who, const documents::Paper& paper) const;
};

bool App::Parts::may_read_paper(const auth::Principal& who, const documents::Paper& paper) const {
  if (paper.owner == actor_of(who)) return true;
  // Who helps at a window, before it belongs to a case.
  if (!paper.attached) return who.role == auth::Role::operator_ || who.role == auth::Role::head;
  return std::ranges::any_of(papers.cases_of(paper), [&](const std::string& number) {
    const auto application = applications.find(number);
    if (!application) return false;
    return cases::may(applications.viewer(who, *application, {}), cases::Action::see, application->process);
  });
}

App::Parts::Parts(const Config& config, Clock clock)
    : db(open_database(config, true, answers.options())),
      log(*db, [this](std::string_view kind) { answers.appended(kind); }),
      assets(embedded::web()),
      pages(assets, navigation),
      problems([this](const http::Request& request, std::string_view title, std::string_view text) {
        return pages.error_page(request, title, text);
      }),
      refused([this](const http::Request& request, const Refusal& refusal) {
        return problems(request, refusal);
      }),
      commands(*db, clock, refused),
      hub({.older =
               [this](const CentreId& centre, std::int64_t after, std::size_t limit) {
                 return queue::Queue::messages_after(*db, centre, after, limit);
               }}),
      catalogues(*db, log),
      staff(*db, log, clock),
      queue(*db, log, catalogues, commands, hub, clock),
      around_queue{
          queue, catalogues, hub, refused, pages, clock, takes, base_url(config), config.open_all_hours},
      registries(*db, log, with_tokens(config.registries), clock),
      vault(vault_options(config)),
      papers(*db, log, vault, clock,
             {.may_read = [this](const auth::Principal& who,
                                 const documents::Paper& paper) { return may_read_paper(who, paper); },
              .scanner = scanner_of(config)}),
      uploads(papers, staff::client_of, clock),
      results(*db, log, catalogues, signing_files(config), clock, base_url(config)),
      applications(*db, log, catalogues, papers, results, commands, clock),
      drafts(*db, log, catalogues, papers, applications, commands, clock),
      strangers(clock),
      absences(*db, log, catalogues, commands, clock,
               [this](const CentreId& centre) { return staff.people(centre); }),
      worklist_views(*db),
      terms(*db, catalogues, clock),
      retention(*db, log, clock),
      follower(*db, clock, all_consumers(papers, registries)),
      router(make_routes({*db, catalogues, problems, metrics, staff, papers, uploads, around_queue,
                          registries, results, checks, applications, drafts, strangers, absences,
                          worklist_views, terms, commands, clock})),
      server(
          {.address = config.listen_address,
           .port = config.listen_port,
           .pool_threads = config.pool_threads,
           .upload_folder = config.data_dir,
           .always = security_headers(),
           .on_exception = refusal_of},
          router,
          [this](http::Request& request, const http::Route& route) -> Result<void> {
            see_through_proxy(request);
            if (language_is_wrong(request, route)) return refuse(Refusal::Kind::not_found, "not_found");
            return staff.guard(request, route);
          },
          [this](const http::Request& request, int status, const Refusal& refusal) {
            return problems(request, status, refusal);
          }),
      workers(registries),
      ticker([this] {
        try {
          queue.tick();
          staff.tick();
          papers.tick();
          applications.tick();
          drafts.tick();
          retention.tick();
        } catch (const std::exception& error) {
          log::warning("tick_failed", {{"reason", std::string_view(error.what())}});
        }
        return false;
      }),
      following([this] { return follower.tick(); }) {
  registries.handle({.on_answer =
                         [this](db::Tx& tx, const integrations::Answer& answer) {
                           if (!is_asked(tx, answer)) return;
                           applications.answered(tx, answer.centre, answer.case_number, answer.step,
                                                 finding_of(answer.outcome), integrations::words_of(answer));
                         },
                     // The step stays open: a specialist of its department does it by hand.
                     .on_dead = [](db::Tx&, const integrations::DeadLetter&) {},
                     .on_given_up = [](db::Tx&, const integrations::Asked&) {}});
  metrics.add([this] { return figures(); });
  metrics.add([this] { return registries.figures(); });
  metrics.add([this] { return strangers.figures(); });
  metrics.add([this] { return terms.figures(); });
  metrics.add([this] { return follower.figures(); });
  answers.serve(&server);
  answers.follow(&follower, [this] { following.wake(); });
}

std::vector<metrics::Figure> App::Parts::figures() const {
  using metrics::Kind;
  const http::Counters counters = server.counters();
  const auto number = [](auto value) { return static_cast<double>(value); };
  std::vector<metrics::Figure> figures = {
      {"biroyna_http_open_connections", "Connections that are open", Kind::gauge,
       number(counters.open_connections)},
      {"biroyna_http_open_streams", "Event streams that are open", Kind::gauge,
       number(counters.open_streams)},
      {"biroyna_http_accepted_total", "Connections accepted", Kind::counter, number(counters.accepted)},
      {"biroyna_http_refused_connections_total", "Connections over the limit", Kind::counter,
       number(counters.refused_connections)},
      {"biroyna_http_requests_total", "Requests", Kind::counter, number(counters.requests)},
      {"biroyna_http_slow_streams_closed_total", "Event streams whose reader was too slow", Kind::counter,
       number(counters.slow_streams_closed)}};
  for (int hundred = 1; hundred < 6; ++hundred) {
    figures.push_back({"biroyna_http_answers_total",
                       "Answers by the first digit of their status",
                       Kind::counter,
                       number(counters.by_status_class[hundred]),
                       {{"class", fmt::format("{}xx", hundred)}}});
  }
  for (const auto& edition : catalogues.all()) {
    const CentreId& centre = edition->catalogue.centre.id;
    queue.look(centre, [&](const queue::View& view) {
      const std::vector<std::pair<std::string, std::string>> labels = {{"centre", centre.str()}};
      const auto open =
          std::ranges::count(view.hall.windows(), queue::WindowState::open, &queue::Window::state);
      double longest = 0;
      if (const auto since = view.hall.longest_waiting_since()) {
        longest = std::chrono::duration<double>(view.now - *since).count();
      }
      figures.push_back({"biroyna_queue_waiting", "Tickets that wait", Kind::gauge,
                         number(view.hall.waiting_count()), labels});
      figures.push_back(
          {"biroyna_queue_open_windows", "Windows that are open", Kind::gauge, number(open), labels});
      figures.push_back({"biroyna_queue_longest_wait_seconds", "How long the first of the line has waited",
                         Kind::gauge, longest, labels});
    });
  }
  return figures;
}

App::App(const Config& config, Clock clock) : parts_(std::make_unique<Parts>(config, std::move(clock))) {}
App::~App() = default;

std::uint16_t App::port() const { return parts_->server.port(); }
void App::run() { parts_->server.run(); }
void App::stop() { parts_->server.stop(); }
const http::Router& App::router() const { return parts_->router; }

}  // namespace biroyna
