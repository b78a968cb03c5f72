// The parts that the pages of the hall share: texts, banners, alerts, tables of waiting tickets and windows.
#pragma once

#include "features/hall/page_text.hpp"
#include "features/hall/pages_parts.hpp"
#include "features/hall/pages_shared.hpp"
