// What the writer needs of an engine: one connection that holds one transaction at a time. Used by one
// thread.
#pragma once

#include "platform/db/db.hpp"

namespace biroyna::db {

// Whose fault it is that a transaction did not commit, and so what may be done about it.
enum class Fault {
  none,       // not the engine's: the job threw by itself
  statement,  // a statement's: wrong, against a constraint, or no room for what it writes
  conflict,   // another transaction's: a deadlock; the same job alone may well succeed
  lost,       // the connection's, before COMMIT was sent: the same jobs may run on a new one
  engine,     // nothing can be done just now, or the outcome of COMMIT is unknown: nothing is run again
};

class Session {
 public:
  virtual ~Session() = default;

  // Each of the three throws the exception that a job's `done` shall get; fault() then says whose fault it
  // was.
  virtual Tx& begin() = 0;
  virtual void
  require_sound() = 0;  // throws what a statement of this transaction threw, should a job have caught it
  virtual void commit() = 0;

  virtual void rollback() noexcept = 0;
  virtual Fault fault() const = 0;  // of this transaction, until the next begin()
  // Counts connections: a difference means that a lost one came back.
  virtual int connections() const { return 1; }
};

// For Tx::id().
std::uint64_t next_transaction_id();

}  // namespace biroyna::db
