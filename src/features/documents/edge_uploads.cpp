#include <fmt/format.h>

#include "features/documents/edge.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::documents {
namespace {

constexpr int kInspectors = 2;
constexpr std::size_t kMostWaiting = 64;
constexpr int kBusySeconds = 5;

// Always to be saved, never shown: RFC 6266, with the name in RFC 8187's manner.
std::string disposition(const Document& document) {
  const auto type = extension(document.media_type);
  const std::string plain = fmt::format("attachment; filename=\"document.{}\"", type);
  if (document.name.empty()) return plain;
  return fmt::format("{}; filename*=UTF-8''{}", plain, http::percent_encode(document.name));
}

}  // namespace

Result<http::Response> handed_out(Documents& documents, const Document& document, std::string_view actor) {
  auto bytes = documents.open(document, actor);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  return http::Response{.content_type = documents::name(document.media_type),
                        .body = *std::move(bytes),
                        .headers = {{"Content-Disposition", disposition(document)},
                                    {"Cache-Control", "no-store"},
                                    {"Content-Security-Policy", "default-src 'none'; sandbox"},
                                    {"X-Content-Type-Options", "nosniff"}}};
}

bool is_chosen(const http::Part& part) {
  return part.filename && !(part.filename->empty() && part.content.empty());
}

const http::Part* file_of(const http::MultipartForm& form, std::string_view name) {
  const http::Part* file = form.find(name);
  return file != nullptr && is_chosen(*file) ? file : nullptr;
}

Uploads::Uploads(Documents& documents, ClientOf client_of, Clock clock)
    : documents_(documents),
      client_of_(std::move(client_of)),
      clock_(std::move(clock)),
      inspections_(kInspectors, kMostWaiting) {}

void Uploads::take(const http::Request& request, const http::Reply& reply,
                   std::shared_ptr<const http::MultipartForm> form, std::vector<Upload> uploads, Then then) {
  const auto refuse = [&](Refusal refusal) { then(request, reply, {tl::unexpected(std::move(refusal))}); };
  for (const Upload& upload : uploads) {
    if (auto refusal = slowed_down(request, upload.content.size())) return refuse(*std::move(refusal));
  }
  // The request lives as long as its reply is kept.
  const bool waits = inspections_.run([this, &request, reply, form, uploads = std::move(uploads), then] {
    Outcomes outcomes;
    try {
      for (const Upload& upload : uploads) {
        outcomes.push_back(documents_.take(upload));
        if (!outcomes.back()) break;
      }
    } catch (...) {
      outcomes.emplace_back(tl::unexpected(refusal_of(std::current_exception())));
    }
    then(request, reply, outcomes);
  });
  if (waits) return;
  Refusal busy{Refusal::Kind::unavailable, "unavailable"};
  busy.retry_after_seconds = kBusySeconds;
  refuse(std::move(busy));
}

std::optional<Refusal> Uploads::slowed_down(const http::Request& request, std::size_t bytes) {
  if (request.principal.of_centre()) return std::nullopt;
  const auto wait = limit_.take(client_of_(request.peer), kUploads, clock_(), bytes);
  if (!wait) return std::nullopt;
  Refusal refusal{Refusal::Kind::throttled, "too_many_documents"};
  refusal.retry_after_seconds = static_cast<int>(wait->count());
  return refusal;
}

}  // namespace biroyna::documents
