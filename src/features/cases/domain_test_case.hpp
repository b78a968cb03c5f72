// What the tests of the rules share: who works on a case, where, and the carrying out of what was decided.
#pragma once

#include <gtest/gtest.h>

#include "core/id.hpp"
#include "core/time.hpp"
#include "features/cases/domain_case.hpp"

namespace biroyna::cases::testing {

inline const Zone kTashkent("Asia/Tashkent");
inline const Day kToday = *parse_iso_day("2026-11-24");
inline const StaffId kAziza("aziza"), kBobur("bobur"), kZuhra("zuhra");

// A refusal fails the test.
inline void run(Case& subject, const Case::Decided& decided) {
  ASSERT_TRUE(decided) << decided.error().code;
  for (const auto& event : *decided) subject.apply(event);
}

}  // namespace biroyna::cases::testing
