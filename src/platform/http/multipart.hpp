// multipart/form-data (RFC 7578), as browsers and curl send it.
//
// The body is looked at where it lies, a mapped file; each part is a view of it. The parser is pure. What
// could be read in two ways is refused: a part without a name, a header twice, an end that does not come.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/files/files.hpp"
#include "platform/http/http.hpp"

namespace biroyna::http {

struct Part {
  std::string name;                     // UTF-8, not empty
  std::optional<std::string> filename;  // as the client says; present for files alone
  std::string_view content;             // of the body
};

inline constexpr std::size_t kMostParts = 32;
inline constexpr std::size_t kLongestPartHeader = 4096;

// The boundary of a Content-Type header; nothing when it is of another type or has no proper one.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// Nothing when the body is malformed or has too many parts.
std::optional<std::vector<Part>> parse_multipart(std::string_view body, std::string_view boundary);

// The form of a request whose route takes uploads. Its parts are views of what it holds, also after the
// request's end.
class MultipartForm {
 public:
  // Nothing when the body is no such form, or there is none.
  static std::optional<MultipartForm> of(const Request& request);

  const std::vector<Part>& parts() const { return parts_; }
  // The first of this name; null when there is none.
  const Part* find(std::string_view name) const;

 private:
  MultipartForm(files::Mapping body, std::vector<Part> parts)
      : body_(std::move(body)), parts_(std::move(parts)) {}
  files::Mapping body_;
  std::vector<Part> parts_;
};

}  // namespace biroyna::http
