// How the rooms of the hall say times, counts and names.
#pragma once

#include "features/hall/page_text.hpp"
