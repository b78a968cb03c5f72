// The registries of agencies that an installation is connected with, as its settings name them:
//
//   registries:
//     - id: civil-status
//       names: {uz-Latn: …, uz-Cyrl: …, ru: …, en: …}   # optional; else people see the id
//       mode: call                                      # or poll: then the agency fetches its questions
//       url: https://security-server.example.uz
//       timeout_ms: 10000                               # 100 to 60000
//       attempts: 8                                     # before a person must look; 1 to 50
//       token_variable: CIVIL_STATUS_TOKEN              # of the environment; its value goes out as a bearer
//       x_road: {client: UZ/GOV/10001/biroyna, service: UZ/GOV/10002/civil/questions}
//
// The variable BIROYNA_REGISTRIES holds the same list and replaces that of the file.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/language.hpp"
#include "platform/config/environment.hpp"
#include "platform/yaml/problem.hpp"

namespace biroyna {

namespace yaml {
class Node;
}

struct XRoad {
  std::string client;   // who asks: instance, class, member, subsystem
  std::string service;  // who answers: the same and the service, perhaps with a version
};

struct RegistrySettings {
  enum class Mode : std::uint8_t { call, poll };

  std::string id;
  std::optional<Names> names = {};
  Mode mode = Mode::call;
  std::string url = {};  // where questions are posted; empty in poll mode
  std::chrono::milliseconds timeout{10'000};
  int attempts = 8;
  std::string token = {};  // never shown, never logged
  // The environment lacks the token. A mistake only for the program that asks, which may have more in its
  // environment than the command line beside it.
  std::optional<yaml::Problem> no_token = {};
  std::optional<XRoad> x_road = {};
};

// `list` is the list itself.
std::vector<RegistrySettings> read_registries(yaml::Node list, const Environment& environment);

// Throws std::runtime_error that names every token that is missing.
std::vector<RegistrySettings> with_tokens(std::vector<RegistrySettings> registries);

}  // namespace biroyna
