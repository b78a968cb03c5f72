// Values to and from PostgreSQL's binary form, so that numbers and bytes travel as they are.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <string>
#include <vector>

#include "platform/db/db.hpp"

namespace biroyna::db::postgresql {

// The parameters of one statement as libpq wants them. Kept and filled again, so that it seldom allocates.
class Parameters {
 public:
  void assign(Tx::Args args);
  int count() const { return static_cast<int>(values_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }
  // One letter a parameter. A statement is prepared for its types, so other types are another statement.
  std::string_view signature() const { return signature_; }

 private:
  struct Add;
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::array<char, 8>> numbers_;
  std::string signature_;
};

class ResultRow final : public Row {
 public:
  ResultRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  std::string_view blob(int column) const override;

 private:
  std::string_view bytes(int column) const;
  [[noreturn]] void refuse(int column, std::string_view wanted) const;

  const PGresult* result_;
  int row_;
};

}  // namespace biroyna::db::postgresql
