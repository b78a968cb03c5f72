// What `biroyna setup` has to know, and where it comes from.
#pragma once

#include <filesystem>
#include <string>

#include "platform/config/config.hpp"
#include "platform/yaml/problem.hpp"

namespace biroyna::setup {

struct Answers {
  std::string public_url;
  std::filesystem::path catalogue = "/usr/share/biroyna/catalogue";  // the centre's
  std::string listen = "127.0.0.1:8080";
  std::filesystem::path data = "/var/lib/biroyna";
  std::string database;  // of PostgreSQL; empty: a file in `data`
  struct {
    std::string name, login;
    std::string password;  // empty: one is made
  } administrator;
  std::string signer;  // on the certificate that is made; empty: the centre's name
  std::filesystem::path signing_key, signing_certificate;  // that are there; empty: they are made
};

// Every mistake of form becomes a problem. A file with a password that others may read is one.
Answers read_answers(const std::filesystem::path& file, yaml::Problems& problems);

// The settings that these answers make.
Config config_of(const Answers& answers);
// The same as a file of settings, which read_config() takes.
std::string settings_text(const Answers& answers);

}  // namespace biroyna::setup
