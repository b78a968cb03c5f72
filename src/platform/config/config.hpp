// How one installation is set up: a YAML file, over which the environment has the last word.
//
// Every mistake is found at once, with its place ("biroyna.yaml:3: …" or "BIROYNA_LISTEN: …"). What the
// centre is and offers is not here but in its catalogue. docs/operators.md lists the settings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "platform/config/environment.hpp"
#include "platform/config/limits.hpp"
#include "platform/config/registries.hpp"
#include "platform/yaml/problem.hpp"

namespace biroyna {

struct Config {
  std::string listen_address = "127.0.0.1";
  std::uint16_t listen_port = 8080;  // 0: a free one
  std::filesystem::path data_dir = "data";
  std::string database;  // a PostgreSQL connection string; empty: SQLite in data_dir
  std::filesystem::path
      documents_key;              // the key that documents are sealed with; empty: documents.key in data_dir
  std::filesystem::path archive;  // a backup folder that every change goes into; empty: none
  std::string backup_recipient;   // whom copies are sealed for, platform/vault/recipient.hpp; empty: nobody
  std::string clamav;  // the virus scanner's socket, "/run/clamav/clamd.ctl" or host:port; empty: none
  std::filesystem::path signing_key, signing_certificate;  // PEM; empty: in data_dir, see platform/signing
  std::string public_url;  // how visitors' phones reach the program, without a slash at the end; may be empty
  std::string log_level = "info";
  bool open_all_hours = false;  // the kiosk gives tickets at any hour: for demonstrations and trials
  int pool_threads = 2;
  std::vector<RegistrySettings> registries;
  LimitSettings limits;
};

// `file` may be empty: then only the environment counts.
Config read_config(const std::filesystem::path& file, const Environment& environment,
                   yaml::Problems& problems);

// Variables that begin with BIROYNA_ and were not asked for, as misspelt ones are. `asked` is not empty.
void find_unknown_variables(const std::vector<std::string>& names, const std::set<std::string>& asked,
                            yaml::Problems& problems);

// "127.0.0.1:8080", "[::1]:80", ":8080" (all addresses). False when it is none of these.
bool parse_listen(const std::string& text, std::string& address, std::uint16_t& port);

}  // namespace biroyna
