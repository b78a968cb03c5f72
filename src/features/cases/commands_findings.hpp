// What an order says was found, made whole. Known to commands*.cpp alone.
#pragma once

#include "features/cases/commands.hpp"

namespace biroyna::cases {

// The order with all findings of its task as they then are; refused where they are not what they must be.
// What is only recorded may still be incomplete.
Result<Order> with_all_findings(const Applications& applications, const Order& order,
                                const Application& application, const Task& task);

}  // namespace biroyna::cases
