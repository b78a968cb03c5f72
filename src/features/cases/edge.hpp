// How the routes of the API and the pages of other features come to a case.
#pragma once

#include "features/cases/edge_access.hpp"
#include "features/cases/edge_remembered.hpp"
