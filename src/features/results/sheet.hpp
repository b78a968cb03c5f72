// What a document says, put together when it is issued and kept as it was.
#pragma once

#include <string>
#include <string_view>

#include "features/results/results.hpp"

namespace biroyna::results {

// `address` is where the document is checked, `base_url` where its code may be typed.
struct Place {
  std::string address, base_url;
};
pdf::Sheet sheet_of(const NewResult& result, const Entry& entry, const catalogue::Edition& edition,
                    const Place& place);

std::string to_json(const pdf::Sheet& sheet);
// Throws std::runtime_error for what to_json() did not write.
pdf::Sheet from_json(std::string_view text);

}  // namespace biroyna::results
