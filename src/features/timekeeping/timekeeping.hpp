// What time it is, by a clock that is not believed blindly: what other features may include of this room.
#pragma once

#include "features/timekeeping/service.hpp"
