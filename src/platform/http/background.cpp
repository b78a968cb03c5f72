#include "platform/http/background.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "platform/log/log.hpp"

namespace biroyna::http {
namespace {

constexpr int kNicer = 10, kNicest = 19;

// On Linux, each thread has a priority of its own. SCHED_BATCH: who wakes up need not wait for its turn.
bool lower_priority() {
  const sched_param parameter{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &parameter);
  const auto thread = static_cast<id_t>(gettid());
  const int now = getpriority(PRIO_PROCESS, thread);
  if (setpriority(PRIO_PROCESS, thread, std::min(now + kNicer, kNicest)) == 0) return true;
  const std::string reason = std::generic_category().message(errno);
  log::warning("http.priority_not_lowered", {{"reason", std::string_view(reason)}});
  return false;
}

}  // namespace

void work_in_the_background() {
  thread_local const bool lowered = lower_priority();
  static_cast<void>(lowered);
}

}  // namespace biroyna::http
