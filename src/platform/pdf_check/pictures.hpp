// What of a PDF takes far longer to draw, or far more memory, than its pages explain. Private to this folder.
#pragma once

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <vector>

namespace biroyna::pdf_check {

// Whether a picture has too many dots, by what the PDF or the picture itself says, or takes too long to
// unfold; or another stream unfolds to far more than pages need. Takes processor time: see CheckApart.
bool takes_too_long(QPDF& pdf, const std::vector<QPDFObjectHandle>& objects);

}  // namespace biroyna::pdf_check
