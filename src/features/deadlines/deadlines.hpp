// Deadlines of a centre: the overview for its head, what is published, absences and substitutes.
#pragma once

#include "features/deadlines/absences.hpp"
#include "features/deadlines/terms.hpp"
