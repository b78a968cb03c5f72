#include "platform/pdf/artifacts.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace biroyna::pdf {
namespace {

constexpr std::array<std::string_view, 3> kBegins = {"BT", "m", "re"};
constexpr std::array<std::string_view, 11> kEnds = {"ET", "f",  "F", "f*", "S", "s",
                                                    "B",  "B*", "b", "b*", "n"};

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void MarkArtifacts::handleToken(QPDFTokenizer::Token const& token) {
  const bool is_operator = token.getType() == QPDFTokenizer::tt_word;
  const bool may_begin = depth_ == 0 && !marking_;
  if (may_begin && !is_operator) return pending_.push_back(token);
  if (may_begin && among(kBegins, token.getValue())) {
    write("/Artifact BMC\n");
    marking_ = true;
  }
  write_pending();
  writeToken(token);
  if (!is_operator) return;
  const std::string& name = token.getValue();
  if (name == "BDC" || name == "BMC") ++depth_;
  if (name == "EMC") --depth_;
  if (marking_ && among(kEnds, name)) {
    write("\nEMC");
    marking_ = false;
  }
}

void MarkArtifacts::handleEOF() { write_pending(); }

void MarkArtifacts::write_pending() {
  for (const auto& token : pending_) writeToken(token);
  pending_.clear();
}

}  // namespace biroyna::pdf
