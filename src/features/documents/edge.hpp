// Documents as they come and go over HTTP, for the API and for the pages of other features.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rate_limit.hpp"
#include "features/documents/documents.hpp"
#include "platform/http/http.hpp"
#include "platform/http/multipart.hpp"
#include "platform/jobs/jobs.hpp"

namespace biroyna::documents {

// The header with the secret of a document that belongs to no case yet.
inline constexpr std::string_view kSecretHeader = "document-secret";
// The body of a route that takes uploads: the document and what goes around it.
inline constexpr std::size_t kMostBody = 21'000'000;

// Threads that inspect and draw documents, one of them for the centre alone. Each reads the database.
inline constexpr int kInspectors = 3;

// Whether the field has a file. A browser also sends fields without a chosen file.
bool is_chosen(const http::Part& part);
// The file of this field. Null if none was chosen.
const http::Part* file_of(const http::MultipartForm& form, std::string_view name = "file");

// Why a document was not taken, as an error beside its field: "error.document_too_large". The form comes back
// with everything else that was written.
std::string upload_error(const Refusal& refusal);

// `shown`: a PDF may stand in a frame of one of our pages. All else is saved and not shown by itself.
enum class HandedOut : std::uint8_t { saved, shown };
// An answer with the content of a document. Refusals: those of Documents::open.
Result<http::Response> handed_out(Documents& documents, const Document& document, std::string_view actor,
                                  HandedOut how = HandedOut::saved);

// How a picture is to be turned, by "turn" of the address: 0 to 3 quarters clockwise; 0 for anything else.
int quarter_turns_of(const http::Request& request);

// Takes documents that come over HTTP, from the API and from pages. Inspections are slow, so they have a few
// threads of their own, where the centre does not wait for the public. Clients that are not signed in are
// throttled. Thread-safe.
class Uploads {
 public:
  using ClientOf =
      std::function<std::string(std::string_view peer)>;  // which part of an address counts as one client
  Uploads(Documents& documents, ClientOf client_of, Clock clock);

  // The result of each upload in order. The first refusal is the last result.
  using Outcomes = std::vector<Result<Documents::Taken>>;
  using Then = std::function<void(const http::Request&, const http::Reply&, const Outcomes&)>;
  // At least one upload; they are views of `form`, which is kept as long as needed. `then` sends the answer,
  // on another thread. Refusals: those of Documents::take, too_many_documents (429), unavailable (503) when
  // too many uploads wait.
  void take(const http::Request& request, const http::Reply& reply,
            std::shared_ptr<const http::MultipartForm> form, std::vector<Upload> uploads, Then then);
  // A picture as every browser shows it, for `then` on another thread. Refusals: those of
  // Documents::open_picture, unavailable (503).
  using Shown = std::function<void(const http::Request&, const http::Reply&, const Result<http::Response>&)>;
  void show_picture(const http::Request& request, const http::Reply& reply, Document document,
                    int quarter_turns, Shown then);
  // When somebody who is not signed in hands in too much: too_many_documents (429).
  std::optional<Refusal> slowed_down(const http::Request& request, std::size_t bytes);
  // Waits for inspections that have begun, and refuses new ones.
  void stop() { inspections_.stop(); }

 private:
  Documents& documents_;
  const ClientOf client_of_;
  const Clock clock_;
  RateLimit limit_;
  Jobs inspections_;
};

}  // namespace biroyna::documents
