// Questions as a step of a case asks them, put into an installation from beside the program.
#pragma once

#include <memory>
#include <string>

#include "tests/support/program.hpp"

namespace biroyna::testing {

// The database of an installation, whose server may run meanwhile.
std::unique_ptr<db::Db> beside(const Installation& installation);

// Answers the question's id.
std::string ask(const Installation& installation, const std::string& registry, const std::string& key);

// How many questions were answered, as the event log of the centre has it.
int answered(const Installation& installation);

}  // namespace biroyna::testing
