// Whether a picture coded as JBIG2 (ITU-T T.88) takes far longer to unfold than its size in dots explains.
//
// A few bytes can ask for the same million dots a thousand times. Regions say how large they are, so they are
// added up; what is made of symbols does not, so it is unfolded here (jbig2dec), with bounds for memory and
// time. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace biroyna::pdf_check {

// `globals` is what the pictures of a PDF share, or nothing. `dots` is width times height as the PDF says.
// Also true for what cannot be read.
bool jbig2_unfolds_slowly(std::string_view picture, std::string_view globals, std::uint64_t dots);

}  // namespace biroyna::pdf_check
