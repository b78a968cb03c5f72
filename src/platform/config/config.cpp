#include "platform/config/config.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "core/text.hpp"
#include "platform/antivirus/clamd.hpp"
#include "platform/config/web_address.hpp"
#include "platform/yaml/reader.hpp"

namespace biroyna {
namespace {

bool parse_flag(const std::string& text, bool& flag) {
  if (text == "true" || text == "1" || text == "yes") return flag = true, true;
  if (text == "false" || text == "0" || text == "no" || text.empty()) return flag = false, true;
  return false;
}

// Each setting once: its key in the file (its name in the environment is BIROYNA_ and the key in capitals),
// and what takes its text. The answer is what is wrong, or nothing.
struct Setting {
  const char* key;
  const char* variable;
  std::string (*take)(Config&, const std::string&);
};

std::string take_documents_key(Config& config, const std::string& text) {
  config.documents_key = text;
  return {};
}

constexpr std::array kSettings = {
    Setting{"listen", "BIROYNA_LISTEN",
            [](Config& config, const std::string& text) -> std::string {
              if (parse_listen(text, config.listen_address, config.listen_port)) return {};
              return "an address is written like 127.0.0.1:8080";
            }},
    Setting{"data", "BIROYNA_DATA",
            [](Config& config, const std::string& text) -> std::string {
              config.data_dir = text;
              return text.empty() ? "a folder is expected" : "";
            }},
    Setting{"database", "BIROYNA_DATABASE",
            [](Config& config, const std::string& text) -> std::string {
              config.database = text;
              return {};
            }},
    Setting{"papers_key", "BIROYNA_PAPERS_KEY", take_documents_key},  // what it was called before
    Setting{"documents_key", "BIROYNA_DOCUMENTS_KEY", take_documents_key},
    Setting{"archive", "BIROYNA_ARCHIVE",
            [](Config& config, const std::string& text) -> std::string {
              config.archive = text;
              return {};
            }},
    Setting{"backup_recipient", "BIROYNA_BACKUP_RECIPIENT",
            [](Config& config, const std::string& text) -> std::string {
              config.backup_recipient = text;
              const bool digits = text.find_first_not_of("0123456789abcdef") == std::string::npos;
              if (text.empty() || (text.size() == 64 && digits)) return {};
              return "64 hexadecimal digits are expected, as biroyna backup-key prints them";
            }},
    Setting{"clamav", "BIROYNA_CLAMAV",
            [](Config& config, const std::string& text) -> std::string {
              config.clamav = text;
              if (text.empty() || Clamd::is_address(text)) return {};
              return "an address is written like /run/clamav/clamd.ctl or 127.0.0.1:3310";
            }},
    Setting{"signing_key", "BIROYNA_SIGNING_KEY",
            [](Config& config, const std::string& text) -> std::string {
              config.signing_key = text;
              return {};
            }},
    Setting{"signing_certificate", "BIROYNA_SIGNING_CERTIFICATE",
            [](Config& config, const std::string& text) -> std::string {
              config.signing_certificate = text;
              return {};
            }},
    Setting{"public_url", "BIROYNA_PUBLIC_URL",
            [](Config& config, const std::string& text) -> std::string {
              config.public_url = text;
              while (config.public_url.ends_with('/')) config.public_url.pop_back();
              return text.empty() || is_web_address(text)
                         ? ""
                         : "an address is written like https://queue.example.uz";
            }},
    Setting{"log_level", "BIROYNA_LOG_LEVEL",
            [](Config& config, const std::string& text) -> std::string {
              config.log_level = text;
              const bool known = text == "debug" || text == "info" || text == "warning" || text == "error";
              return known ? "" : "one of debug, info, warning, error is expected";
            }},
    Setting{"open_all_hours", "BIROYNA_OPEN_ALL_HOURS",
            [](Config& config, const std::string& text) -> std::string {
              return parse_flag(text, config.open_all_hours) ? "" : "true or false is expected";
            }},
    Setting{"pool_threads", "BIROYNA_POOL_THREADS",
            [](Config& config, const std::string& text) -> std::string {
              const auto [end, error] =
                  std::from_chars(text.data(), text.data() + text.size(), config.pool_threads);
              const bool number = error == std::errc{} && end == text.data() + text.size();
              if (number && config.pool_threads >= 1 && config.pool_threads <= 64) return {};
              config.pool_threads = 2;
              return "a whole number from 1 to 64 is expected";
            }},
};

constexpr const char* kRegistries = "BIROYNA_REGISTRIES";
constexpr std::string_view kPrefix = "BIROYNA_";
constexpr const char* kTestedProgram = "BIROYNA_PROGRAM";  // for our tests: which program they run
constexpr const char* kLimits = "BIROYNA_LIMITS";

}  // namespace

Environment process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

std::vector<std::string> environment_names() {
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view one(*entry);
    names.emplace_back(one.substr(0, one.find('=')));
  }
  return names;
}

void find_unknown_variables(const std::vector<std::string>& names, const std::set<std::string>& asked,
                            yaml::Problems& problems) {
  for (const std::string& name : names) {
    if (!name.starts_with(kPrefix) || name == kTestedProgram || asked.contains(name)) continue;
    const auto nearest = std::ranges::min_element(asked, {}, [&](const std::string& each) {
      return edit_distance(name, each, std::max(name.size(), each.size()));
    });
    problems.push_back({name, 0, fmt::format("there is no such setting; {} is the nearest", *nearest)});
  }
}

bool parse_listen(const std::string& text, std::string& address, std::uint16_t& port) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string::npos)
    return false;
  std::uint16_t number = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + colon + 1, last, number);
  if (error != std::errc{} || end != last) return false;
  host = host.empty() ? "0.0.0.0" : host == "localhost" ? "127.0.0.1" : host;
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, host.c_str(), bytes.data()) != 1 &&
      inet_pton(AF_INET6, host.c_str(), bytes.data()) != 1)
    return false;
  address = std::move(host);
  port = number;
  return true;
}

Config read_config(const std::filesystem::path& file, const Environment& environment,
                   yaml::Problems& problems) {
  Config config;
  if (!file.empty()) {
    yaml::Node root = yaml::Node::load(file, file.string(), problems);
    for (const auto& setting : kSettings) {
      const auto text = root.text_if(setting.key);
      if (!text) continue;
      if (const std::string wrong = setting.take(config, *text); !wrong.empty()) {
        root.problem_at(setting.key, fmt::format("\"{}\": {}, not \"{}\"", setting.key, wrong, *text));
      }
    }
    if (root.has("registries")) config.registries = read_registries(root.child("registries"), environment);
    if (root.has("limits")) config.limits = read_limits(root.child("limits"));
    root.finish();
  }
  for (const auto& setting : kSettings) {
    const auto text = environment(setting.variable);
    if (!text) continue;
    if (const std::string wrong = setting.take(config, *text); !wrong.empty()) {
      problems.push_back({setting.variable, 0, fmt::format("{}, not \"{}\"", wrong, *text)});
    }
  }
  if (const auto text = environment(kRegistries))
    config.registries = read_registries(yaml::Node::parse(*text, kRegistries, problems), environment);
  if (const auto text = environment(kLimits))
    config.limits = read_limits(yaml::Node::parse(*text, kLimits, problems));
  return config;
}

}  // namespace biroyna
