// One connection in pipeline mode: a statement is sent without waiting for the answers of those before it.
//
// Invariants
//  (1) `awaited_` mirrors, in order, what has been given to libpq and has not been answered yet.
//  (2) At most one Answer is open; whatever is sent next takes its remaining rows into memory first.
//  (3) After a failure nothing is sent until it has been thrown.
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "platform/db/postgresql_errors.hpp"
#include "platform/db/postgresql_values.hpp"

namespace biroyna::db::postgresql {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// What Link and Answer throw; whoever holds the transaction takes note and throws `failure.error`.
struct Broken {
  Failure failure;
};

class Answer;

class Link {
 public:
  // Connects; throws Unavailable{away}. A server that says nothing for `silence` is lost.
  Link(const std::string& where, std::chrono::milliseconds silence);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // False once the connection is known to be closed. Asks the kernel only.
  bool alive();
  bool silent() const { return silent_; }

  // Gives a statement to libpq, which may keep it until the next flush(), settle() or Answer.
  void send(std::string_view sql, Tx::Args args);
  void flush();
  void settle();  // takes the answers of all that was sent

 private:
  friend class Answer;

  struct Statement {
    std::string sql;
    std::string name;
    bool ready = false;  // or on its way
  };
  struct Awaited {
    enum class Kind { prepare, execute, sync } kind;
    Statement* statement = nullptr;  // null for one that is not kept
    std::string sql;                 // of that one
  };

  Statement* kept(std::string_view sql);
  void sent(bool accepted, Awaited awaited);
  void receive_one();
  void wait_for_answer();
  Result receive();
  void finish(const Awaited& awaited, const PGresult* result);
  void note(const Failure& failure);
  void throw_failure();

  PGconn* handle_;
  const std::chrono::milliseconds silence_;
  bool lost_ = false;
  bool silent_ = false;
  Failure failure_;
  Parameters parameters_;
  std::string key_;
  std::unordered_map<std::string, Statement> statements_;  // by the types of the parameters and the text
  std::deque<Awaited> awaited_;
  Answer* open_ = nullptr;
};

// The answer of one statement, its rows one after the other. The constructor sends it with all that waits.
class Answer {
 public:
  // With `streaming` rows are received as they are read, so that memory does not grow with their number.
  Answer(Link& link, std::string_view sql, Tx::Args args, bool streaming);
  ~Answer();
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  bool has_row() const { return row_ < rows_; }
  ResultRow row() const { return {current_.get(), row_}; }
  void next();
  // After the last row.
  std::string_view tag() const { return tag_; }
  std::int64_t changed() const { return changed_; }

 private:
  friend class Link;
  Result receive();
  void take(Result result);
  void receive_rest(bool keep);

  Link& link_;
  bool complete_ = false;  // libpq holds nothing more of it
  Result current_;
  int row_ = 0;
  int rows_ = 0;
  std::deque<Result> buffered_;
  std::string tag_;
  std::int64_t changed_ = 0;
};

}  // namespace biroyna::db::postgresql
