#include "platform/http/quota.hpp"

#include <algorithm>
#include <utility>

namespace biroyna::http {

std::size_t Quota::kept_for_staff() const {
  return size_.for_staff - std::min(size_.for_staff, taken_by_staff_);
}

Quota::Answer Quota::take(const Claimant& who, std::size_t amount) {
  const std::lock_guard lock(mutex_);
  std::size_t* const own = who.unlimited ? nullptr : &by_client_[who.name];
  Answer answer = Answer::taken;
  if (own != nullptr && *own + amount > size_.each) {
    answer = Answer::client_has_enough;
  } else if (taken_ + amount + (who.staff ? 0 : kept_for_staff()) > size_.all) {
    answer = Answer::none_left;
  } else {
    taken_ += amount;
    if (who.staff) taken_by_staff_ += amount;
    if (own != nullptr) *own += amount;
  }
  if (own != nullptr && *own == 0) by_client_.erase(who.name);
  return answer;
}

void Quota::give_back(const Claimant& who, std::size_t amount) noexcept {
  if (amount == 0) return;
  const std::lock_guard lock(mutex_);
  taken_ -= amount;
  if (who.staff) taken_by_staff_ -= amount;
  if (who.unlimited) return;
  const auto own = by_client_.find(who.name);
  own->second -= amount;
  if (own->second == 0) by_client_.erase(own);
}

std::size_t Quota::taken() const {
  const std::lock_guard lock(mutex_);
  return taken_;
}

Quota::Answer Share::grow(const Claimant& who, std::size_t amount) {
  const Quota::Answer answer = quota_.take(who, amount);
  if (answer != Quota::Answer::taken) return answer;
  if (amount_ == 0) who_ = who;
  amount_ += amount;
  return answer;
}

void Share::give_back() { quota_.give_back(who_, std::exchange(amount_, 0)); }

}  // namespace biroyna::http
