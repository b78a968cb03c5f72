#include "platform/pdf_check/pdf_check.hpp"

#include <algorithm>
#include <array>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace biroyna::pdf_check {
namespace {

constexpr int kDeepest = 100;

// Keys under which something runs, or a file or form program lies, wherever they stand.
constexpr std::array kActiveKeys = {"/JS",  "/JavaScript",       "/EmbeddedFiles",    "/EF",
                                    "/XFA", "/RichMediaContent", "/RichMediaSettings"};
// Values that say the same, by their key.
struct ActiveValue {
  const char *key, *value;
};
constexpr std::array kActiveValues = {
    ActiveValue{"/S", "/JavaScript"},
    ActiveValue{"/S", "/Launch"},
    ActiveValue{"/S", "/GoToE"},
    ActiveValue{"/S", "/ImportData"},
    ActiveValue{"/S", "/RichMediaExecute"},
    ActiveValue{"/S", "/Rendition"},
    ActiveValue{"/Type", "/EmbeddedFile"},
    ActiveValue{"/Subtype", "/FileAttachment"},
    ActiveValue{"/Subtype", "/RichMedia"},
    ActiveValue{"/Subtype", "/3D"},
};

bool has_active_entry(QPDFObjectHandle& dictionary) {
  const auto has = [&](const char* key) { return dictionary.hasKey(key); };
  const auto says = [&](const ActiveValue& active) {
    auto value = dictionary.getKey(active.key);
    return value.isName() && value.getName() == active.value;
  };
  return std::any_of(kActiveKeys.begin(), kActiveKeys.end(), has) ||
         std::any_of(kActiveValues.begin(), kActiveValues.end(), says);
}

// Looks into direct objects alone: each indirect one is asked by itself.
bool is_active(QPDFObjectHandle object, int depth) {
  if (depth > kDeepest) return true;
  if (object.isStream()) object = object.getDict();
  const auto inside = [&](QPDFObjectHandle each) { return !each.isIndirect() && is_active(each, depth + 1); };
  if (object.isArray()) {
    for (int i = 0; i < object.getArrayNItems(); ++i) {
      if (inside(object.getArrayItem(i))) return true;
    }
  } else if (object.isDictionary()) {
    if (has_active_entry(object)) return true;
    for (const auto& key : object.getKeys()) {
      if (inside(object.getKey(key))) return true;
    }
  }
  return false;
}

}  // namespace

Verdict check(std::string_view file, int most_pages) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    pdf.processMemoryFile("document", file.data(), file.size());
    if (pdf.isEncrypted()) return {Wrong::encrypted};
    const auto pages = pdf.getAllPages().size();
    if (pages == 0) return {Wrong::broken};
    if (pages > static_cast<std::size_t>(most_pages)) return {Wrong::too_many_pages};
    const auto objects = pdf.getAllObjects();
    const auto active = [](const QPDFObjectHandle& object) { return is_active(object, 0); };
    if (active(pdf.getTrailer()) || std::any_of(objects.begin(), objects.end(), active))
      return {Wrong::active};
    return {Wrong::nothing, static_cast<int>(pages)};
  } catch (const QPDFExc& error) {
    return {error.getErrorCode() == qpdf_e_password ? Wrong::encrypted : Wrong::broken};
  } catch (const std::exception&) {
    return {Wrong::broken};
  }
}

}  // namespace biroyna::pdf_check
