#include "platform/db/postgresql_link.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace biroyna::db::postgresql {
namespace {

// Each costs the server some kilobytes for each connection.
constexpr std::size_t kKeptStatements = 500;

bool names_several_hosts(const std::string& where) {
  bool several = false;
  PQconninfoOption* options = PQconninfoParse(where.c_str(), nullptr);
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    const std::string_view value = option->val == nullptr ? "" : option->val;
    several = several || ((keyword == "host" || keyword == "hostaddr") && value.find(',') != value.npos);
  }
  PQconninfoFree(options);
  return several;
}

// Definitions run once, so they are not worth keeping.
bool worth_keeping(std::string_view sql) {
  return !sql.starts_with("CREATE ") && !sql.starts_with("ALTER ") && !sql.starts_with("DROP ");
}

// Nothing is tried again: that would take as long once more.
Failure unanswered() {
  return {Fault::engine,
          std::make_exception_ptr(Unavailable(Unavailable::Why::away, "the database does not answer")),
          false};
}

}  // namespace

Link::Link(const std::string& where, std::chrono::milliseconds silence) : silence_(silence) {
  // What the connection string says comes after these and wins. A dead machine answers nothing at all, so
  // silence has an end too.
  const std::array keywords{"connect_timeout",      "tcp_user_timeout",
                            "keepalives_idle",      "keepalives_interval",
                            "keepalives_count",     "fallback_application_name",
                            "target_session_attrs", "dbname",
                            "client_encoding",      static_cast<const char*>(nullptr)};
  const std::array values{"2",
                          "10000",
                          "5",
                          "2",
                          "3",
                          "biroyna",
                          names_several_hosts(where) ? "read-write" : "any",
                          where.c_str(),
                          "UTF8",
                          static_cast<const char*>(nullptr)};
  handle_ = PQconnectdbParams(keywords.data(), values.data(), 1);
  if (PQstatus(handle_) != CONNECTION_OK || PQenterPipelineMode(handle_) != 1 ||
      PQsetnonblocking(handle_, 1) != 0) {
    const std::string line =
        fmt::format("the database cannot be reached: {}", one_line(PQerrorMessage(handle_)));
    PQfinish(handle_);
    throw Unavailable(Unavailable::Why::away, line);
  }
  PQsetNoticeReceiver(handle_, [](void*, const PGresult*) {}, nullptr);
}

Link::~Link() { PQfinish(handle_); }

bool Link::alive() {
  if (!lost_ && PQconsumeInput(handle_) == 0) lost_ = true;
  return !lost_ && PQstatus(handle_) == CONNECTION_OK;
}

Link::Statement* Link::kept(std::string_view sql) {
  key_.assign(parameters_.signature()).append(1, ' ').append(sql);
  const auto found = statements_.find(key_);
  if (found != statements_.end()) return &found->second;
  if (statements_.size() >= kKeptStatements || !worth_keeping(sql)) return nullptr;
  Statement& statement = statements_[key_];
  statement.sql = sql;
  statement.name = fmt::format("s{}", statements_.size());
  return &statement;
}

void Link::send(std::string_view sql, Tx::Args args) {
  if (open_ != nullptr) open_->receive_rest(true);
  throw_failure();
  parameters_.assign(args);
  Statement* statement = kept(sql);
  const int count = parameters_.count();
  if (statement == nullptr) {
    std::string text(sql);
    const bool accepted =
        PQsendQueryParams(handle_, text.c_str(), count, parameters_.types(), parameters_.values(),
                          parameters_.lengths(), parameters_.formats(), 1) == 1;
    return sent(accepted, {Awaited::Kind::execute, nullptr, std::move(text)});
  }
  const char* name = statement->name.c_str();
  if (!statement->ready) {
    sent(PQsendPrepare(handle_, name, statement->sql.c_str(), count, parameters_.types()) == 1,
         {Awaited::Kind::prepare, statement, {}});
    statement->ready = true;
  }
  sent(PQsendQueryPrepared(handle_, name, count, parameters_.values(), parameters_.lengths(),
                           parameters_.formats(), 1) == 1,
       {Awaited::Kind::execute, statement, {}});
}

