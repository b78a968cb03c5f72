// The hall's board: numbers and windows, the newest call on top.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "features/board/pages.hpp"
#include "features/queue/queue.hpp"

namespace biroyna::board {
namespace {

using html::make;
using html::to;

constexpr std::size_t kRows = 6;

Html rows(const i18n::Speaker& say, const View& view) {
  auto calls = board_calls(view.hall);
  if (calls.empty()) return make("<p class=\"b-bempty\">{}</p>", say("board.no_calls"));
  if (calls.size() > kRows) calls.resize(kRows);
  Html list;
  for (const auto& [ticket, called_at] : calls) {
    // A recall is shown as a new call.
    const std::string call = fmt::format("{}@{}#{}", ticket->number, to_rfc3339(called_at), ticket->recalls);
    to(list,
       "<li class=\"b-brow\" data-call=\"{}\"><span class=\"b-brow__number\">{}</span><span "
       "class=\"b-brow__arrow\" "
       "aria-hidden=\"true\"></span><span class=\"b-brow__window\"><span class=\"b-hidden\">{} "
       "</span>{}</span></li>",
       call, ticket->number, say("board.window_word"), ticket->window.str());
  }
  return make("<ol class=\"b-brows\">{}</ol>", list);
}

bool is_open(const Window& window) { return window.state == WindowState::open; }

// The usual wait now: the average over the needs for which people wait and a window is open, weighted by the
// length of each line. Nothing when no window is open, or none that those who wait need.
std::optional<int> usual_wait_minutes(const View& view) {
  if (std::ranges::none_of(view.hall.windows(), is_open)) return std::nullopt;
  double weighted = 0, people = 0;
  for (const auto& count : view.hall.waiting_by_service()) {
    const Forecast forecast = view.hall.forecast_for(count.service, "none", view.now);
    if (forecast.no_window) continue;
    weighted += count.waiting * forecast.p50_seconds / 60.0;
    people += count.waiting;
  }
  if (people == 0) return view.hall.waiting_count() == 0 ? std::optional(0) : std::nullopt;
  return static_cast<int>(std::lround(weighted / people));
}

// Why nobody is called.
std::string notice_text(const i18n::Speaker& say, const View& view) {
  if (view.hall.calls_stopped()) return std::string(say("board.calls_stopped"));
  if (std::ranges::any_of(view.hall.windows(), is_open)) return {};
  if (opening(view.catalogue(), view.edition.zone, view.now) != Opening::closed)
    return std::string(say("board.windows_closed"));
  return fmt::format("{}. {}", say("kiosk.closed"), opening_text(say, view));
}

Html stats(const i18n::Speaker& say, const View& view) {
  const auto minutes = usual_wait_minutes(view);
  return make(
      "<dl id=\"waiting\" class=\"b-bstats\" "
      "data-live><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>",
      say("board.waiting"), view.hall.waiting_count(), say("board.minutes"),
      minutes ? fmt::format("~{}", *minutes) : "–");
}

http::Response make_board(const Site& site, Queue& queue, const http::Request& request) {
  const i18n::Speaker say(request.language);
  const CentreId centre(std::string(request.param("centre")));
  http::Response response = site.refused(request, {Refusal::Kind::not_found, "not_found"});
  queue.look(centre, [&](const View& view) {
    const Html notice = make("<p id=\"notice\" class=\"b-bnotice\" data-live>{}</p>", notice_text(say, view));
    const Html content = make(
        "<main id=\"main\" class=\"b-bgrid\"><section class=\"b-bcalls\" "
        "aria-labelledby=\"calls-title\"><div class=\"b-bhead\"><h1 "
        "id=\"calls-title\" class=\"b-bhead__cell\">{}</h1><p class=\"b-bhead__cell "
        "b-bhead__cell--window\">{}</p></div><div "
        "id=\"calls\" data-live>{}</div></section><section class=\"b-bside\" aria-label=\"{}\"><img "
        "class=\"b-bside__logo\" "
        "src=\"{}\" alt=\"{}\" width=\"300\" height=\"100\"><p class=\"b-bclock\" "
        "data-clock>{}</p>{}{}</section></main>",
        say("board.number"), say("board.window"), rows(say, view), say("board.waiting_label"),
        site.pages.assets().address("icons/logo-light.svg"), say("product.name"), local_time(view, view.now),
        stats(say, view), notice);
    response = screen(site, view, request,
                      {
                          .style = "board.css",
                          .script = "board.js",
                          .title = std::string(say("board.title")),
                          .body_class = "b-board",
                          .offline_class = "b-boffline",
                          .offline = make("{}", say("board.offline")),
                          .content = content,
                          .data = {{"data-keeper", site.pages.assets().address("board-worker.js")}},
                      },
                      request.path);
  });
  return response;
}

// The board as it was last made, for each centre and language: all boards of a hall, and whoever looks at one
// at home, ask for the same page after each event. It is made anew when something has happened, and each
// second.
class Board {
 public:
  Board(const Site& site, Queue& queue) : site_(site), queue_(queue) {}

  http::Response show(const http::Request& request) {
    const auto second = std::chrono::floor<Seconds>(site_.clock());
    // Not cached: with a query, the links to the other languages differ.
    const bool usual = request.query.empty();
    std::int64_t seq = 0;
    queue_.look(CentreId(std::string(request.param("centre"))), [&](const View& view) { seq = view.seq; });
    if (usual) {
      const std::lock_guard lock(mutex_);
      const auto found = made_.find(request.path);
      if (found != made_.end() && found->second.seq == seq && found->second.second == second)
        return found->second.response;
    }
    auto response = make_board(site_, queue_, request);
    if (usual && response.status == 200) {
      const std::lock_guard lock(mutex_);
      made_[request.path] = {seq, second, response};
    }
    return response;
  }

 private:
  struct Made {
    std::int64_t seq = 0;
    std::chrono::sys_seconds second{};
    http::Response response;
  };
  const Site& site_;
  Queue& queue_;
  std::mutex mutex_;
  std::map<std::string, Made> made_;  // as many as there are centres and languages
};

}  // namespace

void add_board(http::Router& router, const Site& site, Queue& queue) {
  const auto board = std::make_shared<Board>(site, queue);
  router.get("/{lang}/{centre}/board", auth::Roles::all(),
             [board](const http::Request& request) { return board->show(request); });
}

}  // namespace biroyna::board
