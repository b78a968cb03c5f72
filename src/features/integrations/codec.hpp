// Questions and answers as they go over the wire (docs/integrators.md).
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "features/integrations/store.hpp"

namespace biroyna::integrations {

// {"id", "centre", "registry", "case", "step", "asked_at", "question"}
std::string encode(const StoredQuestion& question);
// Nothing when it is no JSON.
std::optional<Received> decode(std::string_view body);
bool is_json_object(std::string_view text);

// "sha-256=:…:", the header Content-Digest of RFC 9530.
std::string content_digest(std::string_view body);

}  // namespace biroyna::integrations
