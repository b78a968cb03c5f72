#include "app/figures.hpp"

#include <algorithm>

namespace biroyna {
namespace {

using metrics::Kind;

template <class Number>
double figure(Number number) {
  return static_cast<double>(number);
}

}  // namespace

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
      const auto unanswered = std::ranges::count_if(view.hall.windows(), [&](const queue::Window& window) {
        return queue::unanswered_for(view.hall, window, view.now).has_value();
      });
      figures.push_back({"biroyna_queue_unanswered_calls",
                         "Calls of five minutes and more that nobody has begun or marked as a no-show",
                         Kind::gauge, figure(unanswered), labels});
      figures.push_back({"biroyna_queue_longest_wait_seconds", "How long the first of the line has waited",
                         Kind::gauge, longest, labels});
    });
  }
  return figures;
}

}  // namespace biroyna
