#include "features/console/console_view.hpp"

#include <algorithm>

namespace biroyna::console {
namespace {

constexpr ConsoleAction kWhenClosed[] = {{"open", "/open", "console.open", "F2", true}};
constexpr ConsoleAction kOnBreak[] = {{"resume", "/resume", "console.resume", "F2", true},
                                      {"close", "/close", "console.close"}};
constexpr ConsoleAction kWhenFree[] = {{"call-next", "/call-next", "console.call_next", "F2", true},
                                       {"break", "/break", "console.break", "Shift+F9"},
                                       {"close", "/close", "console.close"}};
constexpr ConsoleAction kWhenCalled[] = {{"start", "start", "console.start", "F2", true},
                                         {"recall", "recall", "console.recall", "F4"},
                                         {"no-show", "no-show", "console.no_show", "F6"}};
constexpr ConsoleAction kWhenServing[] = {
    {"finish", "finish", "console.finish", "F9", true, true},
    {"finish-next", "finish?then=next", "console.finish_next", "F2", false, true},
    {"transfer", "transfer", "console.transfer", "F8", false, true},
    {"park", "park", "console.park", "F7"}};

std::string_view state_of(const Window& window, const Ticket* ticket) {
  if (window.state == WindowState::closed) return "closed";
  if (window.state == WindowState::on_break) return "break";
  if (ticket == nullptr) return "free";
  return ticket->state == State::called ? "called" : "serving";
}

std::span<const ConsoleAction> actions_of(const Window& window, const Ticket* ticket) {
  if (ticket != nullptr && ticket->state == State::called) return kWhenCalled;
  if (ticket != nullptr) return kWhenServing;
  if (window.state == WindowState::open) return kWhenFree;
  if (window.state == WindowState::on_break) return kOnBreak;
  return kWhenClosed;
}

std::vector<const Ticket*> set_aside_by(const Hall& hall, const WindowId& window) {
  auto tickets = hall.in_state(State::parked);
  const auto missed = hall.in_state(State::no_show);
  tickets.insert(tickets.end(), missed.begin(), missed.end());
  std::erase_if(tickets, [&](const Ticket* ticket) { return ticket->window != window; });
  return tickets;
}

}  // namespace

ConsoleView console_view(const Hall& hall, const Window& window, const StaffId& operator_id, Time now) {
  const Ticket* ticket = hall.find(window.ticket);
  ConsoleView view{.state = state_of(window, ticket),
                   .ticket = ticket,
                   .actions = actions_of(window, ticket),
                   .waiting = hall.waiting_for(window.id, now, kShownWaiting + 1),
                   .set_aside = set_aside_by(hall, window.id)};
  view.unanswered = unanswered_for(hall, window, now);
  view.of_another = window.state != WindowState::closed && window.operator_id != operator_id;
  if (view.of_another) view.actions = {};
  view.may_call = !view.of_another && view.state == "free" && !hall.calls_stopped();
  if (!view.of_another && ticket != nullptr && ticket->state == State::called && ticket->recalls == 0) {
    const Time until = ticket->state_since + hall.plan().undo;
    if (now < until) view.undo_until = until;
  }
  if (!view.waiting.empty()) view.next = view.waiting.front();
  view.more_waiting = view.waiting.size() > kShownWaiting;
  if (view.more_waiting) view.waiting.resize(kShownWaiting);
  return view;
}

}  // namespace biroyna::console
