#include "platform/http/core.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <typeinfo>
#include <utility>

#include "core/address.hpp"
#include "platform/http/connection.hpp"
#include "platform/log/log.hpp"

namespace biroyna::http {
namespace {

thread_local int held_here = 0;  // hold() without release(), on this thread

// So many streams are written before other connections have their turn.
constexpr std::size_t kStreamsAtOnce = 128;
// So long the public's requests are handled before what else has come is looked at.
constexpr std::chrono::milliseconds kRound{1};

// The type of the exception that is being handled. Its text may carry personal data and is not told.
std::string current_exception_type() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : type->name();
}

std::unique_ptr<asio::thread_pool> threads_of(int count) {
  return std::make_unique<asio::thread_pool>(static_cast<std::size_t>(std::max(count, 1)));
}

// Others than those who watch need connections, too.
std::size_t streams_of(const Limits& limits) {
  return std::min(limits.streams, limits.connections - limits.connections / 4);
}

Response plain_refusal(int status) {
  const std::string code = std::to_string(status);
  return {.status = status,
          .content_type = "application/problem+json",
          .body = R"({"type":"about:blank","status":)" + code + "}"};
}

}  // namespace

Core::Core(Server::Options chosen, const Router& routes, Guard asked, ErrorPage page)
    : options(std::move(chosen)),
      router(routes),
      guard(std::move(asked)),
      error_page(std::move(page)),
      writer(options.always),
      uploads({options.limits.uploads, options.limits.uploads_per_client,
               std::min(options.limits.uploads_for_staff, options.limits.uploads / 4)}),
      read_memory({options.limits.read_memory, 0, 0}),
      body_memory({options.limits.body_memory, options.limits.body_memory_per_client, 0}),
      answer_memory({options.limits.answer_memory, options.limits.answer_memory_per_client, 0}),
      streams({streams_of(options.limits), options.limits.streams_per_client, 0}),
      pool(threads_of(options.pool_threads)),
      slow(threads_of(options.slow_threads)) {}

Core::~Core() = default;

void Core::deliver(ConnectionId connection, Outcome outcome) {
  if (over) return;
  if (on_io_thread() && handling != nullptr && handling->id() == connection) {
    handling->accept(std::move(outcome));
    return;
  }
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    outcomes_.emplace_back(connection, std::move(outcome));
    first = held_here == 0 && !std::exchange(posted_, true);
  }
  if (first) asio::post(io, [this] { empty_outbox(); });
}

void Core::wake(std::shared_ptr<EventStream> stream) {
  if (over) return;
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    woken_.push_back(std::move(stream));
    first = held_here == 0 && !std::exchange(posted_, true);
  }
  if (first) asio::post(io, [this] { empty_outbox(); });
}

void Core::hold() { ++held_here; }

void Core::release() {
  if (--held_here > 0) return;
  bool something = false;
  {
    const std::lock_guard lock(mutex_);
    something = !(outcomes_.empty() && woken_.empty()) && !std::exchange(posted_, true);
  }
  if (something && !over) asio::post(io, [this] { empty_outbox(); });
}

void Core::empty_outbox() {
  {
    const std::lock_guard lock(mutex_);
    posted_ = false;
    taken_outcomes_.swap(outcomes_);
    taken_streams_.swap(woken_);
  }
  for (auto& [id, outcome] : taken_outcomes_) {
    if (Connection* const connection = find(id))
      connection->accept(std::move(outcome));
    else
      let_go(outcome);
  }
  taken_outcomes_.clear();
  to_write_.insert(to_write_.end(), std::make_move_iterator(taken_streams_.begin()),
                   std::make_move_iterator(taken_streams_.end()));
  taken_streams_.clear();
  if (!writing_) write_streams();
}

void Core::write_streams() {
  for (std::size_t i = 0; i < kStreamsAtOnce && !to_write_.empty(); ++i) {
    const std::shared_ptr<EventStream> stream = std::move(to_write_.front());
    to_write_.pop_front();
    stream->awake();
    if (Connection* connection = stream->connection()) connection->write_stream();
  }
  writing_ = !to_write_.empty();
  if (writing_) asio::post(io, [this] { write_streams(); });
}

// What is posted runs after all that was there before it: the sockets have been looked at in between.
bool Core::may_go_on() {
  const auto now = std::chrono::steady_clock::now();
  if (!in_round_) {
    in_round_ = true;
    round_ends_ = now + kRound;
    asio::post(io, [this] { begin_round(); });
  }
  return line_.empty() && now < round_ends_;
}

void Core::begin_round() {
  in_round_ = !line_.empty();
  if (!in_round_) return;
  round_ends_ = std::chrono::steady_clock::now() + kRound;
  do {
    Connection* const next = find(line_.front());
    line_.pop_front();
    if (next != nullptr) next->take_turn();
  } while (!line_.empty() && std::chrono::steady_clock::now() < round_ends_);
  asio::post(io, [this] { begin_round(); });
}

Response Core::refusal(const Request& request, int status, const Refusal& refusal) const {
  try {
    if (error_page) {
      Response response = error_page(request, status, refusal);
      if (is_sendable(response)) return response;
      log::error("http.unsendable_error_page", {{"status", std::int64_t{status}}});
    }
  } catch (...) {
    log::error("http.error_page_failed",
               {{"exception", current_exception_type()}, {"status", std::int64_t{status}}});
  }
  return plain_refusal(status);
}

Claimant Core::claimant_of(const Request& request) const {
  if (options.staff_member) {
    if (const auto id = options.staff_member(request)) return {"staff " + *id, true};
  }
  return {client_of(request.peer), false, contains(options.limits.free_networks, request.peer)};
}

void Core::run_in_pool(Turn turn, std::function<void()> task) {
  {
    const std::lock_guard lock(turns_mutex_);
    turns_[static_cast<std::size_t>(turn)].push_back(std::move(task));
  }
  asio::post(*pool, [this] { run_next(); });
}

void Core::run_next() {
  std::function<void()> task;
  {
    const std::lock_guard lock(turns_mutex_);
    auto& turn = turns_[0].empty() ? turns_[1] : turns_[0];
    task = std::move(turn.front());
    turn.pop_front();
  }
  task();
}

void Core::drop_tasks() {
  std::deque<std::function<void()>> dropped[kTurns];
  const std::lock_guard lock(turns_mutex_);
  for (std::size_t turn : {0, 1}) dropped[turn].swap(turns_[turn]);
}

Refusal Core::refusal_of_exception(std::string_view pattern) const {
  const std::string type = current_exception_type();
  try {
    if (options.on_exception) return options.on_exception(std::current_exception());
  } catch (...) {
    log::error("http.on_exception_failed", {{"exception", current_exception_type()}});
  }
  log::error("http.handler_failed", {{"route", pattern}, {"exception", type}});
  return internal_failure();
}

Connection* Core::find(ConnectionId id) const {
  const auto found = connections.find(id);
  return found == connections.end() ? nullptr : found->second;
}

ConnectionId Core::enter(Connection& connection) {
  connections.emplace(++last_id_, &connection);
  counts.open_connections = connections.size();
  return last_id_;
}

void Core::leave(Connection& connection) {
  connections.erase(connection.id());
  counts.open_connections = connections.size();
}

}  // namespace biroyna::http
