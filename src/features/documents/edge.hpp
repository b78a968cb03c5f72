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

// Who hands in a document without a case has its secret, and sends it in this header.
inline constexpr std::string_view kSecretHeader = "document-secret";
// The body of a route that takes uploads: the document and what goes around it.
inline constexpr std::size_t kMostBody = 21'000'000;

// Whether somebody chose a file for it: a browser sends a field that nobody chose one for, too.
bool is_chosen(const http::Part& part);
// The file of this name in a form with files; null when nobody chose one.
const http::Part* file_of(const http::MultipartForm& form, std::string_view name = "file");

// The content of a document, to be saved, never shown. Refusals: those of Documents::open.
Result<http::Response> handed_out(Documents& documents, const Document& document, std::string_view actor);

// Documents as they come over HTTP, from the API and from the pages, within one measure for all: a document
// is looked at on a few threads of its own, as it takes a while; who is not signed in and sends too many is
// slowed down.
class Uploads {
 public:
  using ClientOf = std::function<std::string(std::string_view peer)>;  // what of an address is one client
  Uploads(Documents& documents, ClientOf client_of, Clock clock);

  // What became of each upload in turn; the first that is refused is the last.
  using Outcomes = std::vector<Result<Documents::Taken>>;
  using Then = std::function<void(const http::Request&, const http::Reply&, const Outcomes&)>;
  // `uploads` view `form`, which is kept as long as needed; at least one. `then` answers, on another thread.
  // Besides what Documents::take refuses: too_many_documents (429), unavailable (503) when too many wait.
  void take(const http::Request& request, const http::Reply& reply,
            std::shared_ptr<const http::MultipartForm> form, std::vector<Upload> uploads, Then then);
  // Waits for the inspections that have begun. Others are refused from then on.
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
