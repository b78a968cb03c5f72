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

// However the number was typed. All that is no number counts together, so that it takes no memory.
std::string pair_of(const auth::Principal& who, std::string_view peer, std::string_view number) {
  return client_of(who, peer) + " " + read_code(number, kNumberSigns).value_or("");
}

}  // namespace

std::optional<Refusal> GuessThrottle::slowed_down(std::optional<Seconds> later, Refusal refusal) {
  if (!later) return std::nullopt;
  ++slowed_down_;
  refusal.retry_after_seconds = static_cast<int>(later->count());
  return refusal;
}

std::optional<Refusal> GuessThrottle::may_guess(const auth::Principal& who, std::string_view peer,
                                                std::string_view number) {
  return slowed_down(guesses_.wait(pair_of(who, peer, number), kWrongGuesses, clock_()),
                     {Refusal::Kind::throttled, "too_many_guesses"});
}

Refusal GuessThrottle::guessed_wrong(const auth::Principal& who, std::string_view peer,
                                     std::string_view number, Guess guess) {
  note(who, guess);
  const Time now = clock_();
  guesses_.count(pair_of(who, peer, number), kWrongGuesses, now);
  auto later = slowed_down(guesses_in_all_.take(client_of(who, peer), kWrongGuessesInAll, now),
                           {Refusal::Kind::throttled, "too_many_guesses"});
  return later ? *std::move(later) : Refusal{Refusal::Kind::not_found, "not_found"};
}

void GuessThrottle::opened_what_is_not_theirs(const auth::Principal& who) { note(who, Guess::not_theirs); }

void GuessThrottle::note(const auth::Principal& who, Guess guess) {
  const auto kind = static_cast<std::size_t>(guess);
  const std::string by = to_string(who.actor());
  log::warning("application_guessed",
               {{"wrong", kNames[kind]}, {"by", std::string_view(by)}, {"times", ++wrong_[kind]}});
}

std::optional<Refusal> GuessThrottle::may_submit(const auth::Principal& who, std::string_view peer) {
  return slowed_down(submissions_.take(client_of(who, peer), kSubmissions, clock_()),
                     {Refusal::Kind::throttled, "too_many_applications"});
}

std::optional<Refusal> GuessThrottle::may_begin(const auth::Principal& who, std::string_view peer) {
  return slowed_down(drafts_.take(client_of(who, peer), kDrafts, clock_()),
                     {Refusal::Kind::throttled, "too_many_drafts"});
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
