#include "platform/pdf_check/pdf_check.hpp"

#include <algorithm>
#include <array>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <vector>

#include "platform/pdf_check/pictures.hpp"

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
    ActiveValue{"/S", "/GoToR"},
    ActiveValue{"/S", "/SubmitForm"},
    ActiveValue{"/S", "/ImportData"},
    ActiveValue{"/S", "/Movie"},
    ActiveValue{"/S", "/Sound"},
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

// What is done without a click, when a document or a page is opened, may only move within the document.
bool leaves_the_document(QPDFObjectHandle action, int depth) {
  if (depth > kDeepest) return true;
  if (action.isArray()) {
    for (int i = 0; i < action.getArrayNItems(); ++i) {
      if (leaves_the_document(action.getArrayItem(i), depth + 1)) return true;
    }
    return false;
  }
  if (!action.isDictionary()) return false;
  auto kind = action.getKey("/S");
  if (!kind.isName() || kind.getName() != "/GoTo") return true;
  return leaves_the_document(action.getKey("/Next"), depth + 1);
}
bool acts_by_itself(QPDFObjectHandle& dictionary) {
  // A destination is an array of a page and where on it.
  if (auto opened = dictionary.getKey("/OpenAction"); opened.isDictionary() && leaves_the_document(opened, 0))
    return true;
  auto on_events = dictionary.getKey("/AA");
  if (!on_events.isDictionary()) return false;
  const auto keys = on_events.getKeys();
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return leaves_the_document(on_events.getKey(key), 0); });
}

// A stream whose content is elsewhere: a share of another machine, a page of the web.
bool is_outside(QPDFObjectHandle& stream) { return stream.getDict().hasKey("/F"); }

// Looks into direct objects alone: each indirect one is asked by itself.
bool is_active(QPDFObjectHandle object, int depth) {
  if (depth > kDeepest) return true;
  if (object.isStream()) {
    if (is_outside(object)) return true;
    object = object.getDict();
  }
  const auto inside = [&](QPDFObjectHandle each) { return !each.isIndirect() && is_active(each, depth + 1); };
  if (object.isArray()) {
    for (int i = 0; i < object.getArrayNItems(); ++i) {
      if (inside(object.getArrayItem(i))) return true;
    }
  } else if (object.isDictionary()) {
    if (has_active_entry(object) || acts_by_itself(object)) return true;
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
    if (takes_too_long(pdf, objects)) return {Wrong::broken};
    return {Wrong::nothing, static_cast<int>(pages)};
  } catch (const QPDFExc& error) {
    return {error.getErrorCode() == qpdf_e_password ? Wrong::encrypted : Wrong::broken};
  } catch (const std::exception&) {
    return {Wrong::broken};
  }
}

}  // namespace biroyna::pdf_check
