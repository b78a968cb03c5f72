#include "features/timekeeping/service.hpp"

#include <fmt/format.h>

#include "built_day.hpp"
#include "features/timekeeping/store.hpp"
#include "platform/log/log.hpp"

namespace biroyna::timekeeping {

// The zone of the computer that built it, and of the one that runs it, are not known.
Time built_at() { return parse_iso_day(kBuiltDay).value() - std::chrono::days(1); }

Milliseconds steady_now() {
  return std::chrono::floor<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

struct Timekeeper::Known {
  Evidence evidence;
  std::optional<Note> confirmed, corrected;
};

Timekeeper::Timekeeper(db::Db& db, audit::EventLog& log, Clock wall, Steady steady, Time built)
    : db_(db), log_(log), wall_(std::move(wall)), steady_(std::move(steady)), built_(built) {
  const Known known = read();
  const std::lock_guard lock(mutex_);
  judge_.emplace(built, reading(), known.evidence);
  if (known.confirmed) confirmation_ = known.confirmed->number;
  if (known.corrected) corrected_at_ = known.corrected->at;
  say_changes();
}

Timekeeper::Known Timekeeper::read() {
  return db_.reading([](db::Tx& tx) {
    return Known{{.newest_event = audit::newest_event(tx), .database = database_time(tx)},
                 note(tx, kConfirmed),
                 note(tx, kCorrected)};
  });
}

void Timekeeper::say_changes() {
  if (judge_->corrected_at() != seen_) corrected_at_ = unsaved_ = seen_ = judge_->corrected_at();
  const auto doubt = judge_->doubt();
  if (doubt.has_value() == said_.has_value()) return;
  const std::string now = to_rfc3339(judge_->now());
  const std::int64_t offset = std::chrono::round<Seconds>(judge_->offset()).count();
  if (doubt)
    log::error("clock_doubted",
               {{"reason", name(*doubt)},
                {"offset_seconds", offset},
                {"judged", std::string_view(now)},
                {"until", "it is right again, or somebody confirms it: biroyna clock confirm"}});
  else
    log::warning("clock_trusted", {{"now", std::string_view(now)}});
  said_ = doubt;
}

Time Timekeeper::now() {
  const std::lock_guard lock(mutex_);
  judge_->look(reading());
  if (judge_->doubt().has_value() != said_.has_value()) say_changes();
  return judge_->now();
}

std::optional<Time> Timekeeper::certain_since() {
  const Time now = this->now();
  const std::lock_guard lock(mutex_);
  if (!judge_->trusted()) return std::nullopt;
  // A note of a later time was written by a clock that was wrong.
  if (!corrected_at_ || *corrected_at_ > now + kStep) return Time{};
  return corrected_at_;
}

bool Timekeeper::certain_for(Milliseconds length) {
  const auto since = certain_since();
  return since && (*since == Time{} || now() - *since >= length);
}

Standing Timekeeper::standing() {
  const std::lock_guard lock(mutex_);
  const Reading read = reading();
  judge_->look(read);
  say_changes();
  return {judge_->doubt(), judge_->now(), read.wall};
}

void Timekeeper::tick() {
  const Known known = read();
  {
    const std::lock_guard lock(mutex_);
    const Reading read = reading();
    judge_->weigh(read, known.evidence);
    if (known.confirmed && known.confirmed->number != confirmation_) {
      confirmation_ = known.confirmed->number;
      // Of another server's clock, which may be another time.
      if (std::chrono::abs(known.confirmed->at - read.wall) <= kStep) judge_->confirm(read);
    }
    say_changes();
    if (known.corrected && !unsaved_) corrected_at_ = known.corrected->at;
  }
  save_corrected();
}

// A later start, and other servers, must know it too.
void Timekeeper::save_corrected() {
  std::optional<Time> at;
  {
    const std::lock_guard lock(mutex_);
    at = unsaved_;
  }
  if (!at) return;
  db_.write_and_wait([&](db::Tx& tx) { add_note(tx, kCorrected, *at); });
  const std::lock_guard lock(mutex_);
  if (unsaved_ == at) unsaved_.reset();
}

Result<void> Timekeeper::confirm(std::string_view actor) {
  const Standing before = standing();
  if (before.wall < built_) return refuse(Refusal::Kind::conflict, "clock_impossible");
  const std::string data = fmt::format(R"({{"reason":"{}","offset_seconds":{}}})",
                                       before.doubt ? name(*before.doubt) : "", before.offset().count());
  std::int64_t number = 0;
  db_.write_and_wait([&](db::Tx& tx) {
    for (const auto& [centre, head] : audit::heads(tx)) {
      log_.append(
          tx, centre,
          {.at = before.wall, .kind = "clock_confirmed", .subject = "clock", .actor = actor, .data = data});
    }
    number = add_note(tx, kConfirmed, before.wall);
  });
  {
    const std::lock_guard lock(mutex_);
    confirmation_ = number;
    judge_->confirm(reading());
    say_changes();
  }
  save_corrected();
  return {};
}

std::vector<metrics::Figure> Timekeeper::figures() {
  const Standing now = standing();
  return {{"biroyna_clock_trusted", "1 while the clock of this computer is believed", metrics::Kind::gauge,
           now.trusted() ? 1.0 : 0.0},
          {"biroyna_clock_offset_seconds", "How far the clock is ahead of the time that is judged right",
           metrics::Kind::gauge, static_cast<double>(now.offset().count())}};
}

}  // namespace biroyna::timekeeping
