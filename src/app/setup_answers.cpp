#include "app/setup_answers.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "platform/yaml/reader.hpp"

namespace biroyna::setup {
namespace {

void take(yaml::Node& from, const char* key, std::string& to) {
  if (auto text = from.text_if(key)) to = *std::move(text);
}
void take(yaml::Node& from, const char* key, std::filesystem::path& to) {
  if (auto text = from.text_if(key)) to = *std::move(text);
}

bool others_may_read(const std::filesystem::path& file) {
  struct stat status{};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0;
}

// JSON's texts are texts of YAML, too.
std::string yaml_text(std::string_view text) {
  return boost::json::serialize(boost::json::string_view(text));
}

}  // namespace

Answers read_answers(const std::filesystem::path& file, yaml::Problems& problems) {
  Answers answers;
  yaml::Node root = yaml::Node::load(file, file.string(), problems);
  answers.public_url = root.text("public_url");
  take(root, "catalogue", answers.catalogue);
  take(root, "listen", answers.listen);
  take(root, "data", answers.data);
  take(root, "database", answers.database);
  if (root.has("administrator")) {
    yaml::Node administrator = root.child("administrator");
    answers.administrator.name = administrator.text("name");
    answers.administrator.login = administrator.text("login");
    take(administrator, "password", answers.administrator.password);
    administrator.finish();
    if (!answers.administrator.password.empty() && others_may_read(file))
      administrator.problem_at("password", "others may read this password: chmod 600 the file");
  }
  if (root.has("signing")) {
    yaml::Node signing = root.child("signing");
    take(signing, "name", answers.signer);
    take(signing, "key", answers.signing_key);
    take(signing, "certificate", answers.signing_certificate);
    signing.finish();
  }
  root.finish();
  return answers;
}

Config config_of(const Answers& answers) {
  Config config;
  config.public_url = answers.public_url;
  while (config.public_url.ends_with('/')) config.public_url.pop_back();
  parse_listen(answers.listen, config.listen_address, config.listen_port);
  config.data_dir = answers.data;
  config.database = answers.database;
  config.signing_key = answers.signing_key;
  config.signing_certificate = answers.signing_certificate;
  return config;
}

std::string settings_text(const Answers& answers) {
  std::string text =
      "# Settings of this installation, made by \"biroyna setup\". Restart the service after a change.\n";
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", key, yaml_text(value));
  };
  add("public_url", config_of(answers).public_url);
  add("listen", answers.listen);
  add("data", answers.data.string());
  add("database", answers.database);
  add("signing_key", answers.signing_key.string());
  add("signing_certificate", answers.signing_certificate.string());
  return text;
}

}  // namespace biroyna::setup
