#include "platform/commands/commands.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna {
namespace {

constexpr std::string_view kPersistentTypes[] = {"application/json", "text/html; charset=utf-8"};

// Literals, as http::Response holds content types by view.
std::string_view literal_of(std::string_view content_type) {
  for (const auto known : kPersistentTypes) {
    if (known == content_type) return known;
  }
  return kPersistentTypes[0];
}

std::string location_of(const http::Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "Location") return value;
  }
  return {};
}

struct Remembered {
  std::string request_sha256;
  http::Response response;
};

std::optional<Remembered> find(db::Tx& tx, const CentreId& centre, std::string_view who,
                               std::string_view key) {
  return tx.first(
      "SELECT request_sha256, status, content_type, location, body FROM answered "
      "WHERE centre_id = $1 AND who = $2 AND idempotency_key = $3",
      {centre.str(), who, key}, [](const db::Row& row) {
        Remembered found{std::string(row.text(0)),
                         {.status = static_cast<int>(row.integer(1)),
                          .content_type = literal_of(row.text(2)),
                          .body = std::string(row.text(4))}};
        if (!row.text(3).empty()) found.response.headers.emplace_back("Location", row.text(3));
        found.response.headers.emplace_back("Idempotency-Replayed", "true");
        return found;
      });
}

// Everything that lives from the request to its answer.
struct Running {
  const http::Request& request;
  http::Reply reply;
  Commands::Order order;
  std::optional<Result<http::Response>> outcome = {};
};

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
  }
  refusal.code = "internal";
  refusal.retry_after_seconds = 0;
  return refusal;
}

Commands::Commands(db::Db& db, Clock clock, Refused refused)
    : db_(db), clock_(std::move(clock)), refused_(std::move(refused)) {}

std::string Commands::key_of(const http::Request& request) {
  return std::string(request.header("idempotency-key"));
}

void Commands::refuse(const http::Request& request, const http::Reply& reply, const Refusal& refusal,
                      const Refused& refused) const {
  reply.send((refused ? refused : refused_)(request, refusal));
}

void Commands::run(const http::Request& request, http::Reply reply, Order order) {
  if (order.key.size() > kLongestKey)
    return refuse(request, reply, {Refusal::Kind::invalid, "key_too_long"}, order.refused);
  const auto running = std::make_shared<Running>(Running{request, std::move(reply), std::move(order)});

  const auto job = [this, running](db::Tx& tx) {
    const Order& order = running->order;
    order.hold(tx);
    if (order.key.empty()) {
      running->outcome = order.job(tx);
      return;
    }
    const auto& principal = running->request.principal;
    const std::string who = principal.id.empty() ? std::string(running->request.peer) : principal.id;
    const std::string hash = auth::hash_token(running->request.path + '\n' + running->request.body);
    if (auto known = find(tx, order.centre, who, order.key)) {
      if (known->request_sha256 == hash)
        running->outcome = std::move(known->response);
      else
        running->outcome = biroyna::refuse(Refusal::Kind::invalid, "key_reused");
      return;
    }
    running->outcome = order.job(tx);
    if (!running->outcome->has_value()) return;
    const http::Response& response = **running->outcome;
    tx.exec_later(
        "INSERT INTO answered (centre_id, who, idempotency_key, request_sha256, status, content_type, "
        "location, body, "
        "at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {order.centre.str(), who, order.key, hash, std::int64_t{response.status}, response.content_type,
         location_of(response), response.body, to_ms(clock_())});
  };
  const auto done = [this, running](std::exception_ptr failure) {
    const auto refused = [&](const Refusal& refusal) {
      refuse(running->request, running->reply, refusal, running->order.refused);
    };
    if (failure) return refused(refusal_of(failure));
    if (running->order.committed) running->order.committed();
    if (running->outcome->has_value())
      running->reply.send(std::move(**running->outcome));
    else
      refused(running->outcome->error());
  };
  std::string centre = running->order.centre.str();
  db_.write(job, done, std::move(centre));
}

void Commands::forget_old(db::Tx& tx, const CentreId& centre) {
  tx.exec("DELETE FROM answered WHERE centre_id = $1 AND at_ms < $2",
          {centre.str(), to_ms(clock_() - kKept)});
}

}  // namespace biroyna
