// Runs what a request orders: once, durably, and answers only after the COMMIT.
//
// A command with an idempotency key ("Idempotency-Key", or the field "key" of a form) is remembered with its
// answer in the transaction that carries it out. A repeat by the same person or device gets the first answer
// again, with "Idempotency-Replayed: true"; the same key with another request is refused (422). Only what
// succeeded is remembered: a refused command may be sent again. Keys are kept for kKept.
//
// Thread-safe.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "platform/db/db.hpp"
#include "platform/http/http.hpp"

namespace biroyna {

class Commands {
 public:
  static constexpr std::chrono::hours kKept{48};
  static constexpr std::size_t kLongestKey = 200;

  // Makes the answer of a refusal, as the server would.
  using Refused = std::function<http::Response(const http::Request&, const Refusal&)>;
  Commands(db::Db& db, Clock clock, Refused refused);

  struct Order {
    CentreId centre;
    std::string key;  // empty: no key, so a repeat is a new command
    // Runs in the write transaction, maybe twice (see db.hpp). Before it the centre must be held by `hold`.
    std::function<Result<http::Response>(db::Tx&)> job;
    // Takes the centre for this transaction, so that two servers do not answer one key at once (the event
    // log's head).
    std::function<void(db::Tx&)> hold;
    // After the COMMIT and before the answer leaves, whatever the answer is. Quick, must not throw.
    std::function<void()> committed = {};
    Refused refused = {};  // in place of the usual answer to a refusal
  };
  // Answers the reply from the writer's thread. A lost or full database answers 503 with Retry-After.
  void run(const http::Request& request, http::Reply reply, Order order);
  // Answers a command that needs no look into the centre to be refused; `refused` as in an order.
  void refuse(const http::Request& request, const http::Reply& reply, const Refusal& refusal,
              const Refused& refused = {}) const;

  // The key of a request: its header, else nothing.
  static std::string key_of(const http::Request& request);
  // Forgets keys older than kKept.
  void forget_old(db::Tx& tx, const CentreId& centre);

 private:
  db::Db& db_;
  Clock clock_;
  Refused refused_;
};

// What a job throws when it has to refuse after it has written: what it wrote is taken back.
struct RefusedAfterWriting : std::exception {
  explicit RefusedAfterWriting(Refusal why) : refusal(std::move(why)) {}
  const char* what() const noexcept override { return refusal.code.c_str(); }
  Refusal refusal;
};

// What a failed write means to the one who asked.
Refusal refusal_of(std::exception_ptr failure);

}  // namespace biroyna
