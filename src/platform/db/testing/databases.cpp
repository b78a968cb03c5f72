#include "platform/db/testing/databases.hpp"

namespace biroyna::db::testing {

void PrintTo(const Where& where, std::ostream* out) {
  *out << (where.engine == Engine::sqlite ? "sqlite" : where.icu ? "postgresql_icu" : "postgresql");
}

std::string engine_name(const ::testing::TestParamInfo<Where>& info) {
  return ::testing::PrintToString(info.param);
}

Fresh::Fresh(Where where, Options options) : options_(std::move(options)) {
  if (where.engine == Engine::sqlite) {
    folder_ = std::make_unique<TemporaryFolder>();
    options_.data_dir = folder_->path() / "data";
  } else {
    PostgresqlServer& server = PostgresqlServer::shared();
    server.start();
    name_ = server.create_database(where.icu);
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
