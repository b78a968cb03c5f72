// Something that there is only so much of, shared so that no client takes it from the others: upload slots,
// memory for bodies, event streams.
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace biroyna::http {

// Who takes.
struct Claimant {
  std::string name = {};   // of one client, or of one of the staff
  bool staff = false;      // may also take what is kept for the staff
  bool unlimited = false;  // stands for many: has no limit of its own
};

class Quota {
 public:
  struct Size {
    std::size_t all = 0;        // there is, in the caller's unit
    std::size_t each = 0;       // one client may have
    std::size_t for_staff = 0;  // of all, kept for the staff
  };
  enum class Answer : std::uint8_t { taken, client_has_enough, none_left };

  explicit Quota(Size size) : size_(size) {}

  Answer take(const Claimant& who, std::size_t amount);
  // What was taken, by the same claimant.
  void give_back(const Claimant& who, std::size_t amount) noexcept;
  std::size_t taken() const;

 private:
  std::size_t kept_for_staff() const;  // what of it they have not taken; under mutex_

  const Size size_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0, taken_by_staff_ = 0;              // under mutex_
  std::unordered_map<std::string, std::size_t> by_client_;  // under mutex_; without those who are unlimited
};

// What one has taken; given back with it. One thread at a time.
class Share {
 public:
  explicit Share(Quota& quota) : quota_(quota) {}
  ~Share() { quota_.give_back(who_, amount_); }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;

  // Always for the same claimant.
  Quota::Answer grow(const Claimant& who, std::size_t amount);
  void give_back();
  bool empty() const { return amount_ == 0; }
  std::size_t amount() const { return amount_; }

 private:
  Quota& quota_;
  Claimant who_;
  std::size_t amount_ = 0;
};

}  // namespace biroyna::http
