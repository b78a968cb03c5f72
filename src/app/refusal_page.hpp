// The page of a refusal or failure: what happened, and how to go on.
#pragma once

#include <string>

#include "app/problems.hpp"
#include "platform/site/site.hpp"

namespace biroyna {

// Never throws for a request that was not understood.
std::string refusal_page(const Site& site, const http::Request& request, const Problems::Told& told);

}  // namespace biroyna
