#include "platform/db/testing/databases.hpp"

namespace biroyna::db::testing {

std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

Fresh::Fresh(Engine engine, Options options) : options_(std::move(options)) {
  if (engine == Engine::sqlite) {
    folder_ = std::make_unique<TemporaryFolder>();
    options_.data_dir = folder_->path() / "data";
  } else {
    PostgresqlServer& server = PostgresqlServer::shared();
    server.start();
    name_ = server.create_database();
    options_.postgresql = server.connection(name_);
  }
  db_ = open(options_);
}

Fresh::~Fresh() {
  close();
  if (!name_.empty()) PostgresqlServer::shared().drop_database(name_);
}

void Fresh::reopen() {
  close();
  db_ = open(options_);
}

}  // namespace biroyna::db::testing
