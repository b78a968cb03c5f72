#include "features/sessions/domain.hpp"

namespace biroyna::sessions {

bool session_over(Time begun_at, Time used_at, Time now) {
  return now - used_at >= kSessionIdle || now - begun_at >= kSessionAge;
}

}  // namespace biroyna::sessions
