#include "platform/json/money.hpp"

namespace biroyna {

boost::json::object money_json(Tiyin amount) { return {{"amount", amount.amount}, {"currency", "UZS"}}; }

}  // namespace biroyna