void Link::sent(bool accepted, Awaited awaited) {
  if (!accepted) note(lost(handle_));
  throw_failure();
  awaited_.push_back(std::move(awaited));
}

void Link::flush() { sent(PQpipelineSync(handle_) == 1, {Awaited::Kind::sync, nullptr, {}}); }

void Link::settle() {
  if (open_ != nullptr) open_->receive_rest(true);
  if (!awaited_.empty() && awaited_.back().kind != Awaited::Kind::sync) flush();
  while (!awaited_.empty()) receive_one();
  throw_failure();
}

// The kernel of a machine whose server is stopped still takes what is sent and answers for it, so only the
// clock tells. Ends the connection when the server said nothing for too long; PQgetResult then says that it
// is lost.
void Link::wait_for_answer() {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + silence_;
  while (PQisBusy(handle_) == 1) {
    const int unsent = PQflush(handle_);
    if (unsent < 0) return;
    pollfd socket{PQsocket(handle_), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    const int ready = ::poll(&socket, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready == 0) {
      silent_ = true;
      ::shutdown(PQsocket(handle_), SHUT_RDWR);
    }
    if (ready >= 0 && PQconsumeInput(handle_) == 0) return;
  }
}

Result Link::receive() {
  wait_for_answer();
  return Result(PQgetResult(handle_));
}

void Link::receive_one() {
  const Awaited awaited = std::move(awaited_.front());
  awaited_.pop_front();
  const Result result = receive();
  if (awaited.kind == Awaited::Kind::sync) {
    if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) note(lost(handle_));
  } else {
    finish(awaited, result.get());
  }
}

// Takes note of a statement's last result and of the null that follows it.
void Link::finish(const Awaited& awaited, const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    if (awaited.kind == Awaited::Kind::prepare) awaited.statement->ready = false;
    const std::string& sql = awaited.statement == nullptr ? awaited.sql : awaited.statement->sql;
    if (status != PGRES_PIPELINE_ABORTED) note(result == nullptr ? lost(handle_) : failure_of(result, sql));
  }
  while (!lost_ && receive() != nullptr) {
  }
}

void Link::note(const Failure& failure) {
  if (failure.fault == Fault::lost) {
    lost_ = true;
    awaited_.clear();
  }
  if (!failure_.error) failure_ = silent_ ? unanswered() : failure;
}

void Link::throw_failure() {
  if (failure_.error) throw Broken{std::exchange(failure_, {})};
}

Answer::Answer(Link& link, std::string_view sql, Tx::Args args, bool streaming) : link_(link) {
  link_.send(sql, args);
  link_.flush();
  while (link_.awaited_.size() > 2) link_.receive_one();  // but for this statement and the sync
  if (link_.failure_.error) link_.settle();
  if (streaming) PQsetSingleRowMode(link_.handle_);
  link_.open_ = this;
  take(receive());
}

Answer::~Answer() { receive_rest(false); }

Result Answer::receive() {
  Result result = link_.receive();
  if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) return result;

  complete_ = true;
  link_.open_ = nullptr;
  const Link::Awaited awaited = std::move(link_.awaited_.front());
  link_.awaited_.pop_front();
  link_.finish(awaited, result.get());
  while (!link_.awaited_.empty()) link_.receive_one();
  if (result != nullptr) tag_ = PQcmdStatus(result.get());
  if (!tag_.starts_with("SELECT")) {
    const std::string_view count = result == nullptr ? "" : PQcmdTuples(result.get());
    std::from_chars(count.data(), count.data() + count.size(), changed_);
  }
  return result;
}

void Answer::take(Result result) {
  link_.throw_failure();
  current_ = std::move(result);
  row_ = 0;
  rows_ = PQntuples(current_.get());
}

void Answer::next() {
  if (++row_ < rows_) return;
  if (!buffered_.empty()) {
    current_ = std::move(buffered_.front());
    buffered_.pop_front();
    row_ = 0;
    rows_ = PQntuples(current_.get());
  } else if (!complete_) {
    take(receive());
  }
}

// A failure shows when the link is used next.
void Answer::receive_rest(bool keep) {
  while (!complete_) {
    Result result = receive();
    if (keep && PQntuples(result.get()) > 0) buffered_.push_back(std::move(result));
  }
}

}  // namespace biroyna::db::postgresql
