#include "platform/commands/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/auth/sealing.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna {
namespace {

using Kind = Refusal::Kind;

// A key of an idempotency key's own, for one purpose. The caller's name cannot run into the key: neither
// holds a line break.
auth::Digest derived(std::string_view purpose, const Idempotency& repeat) {
  return auth::sha256(fmt::format("{}\n{}\n{}", purpose, repeat.caller, repeat.key));
}

// As the table has it: two fifths of the key, then 128 bits of its hash. Only of ASCII, as a cut within a
// sign is no text to PostgreSQL.
std::string stored_key(const Idempotency& repeat) {
  constexpr std::size_t kHexSigns = 32;
  const bool ascii = std::ranges::all_of(repeat.key, [](char c) { return c > ' ' && c <= '~'; });
  return repeat.key.substr(0, ascii ? repeat.key.size() * 2 / 5 : 0) + '.' +
         auth::to_hex(derived("name", repeat)).substr(0, kHexSigns);
}

// The request's hash and the outcome. The hash tells a repeat from another request.
std::string sealed_outcome(const Idempotency& repeat, std::string_view outcome) {
  return auth::seal(derived("seal", repeat),
                    auth::to_hex(auth::sha256(repeat.request)) + std::string(outcome));
}

struct Opened {
  bool same_request = false;
  std::string outcome;
};
Opened opened(const Idempotency& repeat, std::string_view bytes) {
  const auto text = auth::unseal(derived("seal", repeat), bytes);
  const std::string hash = auth::to_hex(auth::sha256(repeat.request));
  if (!text || !text->starts_with(hash)) return {};
  return {true, text->substr(hash.size())};
}

std::optional<Opened> find(db::Tx& tx, const CentreId& centre, const Idempotency& repeat,
                           const std::string& key) {
  return tx.first("SELECT outcome FROM remembered WHERE centre_id = $1 AND idempotency_key = $2",
                  {centre.str(), key}, [&](const db::Row& row) { return opened(repeat, row.blob(0)); });
}

}  // namespace

Refusal refusal_of(std::exception_ptr failure) {
  Refusal refusal{Refusal::Kind::unavailable, "unavailable"};
  refusal.retry_after_seconds = 2;
  try {
    std::rethrow_exception(failure);
  } catch (const RefusedAfterWriting& refused) {
    return refused.refusal;
  } catch (const db::Unavailable& error) {
    log::warning("write_unavailable", {{"reason", std::string_view(error.what())}});
    return refusal;
  } catch (const std::exception& error) {
    log::error("write_failed", {{"reason", std::string_view(error.what())}});
  } catch (...) {
    log::error("write_failed", {{"reason", "an unknown exception"}});
  }
  refusal.code = "internal";
  refusal.retry_after_seconds = 0;
  return refusal;
}

Commands::Commands(db::Db& db, Clock clock, Later later)
    : db_(db), clock_(std::move(clock)), later_(std::move(later)) {}

void Commands::run_remembered(Order order, std::function<Result<Remembered>(db::Tx&)> job,
                              std::function<void(Result<Executed<std::string>>)> done) {
  struct Running {
    Order order;
    std::function<Result<Remembered>(db::Tx&)> job;
    std::function<void(Result<Executed<std::string>>)> done;
    Result<Executed<std::string>> outcome = {};
  };
  const auto running = std::make_shared<Running>(Running{std::move(order), std::move(job), std::move(done)});
  if (running->order.repeat.key.size() > kLongestKey) {
    return later_([running] { running->done(refuse(Kind::invalid, "key_too_long")); });
  }

  db_.write(
      [this, running](db::Tx& tx) {
        const auto& [centre, repeat, turn, hold, committed] = running->order;
        if (hold) hold(tx);
        const std::string key = repeat.key.empty() ? std::string() : stored_key(repeat);
        if (!key.empty()) {
          if (auto known = find(tx, centre, repeat, key)) {
            if (known->same_request)
              running->outcome = Executed<std::string>{std::move(known->outcome), true};
            else
              running->outcome = refuse(Kind::invalid, "key_reused");
            return;
          }
        }
        auto made = running->job(tx);
        if (!made) {
          running->outcome = tl::unexpected(std::move(made.error()));
          return;
        }
        if (!key.empty()) {
          const std::string bytes = sealed_outcome(repeat, made->text);
          tx.exec_later(
              "INSERT INTO remembered (centre_id, idempotency_key, outcome, subject, at_ms) "
              "VALUES ($1, $2, $3, $4, $5)",
              {centre.str(), key, db::Blob{bytes}, made->subject, to_ms(clock_())});
        }
        running->outcome = Executed<std::string>{std::move(made->text), false};
      },
      [this, running](std::exception_ptr failure) {
        if (!failure && running->order.committed) running->order.committed();
        if (failure) running->outcome = tl::unexpected(refusal_of(failure));
        later_([running] {
          try {
            running->done(std::move(running->outcome));
          } catch (...) {
            // It was carried out, and a repeat with its key is told so.
            running->done(tl::unexpected(refusal_of(std::current_exception())));
          }
        });
      },
      running->order.centre.str(), running->order.turn);
}

void Commands::forget_old() {
  const std::int64_t until = to_ms(clock_() - kKept);
  db_.write_and_wait([&](db::Tx& tx) { tx.exec("DELETE FROM remembered WHERE at_ms < $1", {until}); });
}

void Commands::forget(db::Tx& tx, const CentreId& centre, std::string_view subject) {
  tx.exec("DELETE FROM remembered WHERE centre_id = $1 AND subject = $2", {centre.str(), subject});
}

}  // namespace biroyna
