#include "platform/metrics/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <exception>
#include <iterator>

namespace biroyna::metrics {

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> families;
  std::vector<Figure> figures;
  int silent = 0;
  for (const auto& source : sources_) {
    // One that cannot tell now, as without a database, must not silence the others.
    try {
      std::ranges::move(source(), std::back_inserter(figures));
    } catch (const std::exception&) {
      ++silent;
    }
  }
  figures.push_back({"biroyna_metrics_silent_sources", "Sources of figures that could not tell theirs now",
                     Kind::gauge, static_cast<double>(silent)});
  for (Figure& figure : figures) {
    auto family = std::ranges::find(families, figure.name, &prometheus::MetricFamily::name);
    if (family == families.end()) {
      const auto type =
          figure.kind == Kind::counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
      family = families.insert(families.end(), {figure.name, figure.help, type, {}});
    }
    prometheus::ClientMetric metric;
    for (auto& [label, value] : figure.labels) metric.label.push_back({std::move(label), std::move(value)});
    if (figure.kind == Kind::counter)
      metric.counter.value = figure.value;
    else
      metric.gauge.value = figure.value;
    family->metric.push_back(std::move(metric));
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace biroyna::metrics
