// What the screens of the hall show alike: names and times, alerts, tables of those who wait, the windows.
#pragma once

#include "features/hall/page_text.hpp"
#include "features/hall/pages_parts.hpp"
#include "features/hall/pages_shared.hpp"
