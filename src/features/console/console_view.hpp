// What the console of a window shows and offers as its hall stands: no words of a language, no markup.
//
// Pure, thread-safe. A view refers to tickets of the hall, so it lives no longer than the hall is looked at.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "features/queue/queue.hpp"

namespace biroyna::console {

using namespace queue;

// A button of the console.
struct ConsoleAction {
  std::string_view id;
  std::string_view
      path;  // where it sends: below the ticket's address when there is a ticket, else the window's
  std::string_view text;           // the key of its text
  std::string_view shortcut = {};  // "Shift+F9"
  bool main = false;               // what is usually done next
  bool asks = false;               // a question on a page of its own comes first
};

struct ConsoleView {
  std::string_view state;          // of the whole screen: "closed", "break", "free", "called", "serving"
  bool of_another = false;         // another operator works here: nothing is offered
  const Ticket* ticket = nullptr;  // called or served here
  std::span<const ConsoleAction> actions;
  std::optional<Time> undo_until = {};     // until then a call can be taken back
  std::optional<Seconds> unanswered = {};  // so long nobody has come or was marked as a no-show
  const Ticket* next = nullptr;            // who is first in the line of this window
  std::vector<const Ticket*> waiting;      // first those whose turn it is, at most kShownWaiting
  bool more_waiting = false;               // than are shown
  bool may_call = false;                   // one of them can be called now
  std::vector<const Ticket*> set_aside;    // by this window: the parked, then those who did not come
};

inline constexpr std::size_t kShownWaiting = 12;

// As the one sees it who is `operator_id` at this window.
ConsoleView console_view(const Hall& hall, const Window& window, const StaffId& operator_id, Time now);

}  // namespace biroyna::console
