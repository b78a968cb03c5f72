// Where the parts of an installation are.
#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "app/app.hpp"

namespace biroyna {

std::string base_url(const Config& config) {
  if (!config.public_url.empty()) return config.public_url;
  const bool every_address = config.listen_address == "0.0.0.0" || config.listen_address == "::";
  const std::string host = every_address ? "127.0.0.1" : config.listen_address;
  return fmt::format("http://{}:{}", host, config.listen_port);
}

Vault::Options vault_options(const Config& config) {
  namespace fs = std::filesystem;
  const fs::path& data = config.data_dir;
  const auto holds = [&](const char* name) {
    std::error_code none;
    return fs::directory_iterator(data / name, none) != fs::directory_iterator();
  };
  // An installation that was made before keeps the names it has.
  const bool old = holds("papers");
  if (old && holds("documents"))
    throw std::runtime_error(fmt::format(
        "documents and papers in {} both hold documents: bring all of them into one folder", data.string()));
  const bool old_key = !fs::exists(data / "documents.key") && (old || fs::exists(data / "papers.key"));
  return {.folder = data / (old ? "papers" : "documents"),
          .key_file = !config.documents_key.empty() ? config.documents_key
                                                    : data / (old_key ? "papers.key" : "documents.key")};
}

signing::Files signing_files(const Config& config) {
  signing::Files files = signing::files_in(config.data_dir);
  if (!config.signing_key.empty()) files.key = config.signing_key;
  if (!config.signing_certificate.empty()) files.certificate = config.signing_certificate;
  return files;
}

}  // namespace biroyna
