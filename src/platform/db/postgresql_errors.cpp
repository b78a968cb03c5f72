#include "platform/db/postgresql_errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace biroyna::db::postgresql {
namespace {

using Why = Unavailable::Why;

struct Meaning {
  std::string_view code;  // an SQLSTATE, or the class that it begins with
  Fault fault;
  Why why;
  std::string_view line;
};

// The first that fits counts. Appendix A of PostgreSQL's documentation.
constexpr std::array kUnavailable{
    Meaning{"08", Fault::lost, Why::away, "the connection to the database was lost"},
    Meaning{"57P", Fault::lost, Why::away, "the database is being stopped"},
    // Another host may have become the leader, so a new connection is looked for.
    Meaning{"25006", Fault::lost, Why::read_only, "the database may only be read"},
    // Prepared statements that the server forgot, or that its tables outgrew: a new connection has none.
    Meaning{"26000", Fault::lost, Why::other, "a prepared statement was lost"},
    Meaning{"0A000", Fault::lost, Why::other, "a prepared statement no longer fits"},
    Meaning{"40", Fault::conflict, Why::locked, "other writes stood in the way"},
    Meaning{"55P03", Fault::engine, Why::locked, "somebody else holds a lock in the database"},
    Meaning{"53100", Fault::statement, Why::full, "the disk of the database is full"},
    Meaning{"53", Fault::engine, Why::other, "the database has run out of resources"},
    Meaning{"57014", Fault::statement, Why::other, "the database cancelled the statement"},
    Meaning{"58", Fault::engine, Why::other, "the disk of the database cannot be read or written"},
    Meaning{"XX001", Fault::engine, Why::corrupt, "the database is damaged"},
    Meaning{"XX002", Fault::engine, Why::corrupt, "an index of the database is damaged"},
    Meaning{"XX", Fault::engine, Why::other, "the database failed inside"},
};

std::string_view field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text == nullptr ? "" : text;
}

template <class Error>
Failure by_statement(const std::string& line) {
  return {Fault::statement, std::make_exception_ptr(Error(line)), true};
}

}  // namespace

std::string one_line(std::string_view message) {
  std::string line(message.substr(0, message.find_last_not_of('\n') + 1));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

Failure lost(const PGconn* connection) {
  const std::string line =
      fmt::format("the connection to the database was lost: {}", one_line(PQerrorMessage(connection)));
  return {Fault::lost, std::make_exception_ptr(Unavailable(Why::away, line)), false};
}

Failure failure_of(const PGresult* result, std::string_view sql) {
  const std::string_view code = field(result, PG_DIAG_SQLSTATE);
  const std::string_view message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (code.empty()) {
    const std::string line = one_line(PQresultErrorMessage(result));
    return {Fault::lost, std::make_exception_ptr(Unavailable(Why::away, line)), false};
  }
  const std::string_view severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const bool ended = severity == "FATAL" || severity == "PANIC";
  // Answers come in order, so before COMMIT's own turn it has not been looked at.
  const bool certain = !ended || sql != "COMMIT";
  // With too few or too many values, which is not the connection's fault.
  if (code == "08P01" && !ended) return by_statement<StatementError>(fmt::format("{} in: {}", message, sql));
  if (code.starts_with("23")) return by_statement<ConstraintViolation>(std::string(message));
  for (const Meaning& meaning : kUnavailable) {
    if (!code.starts_with(meaning.code)) continue;
    const std::string line = fmt::format("{}: {} ({})", meaning.line, message, code);
    return {ended ? Fault::lost : meaning.fault, std::make_exception_ptr(Unavailable(meaning.why, line)),
            certain};
  }
  if (ended) {
    const std::string line = fmt::format("the database ended the connection: {} ({})", message, code);
    return {Fault::lost, std::make_exception_ptr(Unavailable(Why::away, line)), certain};
  }
  // Messages about values quote them.
  if (code.starts_with("22")) {
    return by_statement<StatementError>(fmt::format("a value does not fit ({}) in: {}", code, sql));
  }
  return by_statement<StatementError>(fmt::format("{} ({}) in: {}", message, code, sql));
}

}  // namespace biroyna::db::postgresql
