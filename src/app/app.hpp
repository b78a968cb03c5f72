// The whole program, built by hand in one place.
#pragma once

#include <memory>
#include <string>

#include "core/time.hpp"
#include "features/cases/cases.hpp"
#include "features/documents/documents.hpp"
#include "features/integrations/integrations.hpp"
#include "platform/config/config.hpp"
#include "platform/db/db.hpp"
#include "platform/http/http.hpp"
#include "platform/signing/signing.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna {

class App {
 public:
  // Opens the database, brings its schema up to date and loads every centre. Throws db::Unavailable or
  // std::runtime_error with one clear line.
  App(const Config& config, Clock clock);
  ~App();

  std::uint16_t port() const;
  // Serves until stop(), then lets what runs finish.
  void run();
  void stop();  // from any thread
  const http::Router& router() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The database of an installation, with its schema up to date. `exclusive` as in db::Options, of which the
// rest is taken as it is.
std::unique_ptr<db::Db> open_database(const Config& config, bool exclusive, db::Options options = {});

// How phones reach the program, also when the settings do not say.
std::string base_url(const Config& config);
// Where an installation keeps its papers and the key that they are sealed with.
Vault::Options vault_options(const Config& config);
// Where the key that signs documents lies: as the settings say, else in the folder of the installation.
signing::Files signing_files(const Config& config);

}  // namespace biroyna
