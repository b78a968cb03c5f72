// The transaction on a link, and the link's return when it is lost. Used by one thread at a time.
#pragma once

#include <chrono>

#include "platform/db/postgresql_link.hpp"
#include "platform/db/session.hpp"

namespace biroyna::db::postgresql {

class Connection final : public Tx, public Session {
 public:
  enum class Access { write, read };
  Connection(const Options& options, Access access);

  // Connects when there is no connection. Throws Unavailable{away}: after some patience right after a loss,
  // at once while the next attempt is not due.
  void connect();

  Engine engine() const override { return Engine::postgresql; }
  std::uint64_t id() const override { return id_; }
  using Tx::each;
  using Tx::exec;
  using Tx::exec_later;
  std::int64_t exec(std::string_view sql, Args args) override;
  void exec_later(std::string_view sql, Args args) override;
  void each(std::string_view sql, Args args, const std::function<bool(const Row&)>& on_row) override;

  Tx& begin() override;
  void require_sound() override {
    if (failure_.error) std::rethrow_exception(failure_.error);
  }
  void commit() override;
  void rollback() noexcept override;
  Fault fault() const override { return failure_.fault; }
  int connections() const override { return connections_; }

 private:
  using Clock = std::chrono::steady_clock;

  template <class F>
  void guarded(F&& work);
  [[noreturn]] void fail(const Broken& broken);
  void ask(std::optional<Answer>& answer, std::string_view sql, Args args);
  void start();
  void open_link();
  static void set(Link& link, const char* setting, std::int64_t ms);

  const std::string where_;
  const Access access_;
  const std::chrono::milliseconds silence_;
  const int lock_wait_ms_;
  std::unique_ptr<Link> link_;
  std::uint64_t id_ = 0;
  Failure failure_;
  bool answered_ = false;  // something of this transaction has been seen, so it cannot begin anew

  int connections_ = 0;
  bool patient_ = false;
  Clock::duration pause_{};
  Clock::time_point next_attempt_{};
};

}  // namespace biroyna::db::postgresql
