// The cases of a centre: what other features may include of this room.
#pragma once

#include "features/cases/appeal.hpp"
#include "features/cases/automatic.hpp"
#include "features/cases/commands.hpp"
#include "features/cases/domain_findings.hpp"
#include "features/cases/due_times.hpp"
#include "features/cases/guess_throttle.hpp"
#include "features/cases/mandates.hpp"
#include "features/cases/proof.hpp"
#include "features/cases/retention.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store_absences.hpp"
#include "features/cases/store_figures.hpp"
#include "features/cases/store_watch.hpp"
