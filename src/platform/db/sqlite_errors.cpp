#include <fmt/format.h>

#include <cerrno>

#include "platform/db/sqlite_connection.hpp"

namespace biroyna::db::sqlite {
namespace {

Failure unavailable(Fault fault, Unavailable::Why why, std::string_view line, std::string_view message) {
  return {fault, std::make_exception_ptr(Unavailable(why, fmt::format("{}: {}", line, message)))};
}

Failure input_output(int system_errno, std::string_view message) {
  using Why = Unavailable::Why;
  if (system_errno == ENOSPC || system_errno == EDQUOT) {
    return unavailable(Fault::statement, Why::full, "the disk is full", message);
  }
  if (system_errno == EROFS)
    return unavailable(Fault::engine, Why::read_only, "the disk may only be read", message);
  return unavailable(Fault::engine, Why::other, "the disk cannot be read or written", message);
}

}  // namespace

Failure failure_of(int extended_code, int system_errno, std::string_view message, std::string_view sql) {
  using Why = Unavailable::Why;
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
      return unavailable(Fault::engine, Why::locked, "another process holds the database", message);
    case SQLITE_READONLY:
      return unavailable(Fault::engine, Why::read_only, "the database may only be read", message);
    case SQLITE_PERM:
      return unavailable(Fault::engine, Why::read_only, "the database may not be opened", message);
    case SQLITE_FULL:
      return unavailable(Fault::statement, Why::full, "the disk is full", message);
    case SQLITE_IOERR:
      return input_output(system_errno, message);
    case SQLITE_CORRUPT:
      return unavailable(Fault::engine, Why::corrupt, "the database is damaged", message);
    case SQLITE_NOTADB:
      return unavailable(Fault::engine, Why::corrupt, "the file is no database", message);
    case SQLITE_CANTOPEN:
      if (system_errno == ENOSPC) return input_output(system_errno, message);
      return unavailable(Fault::engine, Why::other, "the database cannot be opened", message);
    case SQLITE_NOMEM:
      return unavailable(Fault::engine, Why::other, "no memory is left", message);
    case SQLITE_CONSTRAINT:
      return {Fault::statement, std::make_exception_ptr(ConstraintViolation(std::string(message)))};
    default: {
      const std::string line = fmt::format("{} in: {}", message, sql);
      return {Fault::statement, std::make_exception_ptr(StatementError(line))};
    }
  }
}

}  // namespace biroyna::db::sqlite
