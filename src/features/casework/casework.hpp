// The work of the staff on cases, as far as it is no page: the worklist's saved views.
#pragma once

#include "features/casework/worklist_views.hpp"
