// How the API writes money: {"amount": 1500000, "currency": "UZS"}, the amount in tiyin.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>

#include "core/money.hpp"

namespace biroyna {

boost::json::object money_json(Tiyin amount);

}  // namespace biroyna
