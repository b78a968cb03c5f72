#include "platform/metrics/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace biroyna::metrics {

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> families;
  for (const auto& source : sources_) {
    for (Figure& figure : source()) {
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
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace biroyna::metrics
