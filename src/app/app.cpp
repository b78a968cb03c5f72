#include "app/app.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/problems.hpp"
#include "app/routes.hpp"
#include "audit_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "core/text.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/queue/queue.hpp"
#include "features/staff/staff.hpp"
#include "platform/assets/assets.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/server.hpp"
#include "platform/live/live.hpp"
#include "platform/log/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "queue_migrations.hpp"
#include "staff_migrations.hpp"
#include "web.hpp"

namespace biroyna {
namespace {

// Calls a function each second on a thread of its own until destroyed.
class Ticker {
 public:
  explicit Ticker(std::function<void()> tick)
      : thread_([this, tick = std::move(tick)] {
          std::unique_lock lock(mutex_);
          while (!wake_.wait_for(lock, Seconds(1), [this] { return stopping_; })) {
            lock.unlock();
            tick();
            lock.lock();
          }
        }) {}
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
  bool stopping_ = false;
  std::thread thread_;
};

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> migrations;
  const auto add = [&](std::string_view feature, std::span<const embedded::File> files) {
    for (const auto& file : files) migrations.push_back({feature, file.name, file.content});
  };
  add("audit", embedded::audit_migrations());
  add("commands", embedded::commands_migrations());
  add("staff", embedded::staff_migrations());
  add("catalogue", embedded::catalogue_migrations());
  add("queue", embedded::queue_migrations());
  return migrations;
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

// How phones reach the program when the settings do not say.
std::string base_url(const Config& config) {
  if (!config.public_url.empty()) return config.public_url;
  const bool every_address = config.listen_address == "0.0.0.0" || config.listen_address == "::";
  const std::string host = every_address ? "127.0.0.1" : config.listen_address;
  return fmt::format("http://{}:{}", host, config.listen_port);
}

// Behind a reverse proxy on this machine, the visitor's address is what the proxy says of it.
void see_through_proxy(http::Request& request) {
  if (request.peer != "127.0.0.1" && request.peer != "::1") return;
  std::string_view forwarded = request.header("x-forwarded-for");
  forwarded = trim(forwarded.substr(forwarded.rfind(',') + 1));
  if (!forwarded.empty() && forwarded.size() <= 45) request.peer = forwarded;
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

// Lets the answers of a group commit leave together, as long as there is a server.
class AnswersTogether {
 public:
  void serve(http::Server* server) {
    const std::lock_guard lock(mutex_);
    server_ = server;
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
    };
    return options;
  }

 private:
  std::mutex mutex_;
  http::Server* server_ = nullptr;
  http::Server* held_ = nullptr;
};

struct App::Parts {
  Parts(const Config& config, Clock clock);
  ~Parts() { answers.serve(nullptr); }

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
  queue::TakeLimit takes;
  queue::Surroundings around_queue;
  // What is served, and by what.
  metrics::Metrics metrics;
  http::Router router;
  http::Server server;
  // The last member: stops first.
  Ticker ticker;

  std::vector<metrics::Figure> figures() const;
};

App::Parts::Parts(const Config& config, Clock clock)
    : db(open_database(config, true, answers.options())),
      log(*db),
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
      router(make_routes({*db, catalogues, problems, metrics, staff, around_queue, clock})),
      server(
          {.address = config.listen_address,
           .port = config.listen_port,
           .pool_threads = config.pool_threads,
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
      ticker([this] {
        try {
          queue.tick();
          staff.tick();
        } catch (const std::exception& error) {
          log::warning("tick_failed", {{"reason", std::string_view(error.what())}});
        }
      }) {
  metrics.add([this] { return figures(); });
  answers.serve(&server);
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
