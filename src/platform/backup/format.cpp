#include "platform/backup/format.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <stdexcept>

#include "platform/auth/secrets.hpp"
#include "platform/files/files.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::backup {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* kManifestFile = "manifest.json";

std::string text_of(const json::object& object, const char* key) {
  return std::string(object.at(key).as_string());
}

json::object body_of(const Manifest& manifest) {
  json::object body{{"format", kFormat},
                    {"installation", manifest.installation},
                    {"zone", manifest.zone},
                    {"taken_at", to_rfc3339(manifest.taken_at)}};
  if (manifest.position) {
    json::object position{{"timeline", manifest.position->timeline},
                          {"sequence", manifest.position->sequence}};
    if (manifest.position->at) position["at"] = to_rfc3339(*manifest.position->at);
    body["position"] = std::move(position);
  }
  body["heads"] = manifest.heads;
  body["recipient"] = manifest.recipient;
  json::array listed;
  for (const auto& file : manifest.files)
    listed.push_back(json::object{
        {"name", file.name}, {"sha256", file.sha256}, {"size", file.size}, {"sealed", file.sealed}});
  body["files"] = std::move(listed);
  body["contents"] = manifest.contents;
  body["kept_elsewhere"] = json::value_from(manifest.kept_elsewhere);
  return body;
}

std::string check_of(const json::object& body) { return auth::to_hex(auth::sha256(json::serialize(body))); }

Time time_in(const json::object& object, const char* key) {
  const auto time = parse_rfc3339(text_of(object, key));
  if (!time) throw std::runtime_error("no time");
  return *time;
}

Manifest manifest_of(json::object body) {
  const std::string check = text_of(body, "check");
  body.erase("check");
  if (body.at("format").to_number<int>() != kFormat) throw std::runtime_error("of another version");
  Manifest manifest{.installation = text_of(body, "installation"),
                    .zone = text_of(body, "zone"),
                    .taken_at = time_in(body, "taken_at")};
  if (const auto* found = body.if_contains("position")) {
    const json::object& position = found->as_object();
    manifest.position.emplace();
    manifest.position->timeline = text_of(position, "timeline");
    manifest.position->sequence = position.at("sequence").to_number<std::int64_t>();
    if (position.contains("at")) manifest.position->at = time_in(position, "at");
  }
  manifest.heads = text_of(body, "heads");
  manifest.recipient = text_of(body, "recipient");
  for (const auto& entry : body.at("files").as_array()) {
    const json::object& file = entry.as_object();
    manifest.files.push_back({text_of(file, "name"), text_of(file, "sha256"),
                              file.at("size").to_number<std::uint64_t>(), file.at("sealed").as_bool()});
  }
  manifest.contents = body.at("contents").to_number<std::uint64_t>();
  manifest.kept_elsewhere = json::value_to<std::vector<std::string>>(body.at("kept_elsewhere"));
  if (check_of(body_of(manifest)) != check) throw std::runtime_error("was changed");
  return manifest;
}

}  // namespace

const StoredFile* Manifest::find(std::string_view file) const {
  const auto found = std::ranges::find(files, file, &StoredFile::name);
  return found == files.end() ? nullptr : &*found;
}

std::string to_json(const Manifest& manifest) {
  json::object body = body_of(manifest);
  body["check"] = check_of(body_of(manifest));
  return json::serialize(body) + '\n';
}

Manifest parse_manifest(std::string_view text, const std::string& name) {
  try {
    return manifest_of(json::parse({text.data(), text.size()}).as_object());
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{} is damaged: {}", name, error.what()));
  }
}

std::vector<BaseCopy> base_copies(const fs::path& folder, std::vector<std::string>& damaged) {
  std::vector<BaseCopy> copies;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(copies_of(folder), none)) {
    const fs::path file = entry.path() / kManifestFile;
    if (entry.path().filename().string().starts_with('.')) continue;  // unfinished
    try {
      copies.push_back({entry.path(), parse_manifest(files::Mapping(file).bytes(), file.string())});
    } catch (const std::exception& error) {
      damaged.emplace_back(error.what());
    }
  }
  std::ranges::sort(copies, {}, [](const BaseCopy& copy) { return copy.manifest.taken_at; });
  return copies;
}

std::string to_text(const std::vector<StoredContent>& contents) {
  std::string text;
  for (const auto& content : contents)
    text += fmt::format("{} {} {}\n", content.name, content.size, content.sha256);
  return text;
}

std::vector<StoredContent> parse_contents(std::string_view text, const std::string& name) {
  std::vector<StoredContent> contents;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto first = line.find(' '), second = line.rfind(' ');
    StoredContent content{std::string(line.substr(0, first)), std::string(line.substr(second + 1))};
    const std::string_view size = line.substr(first + 1, second - first - 1);
    const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), content.size);
    if (first == std::string_view::npos || first == second || error != std::errc{} ||
        !Vault::is_name(content.name))
      throw std::runtime_error(fmt::format("{} is damaged", name));
    contents.push_back(std::move(content));
  }
  return contents;
}

std::vector<StoredContent> contents_noted_by(const BaseCopy& copy) {
  const fs::path list = copy.folder / kContentList;
  try {
    return parse_contents(files::Mapping(list).bytes(), list.string());
  } catch (const std::exception&) {
    return {};
  }
}

fs::path copies_of(const fs::path& folder) { return folder / "copies"; }
fs::path changes_of(const fs::path& folder) { return folder / "changes"; }
fs::path contents_of(const fs::path& folder) { return folder / "contents"; }
fs::path place_of_content(const fs::path& contents, const std::string& name) {
  return contents / name.substr(0, 2) / name;
}

std::string installation_of(const fs::path& folder) {
  const fs::path file = folder / kFolderFile;
  if (!fs::exists(file)) throw std::runtime_error(fmt::format("{} is no backup folder", folder.string()));
  try {
    const files::Mapping content(file);
    const json::object object = json::parse({content.bytes().data(), content.bytes().size()}).as_object();
    if (object.at("format").to_number<int>() != kFormat) throw std::runtime_error("of another version");
    return text_of(object, "installation");
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{} is damaged: {}", file.string(), error.what()));
  }
}

void claim_folder(const fs::path& folder, const std::string& installation) {
  std::error_code none;
  if (!fs::is_directory(folder, none))
    throw std::runtime_error(fmt::format(
        "the folder {} is not there: make it, on the disk that the copies are for", folder.string()));
  if (fs::exists(folder / kFolderFile)) {
    if (installation_of(folder) != installation)
      throw std::runtime_error(fmt::format("{} has the backups of another installation", folder.string()));
  } else {
    const bool empty = std::ranges::all_of(fs::directory_iterator(folder), [](const auto& entry) {
      const std::string name = entry.path().filename();
      return name == "lost+found" || name == std::string(kFolderFile) + ".new";
    });
    if (!empty) throw std::runtime_error(fmt::format("{} is not empty and has no backups", folder.string()));
    files::replace(folder / kFolderFile,
                   json::serialize(json::object{{"format", kFormat}, {"installation", installation}}) + '\n');
  }
  for (const auto& inside : {copies_of(folder), changes_of(folder), contents_of(folder)}) {
    if (::mkdir(inside.c_str(), 0700) != 0 && errno != EEXIST)
      throw std::system_error(errno, std::generic_category(), "cannot make " + inside.string());
  }
  files::sync_folder(folder);
}

}  // namespace biroyna::backup
