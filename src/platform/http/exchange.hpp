// One request and the one answer to it.
//
// Kept alive by the replies to it, and by whoever runs its handler. When the last of them lets go and none
// has answered, the answer is 500.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "platform/http/core.hpp"
#include "platform/http/spool.hpp"

namespace biroyna::http {

class Exchange final : public Reply::Sink, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<Core> core, ConnectionId connection);
  ~Exchange() override;

  // Has the guard asked and the route's handler run where the route wants it. I/O thread.
  static void begin(std::shared_ptr<Exchange> exchange);

  // Any thread. Only the first answer counts.
  void send(Response response) override;
  std::shared_ptr<Stream> stream() override;
  void refuse(int status, const Refusal& refusal);

  Request request;               // unchanged once the handler runs, but for the guard
  const Route* route = nullptr;  // null: there is none

  // Gives the body a file to go to, unless there are too many uploads already.
  Quota::Answer receive_upload();
  // That file; null when the disk has no room for one.
  Spool* upload() { return upload_ ? &*upload_ : nullptr; }
  // It is of the centre's own work, or watches over the server. The route must be there.
  bool goes_first() { return claimant().staff || (route->turn == Turn::first && claimant().unlimited); }
  // Takes so much more memory for the body.
  Quota::Answer grow_body(std::size_t bytes);

 private:
  // Asks the guard and runs the handler on this thread, which is `here`.
  static void run(std::shared_ptr<Exchange> exchange, Where here);
  static void run_in_pool(std::shared_ptr<Exchange> exchange);
  static void run_slowly(std::shared_ptr<Exchange> exchange);
  // The request is one too many of those that wait.
  bool must_be_shed();
  const Claimant& claimant();
  void shed(Quota::Answer why, bool last);
  void deliver_shed(Quota::Answer why, bool last);
  bool is_first_answer();
  void compress_and_deliver(Response response);
  void deliver(Response response);

  const std::shared_ptr<Core> core_;
  const ConnectionId connection_;
  bool begun_ = false;      // the handler was asked, so an answer is due
  bool under_way_ = false;  // counted as such
  std::atomic<bool> answered_ = false;
  std::optional<Claimant> claimant_;
  std::optional<Spool> upload_;
  Share upload_place_, small_body_, large_body_;
};

}  // namespace biroyna::http
