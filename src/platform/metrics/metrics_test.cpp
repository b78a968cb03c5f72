#include "platform/metrics/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace biroyna::metrics {
namespace {

TEST(Metrics, FiguresOfOneNameStandTogetherUnderOneHelp) {
  Metrics metrics;
  metrics.add([] {
    return std::vector<Figure>{{"waiting", "People who wait", Kind::gauge, 3, {{"centre", "sergeli"}}}};
  });
  metrics.add([] {
    return std::vector<Figure>{{"waiting", "People who wait", Kind::gauge, 0, {{"centre", "jizzax"}}},
                               {"requests_total", "Requests", Kind::counter, 7}};
  });
  const std::string text = metrics.text();
  EXPECT_THAT(text,
              testing::HasSubstr(
                  "# TYPE waiting gauge\nwaiting{centre=\"sergeli\"} 3\nwaiting{centre=\"jizzax\"} 0\n"));
  EXPECT_THAT(text, testing::HasSubstr("# TYPE requests_total counter\nrequests_total 7\n"));
}

TEST(Metrics, ASourceThatCannotTellSilencesNoOther) {
  Metrics metrics;
  metrics.add([]() -> std::vector<Figure> { throw std::runtime_error("the database is away"); });
  metrics.add([] { return std::vector<Figure>{{"requests_total", "Requests", Kind::counter, 7}}; });
  EXPECT_THAT(metrics.text(), testing::HasSubstr("\nrequests_total 7\n"));
  EXPECT_THAT(metrics.text(), testing::HasSubstr("\nbiroyna_metrics_silent_sources 1\n"));
}

}  // namespace
}  // namespace biroyna::metrics
