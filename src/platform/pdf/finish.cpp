#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zlib.h>

#include "pdf_profile.hpp"
#include "platform/html/html.hpp"
#include "platform/pdf/artifacts.hpp"
#include "platform/pdf/drawing.hpp"
#include "platform/qpdf/qpdf.hpp"

namespace biroyna::pdf {
namespace {

using Object = QPDFObjectHandle;

constexpr const char* kProducer = "Biroyna";

std::string pdf_time(Time time) {
  return fmt::format("D:{:%Y%m%d%H%M%S}Z", std::chrono::floor<std::chrono::seconds>(time));
}

std::string escaped(std::string_view text) { return html::make("{}", text).str(); }

// ISO 19005-2: conformance level A, as the content is tagged and every letter has its Unicode value.
std::string metadata(const Sheet& sheet) {
  const std::string when =
      fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", std::chrono::floor<std::chrono::seconds>(sheet.made_at));
  const std::string author = sheet.letterhead.empty() ? "" : escaped(sheet.letterhead.front());
  return fmt::format(R"(<?xpacket begin="{0}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{2}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{3}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreateDate>{4}</xmp:CreateDate>
   <xmp:ModifyDate>{4}</xmp:ModifyDate>
   <xmp:CreatorTool>{5}</xmp:CreatorTool>
   <pdf:Producer>{5}</pdf:Producer>
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>)",
                     "\xef\xbb\xbf", escaped(sheet.title), author, tag(sheet.language), when, kProducer);
}

// Packed once: every document carries it.
const std::string& packed_profile() {
  static const std::string packed = [] {
    const std::string_view profile = embedded::pdf_profile().front().content;
    uLongf size = compressBound(profile.size());
    std::string bytes(size, '\0');
    compress2(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(profile.data()),
              profile.size(), Z_BEST_COMPRESSION);
    bytes.resize(size);
    return bytes;
  }();
  return packed;
}

Object output_intent(QPDF& pdf) {
  const Object profile = Object::newStream(&pdf);
  Object stream = profile;
  stream.getDict().replaceKey("/N", Object::newInteger(3));
  stream.replaceStreamData(packed_profile(), Object::newName("/FlateDecode"), Object::newNull());
  Object intent = Object::newDictionary();
  intent.replaceKey("/Type", Object::newName("/OutputIntent"));
  intent.replaceKey("/S", Object::newName("/GTS_PDFA1"));
  intent.replaceKey("/OutputConditionIdentifier", Object::newString("sRGB"));
  intent.replaceKey("/Info", Object::newString("sRGB IEC61966-2.1"));
  intent.replaceKey("/DestOutputProfile", profile);
  return Object::newArray({pdf.makeIndirectObject(intent)});
}

// What the structure says beyond the names of its elements.
class Structure {
 public:
  explicit Structure(const Sheet& sheet) {
    for (const auto& block : sheet.blocks)
      if (const auto* code = std::get_if<Code>(&block)) alternative_ = code->alternative;
  }
  void complete(Object element) {
    if (element.isArray()) {
      for (int i = 0; i < element.getArrayNItems(); ++i) complete(element.getArrayItem(i));
      return;
    }
    if (!element.isDictionary() || !element.hasKey("/S")) return;
    const std::string name = element.getKey("/S").getName();
    if (name == "/Figure") element.replaceKey("/Alt", Object::newUnicodeString(alternative_));
    if (name == "/TH") element.replaceKey("/A", Object::parse("<< /O /Table /Scope /Row >>"));
    if (element.hasKey("/K")) complete(element.getKey("/K"));
  }

 private:
  std::string alternative_;  // of the code, on each page
};

Object information(const Sheet& sheet) {
  Object info = Object::newDictionary();
  info.replaceKey("/Title", Object::newUnicodeString(sheet.title));
  if (!sheet.letterhead.empty())
    info.replaceKey("/Author", Object::newUnicodeString(sheet.letterhead.front()));
  info.replaceKey("/Creator", Object::newString(kProducer));
  info.replaceKey("/Producer", Object::newString(kProducer));
  info.replaceKey("/CreationDate", Object::newString(pdf_time(sheet.made_at)));
  info.replaceKey("/ModDate", Object::newString(pdf_time(sheet.made_at)));
  return info;
}

}  // namespace

std::string finish(const std::string& drawn, const Sheet& sheet) {
  QPDF pdf;
  pdf.processMemoryFile("sheet", drawn.data(), drawn.size());
  Object root = pdf.getRoot();
  root.replaceKey("/Lang", Object::newString(std::string(tag(sheet.language))));
  root.replaceKey("/ViewerPreferences", Object::parse("<< /DisplayDocTitle true >>"));
  root.replaceKey("/OutputIntents", output_intent(pdf));
  Object xmp = Object::newStream(&pdf, metadata(sheet));
  xmp.getDict().replaceKey("/Type", Object::newName("/Metadata"));
  xmp.getDict().replaceKey("/Subtype", Object::newName("/XML"));
  root.replaceKey("/Metadata", xmp);
  Structure(sheet).complete(root.getKey("/StructTreeRoot").getKey("/K"));
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(information(sheet)));
  for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages())
    page.addContentTokenFilter(std::make_shared<MarkArtifacts>());

  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setObjectStreamMode(qpdf_o_disable);  // what is signed is added with a plain table of objects
  writer.setNewlineBeforeEndstream(true);
  writer.setMinimumPDFVersion("1.7");
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace biroyna::pdf
