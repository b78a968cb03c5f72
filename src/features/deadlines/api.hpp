// The JSON routes of absences.
#pragma once

#include "features/deadlines/absences.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::deadlines {

// All parameters must outlive the router.
void add_absences_api(http::Router& router, const Site& site, AbsenceBook& absences);

}  // namespace biroyna::deadlines
