#include <algorithm>

#include "platform/http/multipart.hpp"

namespace biroyna::http {

std::optional<MultipartForm> MultipartForm::of(const Request& request) {
  const auto boundary = multipart_boundary(request.header("content-type"));
  if (!boundary || request.body_file.empty()) return std::nullopt;
  files::Mapping body(request.body_file);
  auto parts = parse_multipart(body.bytes(), *boundary);
  if (!parts) return std::nullopt;
  return MultipartForm(std::move(body), *std::move(parts));
}

const Part* MultipartForm::find(std::string_view name) const {
  const auto found = std::ranges::find(parts_, name, &Part::name);
  return found == parts_.end() ? nullptr : &*found;
}

}  // namespace biroyna::http
