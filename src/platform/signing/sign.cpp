// Puts a signature into a PDF without touching what is there.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <map>

#include "platform/qpdf/qpdf.hpp"
#include "platform/signing/openssl.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna::signing {
namespace {

using Object = QPDFObjectHandle;

constexpr std::string_view kRangePattern = "[0 0000000000 0000000000 0000000000]";

// Where the last table of objects begins.
std::size_t table_of(const std::string& pdf) {
  constexpr std::string_view kWord = "startxref";
  const auto word = pdf.rfind(kWord);
  std::size_t table = 0;
  if (word != std::string::npos) {
    const auto begin = pdf.find_first_of("0123456789", word + kWord.size());
    if (begin != std::string::npos) std::from_chars(pdf.data() + begin, pdf.data() + pdf.size(), table);
  }
  if (table == 0 || pdf.compare(table, 4, "xref") != 0)
    throw std::runtime_error("a PDF without a plain table of objects cannot be signed");
  return table;
}

std::string text(const std::string& utf8) { return Object::newUnicodeString(utf8).unparse(); }

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

// To an object that the document does not have yet: an operator is written as it is.
Object reference(int id) { return Object::newOperator(fmt::format("{} 0 R", id)); }

// What is added to a PDF: objects, and where each of them begins.
class Update {
 public:
  explicit Update(const std::string& pdf) : bytes_(pdf) {
    if (!bytes_.ends_with('\n')) bytes_ += '\n';
  }
  void add(int id, std::string_view body) {
    begins_[id] = bytes_.size();
    bytes_ += fmt::format("{} 0 obj\n{}\nendobj\n", id, body);
  }
  std::string end(const std::string& trailer) && {
    const std::size_t table = bytes_.size();
    bytes_ += "xref\n";
    for (const auto& [id, begin] : begins_) bytes_ += fmt::format("{} 1\n{:010} 00000 n \n", id, begin);
    bytes_ += fmt::format("trailer\n{}\nstartxref\n{}\n%%EOF\n", trailer, table);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::map<int, std::size_t> begins_;
};

}  // namespace

std::string Signer::sign(const std::string& pdf, const Statement& statement) const {
  const std::size_t table = table_of(pdf);
  QPDF read;
  read.processMemoryFile("document", pdf.data(), pdf.size());
  Object root = read.getRoot();
  if (root.hasKey("/AcroForm")) throw std::runtime_error("a PDF with a form cannot be signed");
  Object page = read.getAllPages().at(0);

  // The next free numbers; making objects of them would read the whole document.
  const int signature_id = read.getTrailer().getKey("/Size").getIntValueAsInt(), field_id = signature_id + 1;
  Object field =
      Object::parse("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /Rect [0 0 0 0] /F 132 >>");
  field.replaceKey("/P", page);
  field.replaceKey("/V", reference(signature_id));
  Object form = Object::parse("<< /SigFlags 3 >>");
  form.replaceKey("/Fields", Object::newArray({reference(field_id)}));
  root.replaceKey("/AcroForm", form);
  Object annotations = page.hasKey("/Annots") ? page.getKey("/Annots").shallowCopy() : Object::newArray();
  annotations.appendItem(reference(field_id));
  page.replaceKey("/Annots", annotations);

  Object trailer = Object::newDictionary();
  for (const char* key : {"/Root", "/Info", "/ID"})
    if (read.getTrailer().hasKey(key)) trailer.replaceKey(key, read.getTrailer().getKey(key));
  trailer.replaceKey("/Size", Object::newInteger(field_id + 1));
  trailer.replaceKey("/Prev", Object::newInteger(static_cast<long long>(table)));

  const auto at = std::chrono::floor<Seconds>(statement.at);
  Update update(pdf);
  update.add(root.getObjectID(), root.unparseResolved());
  update.add(page.getObjectID(), page.unparseResolved());
  update.add(signature_id,
             fmt::format("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange {} "
                         "/Contents <{}> /M (D:{:%Y%m%d%H%M%S}Z) /Name {} /Reason {} /Location {} >>",
                         kRangePattern, std::string(2 * room_, '0'), at, text(name_), text(statement.reason),
                         text(statement.place)));
  update.add(field_id, field.unparse());
  std::string bytes = std::move(update).end(trailer.unparse());

  // The signature covers everything but its own text.
  const std::size_t range = bytes.find(kRangePattern, pdf.size());
  const std::size_t begin = bytes.find('<', range), end = begin + 2 * room_ + 2;
  bytes.replace(range, kRangePattern.size(),
                fmt::format("[0 {:010} {:010} {:010}]", begin, end, bytes.size() - end));
  const std::string made = cms(bytes.substr(0, begin) + bytes.substr(end), statement.at);
  if (made.size() > room_) throw std::logic_error("a signature takes more room than was kept for it");
  bytes.replace(begin + 1, 2 * made.size(), hex(made));
  return bytes;
}

}  // namespace biroyna::signing
