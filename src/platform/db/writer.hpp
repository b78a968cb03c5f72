// The one thread that writes. It takes all jobs that wait into one transaction; see db.hpp for what it
// promises.
//
// Invariants
//  (1) Of one turn, jobs are answered in the order in which write() took them; `first` ones of a group before
//  the others. Those of a group run in the order of what
//  they lock, and in the order in which they came where that is the same.
//  (2) `done` is called exactly once for each job, with null only after a COMMIT that held the job.
//  (3) The roll-back hooks run between a job's run that was not committed and whatever runs next.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "platform/db/session.hpp"

namespace biroyna::db {

class Writer {
 public:
  Writer(std::unique_ptr<Session> session, const Options& options);
  ~Writer();  // drains

  void write(Db::Job job, Db::Done done, std::string locks, Turn turn);
  // Throws std::logic_error where a reader must not be waited for: on the writer's own thread.
  void require_other_thread() const;
  void drain();  // see db.hpp
  void on_rollback(std::function<void()> hook);

 private:
  struct Write {
    Db::Job job;
    Db::Done done;
    std::string locks = {};
  };
  struct Outcome {
    Fault fault = Fault::none;
    std::exception_ptr error;
  };

  void loop();
  std::span<Write> next_group();
  // `behind` are the writes right after `group`, which may be answered with it.
  Fault settle(std::span<Write> group, std::span<Write> behind = {});
  Fault settle_one_by_one(std::span<Write> group);
  static std::vector<const Write*> by_locks(std::span<const Write> group);
  Outcome run(std::span<Write> group);
  void run_hooks() noexcept;
  void answer(std::span<Write> group, std::exception_ptr error) noexcept;

  const std::unique_ptr<Session> session_;
  const std::size_t largest_group_;
  const std::size_t queue_limit_;
  const std::function<void()> before_answers_, after_answers_;

  std::mutex mutex_;
  std::condition_variable work_came_;
  std::deque<Write> waiting_[kTurns];  // by turn; guarded by mutex_, as are the next two
  bool idle_ = false;
  bool closing_ = false;

  std::vector<Write> group_;  // the writer thread's own
  int connections_;

  std::mutex hooks_mutex_;
  std::vector<std::function<void()>> hooks_;

  std::thread thread_;
};

}  // namespace biroyna::db
