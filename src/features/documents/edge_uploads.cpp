#include <fmt/format.h>

#include <algorithm>

#include "features/documents/edge.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::documents {
namespace {

constexpr std::size_t kMostWaiting = 64;
constexpr int kBusySeconds = 5;

// With the ending of what it is: "scan.heic" that turned out to be a PDF is "scan.pdf".
std::string named_as(std::string name, std::string_view type) {
  const auto dot = name.rfind('.');
  const bool has_ending = dot != std::string::npos && dot > 0 && name.size() - dot <= 5;
  std::string ending = has_ending ? name.substr(dot + 1) : std::string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool same =
      ending == type || (type == "jpg" && ending == "jpeg") || (type == "heic" && ending == "heif");
  if (same) return name;
  constexpr std::string_view kKnown[] = {"pdf", "jpg", "jpeg", "png", "heic", "heif"};
  if (std::ranges::find(kKnown, ending) != std::end(kKnown)) name.erase(dot);
  return fmt::format("{}.{}", name, type);
}

constexpr const char* kShownNowhere = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";
// A browser's own viewer of PDF, which works apart from our pages, does not open in a sandbox.
constexpr const char* kShownInOurFrames = "default-src 'none'; base-uri 'none'; frame-ancestors 'self'";

// RFC 6266, with the name in RFC 8187's manner. `how`: "attachment" for what is to be saved and never shown.
std::string disposition(const Document& document, std::string_view how, MediaType media_type) {
  const auto type = extension(media_type);
  const std::string plain = fmt::format("{}; filename=\"document.{}\"", how, type);
  if (document.name.empty()) return plain;
  return fmt::format("{}; filename*=UTF-8''{}", plain, http::percent_encode(named_as(document.name, type)));
}

http::Response content_of(std::string bytes, MediaType media_type, std::string content_disposition,
                          const char* policy = kShownNowhere) {
  return {.content_type = documents::name(media_type),
          .body = std::move(bytes),
          .headers = {{"Content-Disposition", std::move(content_disposition)},
                      {"Cache-Control", "no-store"},
                      {"Content-Security-Policy", policy},
                      {"X-Content-Type-Options", "nosniff"}}};
}

Refusal busy_inspecting() {
  Refusal busy{Refusal::Kind::unavailable, "unavailable"};
  busy.retry_after_seconds = kBusySeconds;
  return busy;
}

}  // namespace

Result<http::Response> handed_out(Documents& documents, const Document& document, std::string_view actor,
                                  HandedOut how) {
  auto bytes = documents.open(document, actor);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  const bool shown = how == HandedOut::shown && document.media_type == MediaType::pdf;
  return content_of(*std::move(bytes), document.media_type,
                    disposition(document, shown ? "inline" : "attachment", document.media_type),
                    shown ? kShownInOurFrames : kShownNowhere);
}

bool is_chosen(const http::Part& part) {
  return part.filename && !(part.filename->empty() && part.content.empty());
}

const http::Part* file_of(const http::MultipartForm& form, std::string_view name) {
  const http::Part* file = form.find(name);
  return file != nullptr && is_chosen(*file) ? file : nullptr;
}

std::string upload_error(const Refusal& refusal) {
  if (!refusal.fields.empty()) return refusal.fields.front().code;
  return refusal.kind == Refusal::Kind::throttled ? "error.documents_throttled" : "error.documents_busy";
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
  const bool waits =
      inspections_.run(turn_of(request.principal.actor().kind),
                       [this, &request, reply, form, uploads = std::move(uploads), then] {
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
  if (!waits) refuse(busy_inspecting());
}

int quarter_turns_of(const http::Request& request) {
  const std::string_view turn = request.query_value("turn").value_or("0");
  return turn.size() == 1 && turn[0] >= '0' && turn[0] <= '3' ? turn[0] - '0' : 0;
}

void Uploads::show_picture(const http::Request& request, const http::Reply& reply, Document document,
                           int quarter_turns, Shown then) {
  const bool waits = inspections_.run(
      turn_of(request.principal.actor().kind), [this, &request, reply, document, quarter_turns, then] {
        Result<http::Response> answer = http::Response{};
        try {
          auto drawn = documents_.open_picture(document, actor_of(request.principal), quarter_turns);
          if (drawn)
            answer = content_of(*std::move(drawn), MediaType::jpeg,
                                disposition(document, "inline", MediaType::jpeg));
          else
            answer = tl::unexpected(std::move(drawn.error()));
        } catch (...) {
          answer = tl::unexpected(refusal_of(std::current_exception()));
        }
        then(request, reply, answer);
      });
  if (!waits) then(request, reply, tl::unexpected(busy_inspecting()));
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
