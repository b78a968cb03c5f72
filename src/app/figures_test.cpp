// What /metrics says of the halls.
#include "app/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "features/queue/test_program.hpp"

namespace biroyna {
namespace {

TEST(HallFigures, ACallThatNobodyAnswersForFiveMinutesAlarms) {
  const auto db = db::testing::fresh(db::Engine::sqlite);
  queue::testing::migrate(*db);
  Time now = parse_rfc3339("2026-11-24T05:00:00Z").value();
  queue::testing::Program program(*db, [&now] { return now; });
  yaml::Problems problems;
  program.catalogues.import(catalogue::read_folder("catalogue"), "test", now, problems);
  program.take("t1");
  const auto unanswered = [&] {
    const auto figures = figures_of(program.queue, program.catalogues);
    const auto found = std::ranges::find(figures, "biroyna_queue_unanswered_calls", &metrics::Figure::name);
    return found == figures.end() ? -1 : found->value;
  };
  WindowId window;
  program.queue.look(queue::testing::kSergeli, [&](const queue::View& view) {
    for (const auto& planned : view.hall.plan().windows) {
      const bool serves = std::ranges::find(planned.skills, queue::testing::kNeed, &queue::Skill::service) !=
                          planned.skills.end();
      if (serves) window = planned.id;
    }
  });
  const StaffId aziza("aziza");
  program
      .run({[&](const queue::Hall& hall, Time at) { return hall.open_window(window, aziza, at); },
            [&](const queue::Hall& hall, Time at) { return hall.call_next(window, aziza, at); }})
      .get();
  EXPECT_EQ(unanswered(), 0);
  now += queue::kUnanswered;
  EXPECT_EQ(unanswered(), 1);
  program.run({[&](const queue::Hall& hall, Time at) { return hall.no_show(TicketId("t1"), aziza, at); }})
      .get();
  EXPECT_EQ(unanswered(), 0);
}

}  // namespace
}  // namespace biroyna
