// The tables of the queue: names, and what may be done in which state.
#include "features/queue/domain.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/enum_names.hpp"

namespace biroyna::queue {
namespace {

constexpr std::array<std::string_view, 8> kStates = {"waiting", "called",   "serving",   "parked",
                                                     "no_show", "finished", "cancelled", "expired"};
constexpr std::array<std::string_view, 12> kCommands = {"call",   "recall", "start",    "finish",
                                                        "park",   "return", "transfer", "no-show",
                                                        "cancel", "undo",   "restore",  "expire"};
constexpr std::array<std::string_view, 4> kChannels = {"kiosk", "host", "phone", "booking"};
constexpr std::array<std::string_view, 3> kWindowStates = {"closed", "open", "on_break"};
constexpr std::array<std::string_view, 27> kEvents = {
    "day_opened",         "ticket_taken",    "ticket_changed",   "ticket_called",  "ticket_recalled",
    "call_undone",        "service_started", "service_finished", "ticket_parked",  "ticket_returned",
    "ticket_transferred", "ticket_no_show",  "ticket_cancelled", "ticket_expired", "ticket_noted",
    "window_opened",      "break_wished",    "break_started",    "window_closed",  "need_closed",
    "need_opened",        "calls_stopped",   "calls_resumed",    "day_reopened",   "ticket_restored",
    "numbers_skipped",    "day_closed"};
static_assert(static_cast<std::size_t>(EventKind::day_closed) + 1 == kEvents.size());
static_assert(static_cast<std::size_t>(Command::expire) + 1 == kCommands.size());
static_assert(static_cast<std::size_t>(State::expired) + 1 == kStates.size());

using enum State;
constexpr Rule kRules[] = {
    {waiting, Command::call, called},
    {waiting, Command::cancel, cancelled},
    {waiting, Command::expire, expired},
    {called, Command::recall, called},
    {called, Command::start, serving},
    {called, Command::park, parked},
    {called, Command::transfer, waiting},  // the right person at the wrong window
    {called, Command::no_show, no_show},
    {called, Command::cancel, cancelled},
    {called, Command::undo, waiting},  // back to where it was called from
    {called, Command::undo, parked},
    {called, Command::undo, no_show},
    {called, Command::expire, expired},  // left open overnight
    {serving, Command::finish, finished},
    {serving, Command::finish, serving},  // the next need at the same window
    {serving, Command::finish, waiting},  // the next need elsewhere
    {serving, Command::park, parked},
    {serving, Command::transfer, waiting},
    {serving, Command::expire, expired},  // left open overnight
    {parked, Command::call, called},
    {parked, Command::return_, waiting},
    {parked, Command::cancel, cancelled},
    {parked, Command::expire, expired},
    {no_show, Command::call, called},
    {no_show, Command::return_, waiting},
    {no_show, Command::cancel, cancelled},
    {no_show, Command::expire, expired},
    {expired, Command::restore, waiting},
    {expired, Command::restore, parked},
    {expired, Command::restore, no_show},
};

}  // namespace

std::string_view name(State state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view name(Command command) { return kCommands[static_cast<std::size_t>(command)]; }
std::string_view name(EventKind kind) { return kEvents[static_cast<std::size_t>(kind)]; }
std::string_view name(Channel channel) { return kChannels[static_cast<std::size_t>(channel)]; }
std::string_view name(WindowState state) { return kWindowStates[static_cast<std::size_t>(state)]; }

std::optional<State> parse_state(std::string_view name) { return enum_named<State>(kStates, name); }
std::optional<Command> parse_command(std::string_view name) { return enum_named<Command>(kCommands, name); }
std::optional<EventKind> parse_event_kind(std::string_view name) {
  return enum_named<EventKind>(kEvents, name);
}
std::optional<Channel> parse_channel(std::string_view name) { return enum_named<Channel>(kChannels, name); }

std::span<const Rule> rules() { return kRules; }

bool allowed(State from, Command command) {
  return std::ranges::any_of(kRules,
                             [&](const Rule& rule) { return rule.from == from && rule.command == command; });
}

}  // namespace biroyna::queue
