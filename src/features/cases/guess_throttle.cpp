#include "features/cases/guess_throttle.hpp"

#include "core/address.hpp"
#include "core/code.hpp"
#include "features/cases/service.hpp"
#include "features/staff/staff.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {
namespace {

constexpr std::array<std::string_view, kGuesses> kNames = {"unknown_number", "wrong_secret", "not_theirs"};

std::string client_of(const auth::Principal& who, std::string_view peer) {
  if (who.signed_in()) return to_string(who.actor());
  return biroyna::client_of(peer);
}

}  // namespace

std::optional<Refusal> GuessThrottle::slowed_down(std::optional<Seconds> later, Refusal refusal) {
  if (!later) return std::nullopt;
  ++slowed_down_;
  refusal.retry_after_seconds = static_cast<int>(later->count());
  return refusal;
}

std::optional<Refusal> GuessThrottle::may_guess(const auth::Principal& who, std::string_view peer) {
  return slowed_down(guesses_.wait(client_of(who, peer), kWrongGuesses, clock_()),
                     {Refusal::Kind::throttled, "too_many_guesses"});
}

void GuessThrottle::guessed_wrong(const auth::Principal& who, std::string_view peer, Guess guess) {
  guesses_.count(client_of(who, peer), kWrongGuesses, clock_());
  const auto kind = static_cast<std::size_t>(guess);
  const std::string by = to_string(who.actor());
  log::warning("application_guessed",
               {{"wrong", kNames[kind]}, {"by", std::string_view(by)}, {"times", ++wrong_[kind]}});
}

std::optional<Refusal> GuessThrottle::may_submit(const auth::Principal& who, std::string_view peer) {
  return slowed_down(submissions_.take(client_of(who, peer), kSubmissions, clock_()),
                     {Refusal::Kind::throttled, "too_many_applications"});
}

std::optional<Refusal> GuessThrottle::may_search(const auth::Principal& who, std::string_view text) {
  if (text.empty() || read_code(text, kNumberSigns)) return std::nullopt;
  const std::string by = to_string(who.actor());
  log::info("applications_searched_by_name", {{"by", std::string_view(by)}, {"times", ++searched_}});
  if (who.actor().kind != ActorKind::staff) return std::nullopt;
  return slowed_down(searches_.take(by, kNameSearches, clock_()),
                     {Refusal::Kind::throttled, "too_many_searches"});
}

std::vector<metrics::Figure> GuessThrottle::figures() const {
  using metrics::Kind;
  std::vector<metrics::Figure> figures;
  for (std::size_t kind = 0; kind < wrong_.size(); ++kind)
    figures.push_back({"biroyna_application_guesses_total",
                       "Applications that somebody tried to open in vain",
                       Kind::counter,
                       static_cast<double>(wrong_[kind].load()),
                       {{"wrong", std::string(kNames[kind])}}});
  figures.push_back({"biroyna_application_name_searches_total", "Searches for applications by name",
                     Kind::counter, static_cast<double>(searched_.load())});
  figures.push_back({"biroyna_application_slowed_down_total", "Requests that strangers had to repeat later",
                     Kind::counter, static_cast<double>(slowed_down_.load())});
  return figures;
}

}  // namespace biroyna::cases
