#include "platform/log/summed.hpp"

#include <utility>

#include "platform/log/log.hpp"

namespace biroyna::log {

void SummedWarning::happened(std::string reason, Time now) {
  reason_ = std::move(reason);
  ++times_;
  tell(now);
}

void SummedWarning::tell(Time now) {
  if (times_ == 0 || now < next_) return;
  warning(event_, {{"times", times_}, {"reason", std::string_view(reason_)}});
  times_ = 0;
  next_ = now + kPeriod;
}

}  // namespace biroyna::log
