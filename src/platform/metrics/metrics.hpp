// The program's figures in Prometheus' text format.
//
// Parts register a source once; it is asked at each scrape. One that throws is left out and counted
// (biroyna_metrics_silent_sources). No labels that could name a person, a ticket or a
// case. Thread-safe after the sources were added; a source may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace biroyna::metrics {

enum class Kind : std::uint8_t { counter, gauge };

struct Figure {
  std::string name;  // "biroyna_http_requests_total"
  std::string help;
  Kind kind = Kind::gauge;
  double value = 0;
  std::vector<std::pair<std::string, std::string>> labels = {};
};

class Metrics {
 public:
  using Source = std::function<std::vector<Figure>()>;
  void add(Source source) { sources_.push_back(std::move(source)); }
  std::string text() const;

 private:
  std::vector<Source> sources_;
};

}  // namespace biroyna::metrics
