// Registries that are called.
#include <fmt/format.h>

#include "features/integrations/codec.hpp"
#include "features/integrations/line.hpp"
#include "platform/client/client.hpp"
#include "platform/log/log.hpp"

namespace biroyna::integrations {
namespace {

using Mode = RegistrySettings::Mode;

// How much later than its time limit an attempt counts as lost, with the program that made it.
constexpr Milliseconds kUntilLost{2'000};
constexpr int kAccepted = 202;

client::Request request_of(const RegistrySettings& settings, const StoredQuestion& question) {
  client::Request request{.method = "POST",
                          .url = settings.url,
                          .headers = {{"Content-Type", "application/json"},
                                      {"Accept", "application/json"},
                                      {"Idempotency-Key", question.id.str()}},
                          .body = encode(question),
                          .timeout = settings.timeout,
                          .most_bytes = kLargestAnswer};
  const auto header = [&](const char* name, std::string value) {
    request.headers.emplace_back(name, std::move(value));
  };
  header("Content-Digest", content_digest(request.body));
  if (!settings.token.empty()) header("Authorization", "Bearer " + settings.token);
  if (settings.x_road) {
    request.url += "/r1/" + settings.x_road->service;
    header("X-Road-Client", settings.x_road->client);
  }
  header("X-Road-Id", fmt::format("{}-{}", question.id.str(), question.attempts));
  header("X-Road-UserId", question.asked_for.empty() ? "biroyna" : question.asked_for);
  header("X-Road-Issue", question.case_number);
  return request;
}

Fault fault_of(const client::Failure& failure) {
  using Of = client::Failure::Kind;
  switch (failure.kind) {
    case Of::timeout:
      return {Reason::timeout};
    case Of::too_large:
      return {Reason::too_large};
    case Of::status:
      return {Reason::status, failure.answer.status};
    default:
      return {Reason::unreachable};
  }
}

// What came back for a question: something to believe, or what was wrong with it.
tl::expected<Believed, Fault> judge(const StoredQuestion& question, const client::Answer& answer) {
  // "Not yet": it has taken the question, and is asked again.
  if (answer.status == kAccepted) return tl::unexpected(Fault{Reason::status, answer.status});
  const auto received = decode(answer.body);
  if (!received) return tl::unexpected(Fault{Reason::not_json});
  auto believed = believe(question.id, *received);
  if (!believed) return tl::unexpected(Fault{believed.error()});
  return *std::move(believed);
}

}  // namespace

std::optional<StoredQuestion> Registries::begin(Line& line, Time now) {
  const auto due = [&](db::Tx& tx) { return first_due(tx, line.id, now); };
  if (!db_.reading(due)) return std::nullopt;
  std::optional<StoredQuestion> question;
  db_.write_and_wait([&](db::Tx& tx) {
    question = due(tx);
    if (!question) return;
    if (begin_attempt(tx, *question, now, now + line.settings.timeout + kUntilLost))
      ++question->attempts;
    else
      question.reset();
  });
  return question;
}

bool Registries::work(const RegistryId& registry, const std::stop_token& stop) {
  Line* line = line_of(registry);
  if (line == nullptr || line->settings.mode != Mode::call) return false;
  const Time now = clock_();
  {
    const std::lock_guard lock(line->mutex);
    if (!line->breaker.may_send(now)) return false;
  }
  const auto question = begin(*line, now);
  if (!question) return false;
  {
    const std::lock_guard lock(line->mutex);
    line->breaker.sending(now);
  }
  ++line->sent;
  if (sha256_of(question->body) != question->body_sha256) {
    // Somebody edited it: its answer would be to another question. A person decides.
    {
      const std::lock_guard lock(line->mutex);
      line->breaker.abandoned();
    }
    end(*line, *question, {Reason::other_question}, std::nullopt);
    return true;
  }
  tl::expected<client::Answer, client::Failure> came;
  try {
    came = client::send(request_of(line->settings, *question), stop);
  } catch (...) {
    const std::lock_guard lock(line->mutex);
    line->breaker.abandoned();
    throw;
  }
  if (!came && came.error().kind == client::Failure::Kind::stopped) {
    const std::lock_guard lock(line->mutex);
    line->breaker.abandoned();
    return false;
  }

  auto believed = came ? judge(*question, *came) : tl::unexpected(fault_of(came.error()));
  std::optional<Fault> fault;
  if (!believed) fault = believed.error();
  {
    const std::lock_guard lock(line->mutex);
    if (fault && consequence_of(*fault).registry_is_ill)
      line->breaker.failed(clock_());
    else
      line->breaker.succeeded(clock_());
  }
  if (!fault) {
    try {
      bool taken = false;
      db_.write_and_wait([&](db::Tx& tx) { taken = take(tx, *question, *believed, came->body, ""); });
      line->answered += taken;
    } catch (const db::Unavailable&) {
      throw;  // it is asked again when the attempt counts as lost
    } catch (const std::exception& error) {
      log::error("answer_not_taken", {{"registry", std::string_view(line->id.str())},
                                      {"reason", std::string_view(error.what())}});
      fault = Fault{Reason::not_taken};
    }
  }
  if (fault) {
    const client::Answer* answer = came ? &*came : &came.error().answer;
    end(*line, *question, *fault, parse_retry_after(answer->header("retry-after")));
  }
  return true;
}

// The attempt brought nothing: again later, or a dead letter.
void Registries::end(Line& line, const StoredQuestion& question, const Fault& fault,
                     std::optional<Milliseconds> retry_after) {
  const Time now = clock_();
  std::optional<Milliseconds> wait;
  if (consequence_of(fault).again)
    wait = wait_after(line.schedule, question.attempts, seed_of(question.id.str()), retry_after);
  ++line.failed;
  log::warning("registry_failed", {{"registry", std::string_view(line.id.str())},
                                   {"reason", name(fault.reason)},
                                   {"status", std::int64_t{fault.status}},
                                   {"attempt", std::int64_t{question.attempts}}});
  db_.write_and_wait([&](db::Tx& tx) {
    if (wait) {
      end_attempt(tx, question, State::waiting, fault, now, now + *wait);
      return;
    }
    log_.lock_head(tx, question.centre);
    if (!end_attempt(tx, question, State::failed, fault, now, now)) return;
    StoredQuestion dead = question;
    dead.fault = fault;
    dead.changed_at = now;
    if (handlers_.on_dead) handlers_.on_dead(tx, letter_of(dead));
    write_event(tx, "registry_failed", question, "", fault_data(fault, question.attempts));
  });
}

}  // namespace biroyna::integrations
