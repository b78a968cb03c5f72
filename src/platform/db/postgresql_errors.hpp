// What PostgreSQL's error codes mean. Sorted out here and nowhere else.
#pragma once

#include <libpq-fe.h>

#include "platform/db/session.hpp"

namespace biroyna::db::postgresql {

struct Failure {
  Fault fault = Fault::none;
  std::exception_ptr error;
  // That the transaction did not commit. It is not when a connection breaks after COMMIT was sent.
  bool certain = false;
};

Failure failure_of(const PGresult* result, std::string_view sql);
Failure lost(const PGconn* connection);

// libpq's messages in one line.
std::string one_line(std::string_view message);

}  // namespace biroyna::db::postgresql
