// QR codes, drawn as SVG for a screen or a printed page.
//
// Stateless, thread-safe.
#pragma once

#include <string>

namespace biroyna::qr {

// A whole SVG document, black on white with the quiet zone of four modules that readers need (ISO/IEC 18004);
// it scales to whatever size it is given. Corrects up to 15 % of damage. `text` is UTF-8 without NUL. Throws
// std::length_error for a text that fits no QR code (more than 2,331 bytes).
std::string svg(const std::string& text);

}  // namespace biroyna::qr
