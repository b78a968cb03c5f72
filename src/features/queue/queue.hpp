// The electronic queue: what other features may include of this room. Its routes are in api.hpp.
#pragma once

#include "features/queue/domain.hpp"
#include "features/queue/domain_advice.hpp"
#include "features/queue/domain_figures.hpp"
#include "features/queue/json.hpp"
#include "features/queue/orders.hpp"
#include "features/queue/service.hpp"
#include "features/queue/store.hpp"
