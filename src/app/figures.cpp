#include "app/figures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna {
namespace {

using metrics::Kind;

template <class Number>
double figure(Number number) {
  return static_cast<double>(number);
}

}  // namespace

std::vector<metrics::Figure> figures_of(const http::Counters& counters) {
  std::vector<metrics::Figure> figures = {
      {"biroyna_http_open_connections", "Connections that are open", Kind::gauge,
       figure(counters.open_connections)},
      {"biroyna_http_open_streams", "Event streams that are open", Kind::gauge,
       figure(counters.open_streams)},
      {"biroyna_http_accepted_total", "Connections accepted", Kind::counter, figure(counters.accepted)},
      {"biroyna_http_refused_connections_total", "Connections over the limit", Kind::counter,
       figure(counters.refused_connections)},
      {"biroyna_http_requests_total", "Requests", Kind::counter, figure(counters.requests)},
      {"biroyna_http_slow_streams_closed_total", "Event streams whose reader was too slow", Kind::counter,
       figure(counters.slow_streams_closed)}};
  for (int hundred = 1; hundred < 6; ++hundred) {
    figures.push_back({"biroyna_http_answers_total",
                       "Answers by the first digit of their status",
                       Kind::counter,
                       figure(counters.by_status_class[hundred]),
                       {{"class", fmt::format("{}xx", hundred)}}});
  }
  return figures;
}

std::vector<metrics::Figure> figures_of(const queue::Queue& queue, const catalogue::Catalogues& catalogues) {
  std::vector<metrics::Figure> figures;
  for (const auto& edition : catalogues.all()) {
    const CentreId& centre = edition->catalogue.centre.id;
    queue.look(centre, [&](const queue::View& view) {
      const std::vector<std::pair<std::string, std::string>> labels = {{"centre", centre.str()}};
      const auto open =
          std::ranges::count(view.hall.windows(), queue::WindowState::open, &queue::Window::state);
      double longest = 0;
      if (const auto since = view.hall.longest_waiting_since()) {
        longest = std::chrono::duration<double>(view.now - *since).count();
      }
      figures.push_back({"biroyna_queue_waiting", "Tickets that wait", Kind::gauge,
                         figure(view.hall.waiting_count()), labels});
      figures.push_back(
          {"biroyna_queue_open_windows", "Windows that are open", Kind::gauge, figure(open), labels});
      figures.push_back({"biroyna_queue_longest_wait_seconds", "How long the first of the line has waited",
                         Kind::gauge, longest, labels});
    });
  }
  return figures;
}

}  // namespace biroyna
