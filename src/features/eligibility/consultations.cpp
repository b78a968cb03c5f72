#include <fmt/format.h>

#include "features/eligibility/eligibility.hpp"

namespace biroyna::eligibility {

void Consultations::count(const CentreId& centre, const ServiceId& service, bool may) {
  try {
    db_.write(
        [&log = log_, centre, subject = "service:" + service.str(), may, now = clock_()](db::Tx& tx) {
          log.lock_head(tx, centre);
          const std::string data = fmt::format(R"({{"may":{}}})", may);
          log.append(tx, centre,
                     {.at = now, .kind = kChecked, .subject = subject, .actor = "", .data = data});
        },
        [](const std::exception_ptr&) {});
  } catch (const db::Unavailable&) {
    // Nobody is refused an advice because it is not counted.
  }
}

}  // namespace biroyna::eligibility
