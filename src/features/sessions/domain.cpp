#include "features/sessions/domain.hpp"

#include <span>

namespace biroyna::sessions {
namespace {

struct Mark {
  std::string_view in_user_agent, name;
};
// The first that is found: many say that they are others, too.
constexpr Mark kBrowsers[] = {{"YaBrowser/", "Yandex"}, {"Edg", "Edge"},
                              {"OPR/", "Opera"},        {"SamsungBrowser/", "Samsung Internet"},
                              {"Firefox/", "Firefox"},  {"FxiOS/", "Firefox"},
                              {"CriOS/", "Chrome"},     {"Chrome/", "Chrome"},
                              {"Safari/", "Safari"}};
constexpr Mark kSystems[] = {{"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},
                             {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"},
                             {"Linux", "Linux"}};

std::string_view first_of(std::span<const Mark> marks, std::string_view user_agent) {
  for (const auto& [mark, name] : marks)
    if (user_agent.find(mark) != std::string_view::npos) return name;
  return {};
}

}  // namespace

bool session_over(Time begun_at, Time used_at, Time now) {
  return now - used_at >= kSessionIdle || now - begun_at >= kSessionAge;
}

std::string browser_of(std::string_view user_agent) {
  std::string name(first_of(kBrowsers, user_agent));
  const std::string_view system = first_of(kSystems, user_agent);
  if (!name.empty() && !system.empty()) name += ", ";
  return name.append(system);
}

}  // namespace biroyna::sessions
