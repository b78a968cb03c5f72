// The whole program, built by hand in one place.
//
// Start: the database and its schema, the features, each over those before it, the listening socket. run()
// then starts what works by itself (registries' workers, periodic tasks) and serves.
//
// Stop, one stage after the other, each logged with its duration and bounded in time (platform/lifecycle):
//  1. accept nothing new: no connection, no request; the event streams end
//  2. finish requests: what was begun is answered, for at most ten seconds
//  3. end periodic work and workers: what runs is finished, nothing else begins
//  4. drain the writer: what waits is written and its `done` called; new writes are refused
//  5. write what waits into the archive
//  6. end live updates, whose history reads the database
//  7. destroy: no thread is left that could reach a feature, so the order of the members does not matter
// Whatever gets a thread of its own is ended in a stage of this list. No feature waits in its destructor.
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
  // Serves until stop(), then does the stages 1 to 6.
  void run();
  void stop();  // from any thread
  const http::Router& router() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// How many connections for reading a program of these settings needs.
int readers_of(const Config& config);
// The database of an installation, with its schema up to date. `exclusive` as in db::Options, of which the
// rest is taken as it is.
std::unique_ptr<db::Db> open_database(const Config& config, bool exclusive, db::Options options = {});

// How phones reach the program, also when the settings do not say.
std::string base_url(const Config& config);
// Where an installation keeps its documents and the key that they are sealed with; `papers` and `papers.key`
// where these are there already.
Vault::Options vault_options(const Config& config);
// Where the key that signs documents lies: as the settings say, else in the folder of the installation.
signing::Files signing_files(const Config& config);

}  // namespace biroyna
