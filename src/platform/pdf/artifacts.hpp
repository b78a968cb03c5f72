// Says of everything on a page that has no tag that it only belongs to the page. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "platform/qpdf/qpdf.hpp"

namespace biroyna::pdf {

// PDF 1.7, 14.8.2.2. Cairo 1.16 cannot mark artifacts itself.
class MarkArtifacts final : public QPDFObjectHandle::TokenFilter {
 public:
  void handleToken(QPDFTokenizer::Token const& token) override;
  void handleEOF() override;

 private:
  void write_pending();

  std::vector<QPDFTokenizer::Token> pending_;  // operands that wait for their operator
  int depth_ = 0;                              // of marked content that was there
  bool marking_ = false;
};

}  // namespace biroyna::pdf
