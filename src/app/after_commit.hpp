// What happens after a COMMIT: the answers are made, and the consumers of events are woken.
//
// All that a group of writes has set going runs as one task on the server's pool, and its answers leave
// together. Without a server it runs at once, on the thread that asked for it.
//
// Thread safety: appended() only on the writer's thread, as what options() gives; the rest from any thread.
#pragma once

#include <functional>
#include <mutex>
#include <string_view>
#include <vector>

#include "features/audit/follower.hpp"
#include "platform/db/db.hpp"
#include "platform/http/server.hpp"

namespace biroyna {

class AfterCommit {
 public:
  using Task = std::function<void()>;

  // The database's options that tell of each COMMIT.
  db::Options options();
  // For audit::EventLog: an event of this kind was written, but not committed yet.
  void appended(std::string_view kind);

  void serve(http::Server* server);
  // `wake` is called after each COMMIT with events that the follower wants. It must be quick.
  void follow(const audit::Follower* follower, Task wake);

  // Runs it after the COMMIT of the group whose `done` functions are being called, or else now.
  void operator()(Task task);

 private:
  void run(std::vector<Task> tasks);
  void committed();

  std::mutex mutex_;
  http::Server* server_ = nullptr;             // under mutex_
  const audit::Follower* follower_ = nullptr;  // under mutex_
  Task wake_;                                  // under mutex_
  bool wanted_ = false;                        // the writer's: events were written that the follower wants
};

}  // namespace biroyna
