#include "tests/registry/asking.hpp"

#include "features/integrations/integrations.hpp"

namespace biroyna::testing {
namespace {

const CentreId kSergeli("sergeli");

}  // namespace

std::unique_ptr<db::Db> beside(const Installation& installation) {
  db::Options options{.exclusive = false};
  if (installation.engine() == db::Engine::sqlite)
    options.data_dir = installation.folder();
  else
    options.postgresql = db::testing::PostgresqlServer::shared().connection(installation.database());
  return db::open(options);
}

std::string ask(const Installation& installation, const std::string& registry, const std::string& key) {
  const auto db = beside(installation);
  audit::EventLog log(*db);
  integrations::Registries registries(*db, log, {}, system_now);
  std::string id;
  db->write_and_wait([&](db::Tx& tx) {
    id = registries
             .ask(tx, {.centre = kSergeli,
                       .registry = integrations::RegistryId(registry),
                       .case_number = "7K4M9QX2",
                       .step = "check",
                       .body = R"({"pinfl":"30101901234567"})",
                       .key = key})
             .str();
  });
  return id;
}

int answered(const Installation& installation) {
  return beside(installation)->reading([](db::Tx& tx) {
    int found = 0;
    audit::each_event(tx, kSergeli, 0, 10'000, [&](const audit::StoredEvent& event) {
      found += event.kind == "registry_answered";
      return true;
    });
    return found;
  });
}

}  // namespace biroyna::testing
