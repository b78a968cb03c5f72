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

// Whether the field has a file. A browser also sends fields without a chosen file.
bool is_chosen(const http::Part& part);
// The file of this field. Null if none was chosen.
const http::Part* file_of(const http::MultipartForm& form, std::string_view name = "file");

// An answer with the content of a document, to be saved and not shown in the browser. Refusals: those of
// Documents::open.
Result<http::Response> handed_out(Documents& documents, const Document& document, std::string_view actor);

// Takes documents that come over HTTP, from the API and from pages. Inspections are slow, so they have a few
// threads of their own. Clients that are not signed in are throttled. Thread-safe.
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
  // Waits for inspections that have begun, and refuses new ones.
  void stop() { inspections_.stop(); }

 private:
  std::optional<Refusal> slowed_down(const http::Request& request, std::size_t bytes);

  Documents& documents_;
  const ClientOf client_of_;
  const Clock clock_;
  RateLimit limit_;
  Jobs inspections_;
};

}  // namespace biroyna::documents
